#include "native/server/http.h"

#include <charconv>

namespace gezhi {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The next part up to `separator`; cuts it off `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return trimmed(part);
}

constexpr std::chrono::seconds kBusyWait{5};  // the sequencer's queue is full

}  // namespace

HttpReply json_reply(const Json& json, int status) {
  HttpReply reply;
  reply.status = status;
  reply.body = to_text(json);
  reply.headers.emplace_back("Cache-Control", "no-store");
  return reply;
}

HttpReply bytes_reply(Bytes bytes, std::string content_type) {
  HttpReply reply;
  reply.content_type = std::move(content_type);
  reply.shared_body = std::make_shared<const Bytes>(std::move(bytes));
  reply.headers.emplace_back("Cache-Control", "no-store");
  return reply;
}

HttpReply error_reply(int status, std::string_view code, std::string_view message) {
  Json json;
  json.set("code", std::string(code));
  json.set("message", std::string(message));
  return json_reply(json, status);
}

HttpReply error_reply(const Error& error) {
  if (error.code == "busy") return later_reply(503, error.code, error.message, kBusyWait);
  return error_reply(status_of(error.code), error.code, error.message);
}

HttpReply later_reply(int status, std::string_view code, std::string_view message,
                      std::chrono::seconds wait) {
  HttpReply reply = error_reply(status, code, message);
  reply.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  return reply;
}

int status_of(std::string_view error_code) {
  if (error_code == "not_found") return 404;
  if (error_code == "not_signed_in") return 401;
  if (error_code == "role_not_allowed" || error_code == "wrong_origin") return 403;
  if (error_code == "blob_offset") return 409;
  if (error_code == "blob_too_large" || error_code == "too_large") return 413;
  if (error_code == "too_many_attempts" || error_code == "too_many_photos" ||
      error_code == "too_much_work") {
    return 429;
  }
  if (error_code == "store_failed" || error_code == "store_full" || error_code == "stopping" ||
      error_code == "store_conflict" || error_code == "busy") {
    return 503;
  }
  return 400;
}

std::string_view cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::string_view pair = next_part(cookies, ';');
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

bool header_lists(std::string_view header, std::string_view token) {
  while (!header.empty()) {
    std::string_view item = next_part(header, ',');
    const std::string_view value = next_part(item, ';');
    const bool refused = item.find("q=0") != std::string_view::npos &&
                         item.find_first_of("123456789") == std::string_view::npos;
    if (value == token && !refused) return true;
  }
  return false;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || text.empty()) return {};
  return value;
}

}  // namespace gezhi
