#include "tests/native/server/sync_device.h"

#include "native/server/load_host.h"
#include "native/server/signature_openssl.h"

namespace gezhi {

SyncDevice::SyncDevice(ActorId actor, Grant grant, std::uint64_t seed)
    : actor_(actor), grant_(grant), random_(seed) {
  device_.value = new_id(TimeMs{1});
}

Uuid SyncDevice::new_id(TimeMs now) {
  std::array<std::uint8_t, 10> bits{};
  for (auto& byte : bits) byte = static_cast<std::uint8_t>(random_.next());
  return make_uuid_v7(now, bits);
}

Op SyncDevice::begin(TimeMs now, CaseId subject) {
  Op op;
  op.id.value = new_id(now);
  op.shard = grant_.shard;
  op.claimed_at = now;
  op.device = device_;
  op.device_seq = ++made_;
  op.actor = actor_;
  op.grant = grant_;
  op.subject = subject;
  return op;
}

PushItem SyncDevice::report(TimeMs now, GridId grid, std::uint32_t words) {
  ReportCase report;
  report.source = Source::patrol;
  report.nature = Nature::hazard;
  report.place.point = {1201500000 + static_cast<std::int32_t>(random_.below(100000)), 303100000};
  report.place.address = "小河街道小河社区长征桥路 133 号面馆后厨";
  report.place.grid = grid;
  report.danger_answered = true;
  for (std::uint32_t i = 0; i < words; ++i) {
    report.text +=
        "面馆后厨存放煤气瓶五六个,紧靠灶台,软管老化,店内无独立气瓶间,中午客人多时有安全隐患,"
        "请尽快派人查看并告知处理结果。";
  }
  last_case_.value = new_id(now);
  return make(now, last_case_, report);
}

std::vector<PushItem> SyncDevice::sign(std::vector<PushItem> items) {
  for (PushItem& item : items) {
    const auto op = read_op(item.op);
    if (!op || !item.signature.is_none()) continue;
    Digest& last = last_[op->shard];
    item = signed_after(last, std::move(item));
    last = sha256(item.op);
  }
  return items;
}

PushItem SyncDevice::signed_after(const Digest& prev, PushItem item) const {
  const Bytes message = signed_message(kP256Sha256, prev, sha256(item.op));
  item.signature = {kP256Sha256, prev, signer_.sign(message)};
  return item;
}

Bytes SyncDevice::request(std::vector<PushItem> push, std::uint64_t bytes_max) {
  Request request;
  request.protocol = kProtocol;
  request.number = ++requests_;
  request.device = device_;
  request.epoch = epoch_;
  request.scope = scope_;
  request.key = key();
  request.push = sign(std::move(push));
  request.cursors = cursors_;
  request.bytes_max = bytes_max;
  return encode(request);
}

Result<Response> SyncDevice::take(ByteView bytes) {
  auto response = read_response(bytes);
  if (!response) return response;
  epoch_ = response->epoch;
  scope_ = response->scope;
  if (response->reset) cursors_.clear();
  for (const ShardPage& page : response->pages) {
    std::erase_if(cursors_, [&](const ShardCursor& old) { return old.shard == page.shard; });
    cursors_.push_back(page.cursor);
  }
  return response;
}

SyncDevice::Exchange SyncDevice::exchange(HttpClient& client, std::vector<PushItem> push,
                                          std::uint64_t bytes_max) {
  const Bytes body = request(std::move(push), bytes_max);
  const HttpAnswer answer = client.request("POST", "/api/sync", text_of(body));
  Exchange result;
  result.status = answer.status;
  if (answer.status != 200) return result;
  auto response = take(view_of(answer.body));
  result.status = response ? 200 : -1;
  if (response) result.response = std::move(*response);
  return result;
}

void enroll(ServerStore& store, const SyncDevice& device) {
  const auto host = load_host(store);
  GEZHI_CHECK(host.ok());
  Request request;
  request.protocol = kProtocol;
  request.device = device.device();
  request.key = device.key();
  const auto signatures = check_signatures(request, OpensslSignatures());
  const TimeMs opened{1795312800000};
  const Pushed pushed = (*host)->push(request, device.principal(), opened, signatures);
  GEZHI_CHECK(pushed.entries.size() == 1 && store.append(pushed.entries).ok());
}

}  // namespace gezhi
