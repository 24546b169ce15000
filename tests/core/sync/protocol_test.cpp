// The worked exchange of core/sync/PROTOCOL.md is what the code says, byte by byte.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/explain.h"
#include "tests/support/host_bed.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

std::string nested(const std::string& field, const Bytes& bytes, int depth) {
  if (field == "op") {
    const auto op = read_op(bytes);
    return op ? Explainer(nested, depth).print(*op) : "";
  }
  if (field == "entry") {
    const auto entry = read_entry(bytes);
    return entry ? Explainer(nested, depth).print(*entry) : "";
  }
  if (field == "payload") {
    const auto report = decode<ReportCase>(bytes);
    return report ? Explainer(nested, depth).print(*report) : "";
  }
  return "";
}

std::string worked_exchange() {
  HostBed bed;
  Street street;
  const Principal volunteer = principal_of(street.person("volunteer"));
  Request first;
  first.protocol = kProtocol;
  const auto begun = bed.exchange(first, volunteer, street.now());
  REQUIRE(begun.ok());
  Op op = street.make("volunteer", street.new_case());
  op.device_seq = 1;
  ReportCase report;
  report.nature = Nature::hazard;
  report.place.point = {1201510000, 303110000};
  report.place.grid = kGridA1;
  report.text = "煤气味";
  report.danger_answered = true;
  set_payload(op, report);
  Request request;
  request.protocol = kProtocol;
  request.number = 2;
  request.device = op.device;
  request.epoch = begun->epoch;
  request.scope = begun->scope;
  request.push.push_back({encode(op), {}});
  request.cursors.push_back(begun->pages[0].cursor);
  const auto response = bed.exchange(request, volunteer, street.now() + 250);
  REQUIRE(response.ok());
  return "Request, " + std::to_string(encode(request).size()) + " bytes:\n\n```\n" +
         Explainer(nested).print(request) + "```\n\nResponse, " +
         std::to_string(encode(*response).size()) + " bytes:\n\n```\n" +
         Explainer(nested).print(*response) + "```\n";
}

}  // namespace

TEST_SUITE("sync/protocol") {
  TEST_CASE("golden: the worked exchange of PROTOCOL.md") {
    const char* path = GEZHI_SOURCE_DIR "/core/sync/PROTOCOL.md";
    std::stringstream stream;
    stream << std::ifstream(path).rdbuf();
    const std::string page = stream.str();
    const std::string begin = "<!-- exchange -->\n";
    const std::size_t from = page.find(begin);
    const std::size_t to = page.find("<!-- /exchange -->");
    REQUIRE(from != std::string::npos);
    REQUIRE(to != std::string::npos);
    const std::size_t start = from + begin.size();
    const std::string text = worked_exchange();
    if (std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) {
      std::ofstream(path) << page.substr(0, start) + text + page.substr(to);
    }
    CHECK(page.substr(start, to - start) == text);
  }
}
