#include "core/sync/message.h"

namespace gezhi {

Result<Request> read_request(ByteView bytes) {
  if (bytes.size() > kRequestBytesMax) return Error{"bad_request", "request larger than its limit"};
  auto request = decode<Request>(bytes);
  if (!request) return request.error();
  if (request->protocol == 0) return Error{"bad_request", "request without a protocol version"};
  std::uint64_t pushed = 0;
  for (const PushItem& item : request->push) pushed += item.op.size() + item.sealed.size();
  if (pushed > kPushBytesMax + kOpBytesMax)
    return Error{"bad_request", "push larger than its limit"};
  return request;
}

Result<Response> read_response(ByteView bytes) {
  if (bytes.size() > kResponseBytesMax) {
    return Error{"bad_response", "response larger than its limit"};
  }
  auto response = decode<Response>(bytes);
  if (!response) return response.error();
  if (response->protocol == 0) return Error{"bad_response", "response without a protocol version"};
  for (const ShardPage& page : response->pages) {
    if (!(page.cursor.shard == page.shard)) {
      return Error{"bad_response", "cursor of another street"};
    }
  }
  return response;
}

}  // namespace gezhi
