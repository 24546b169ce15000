#include "native/server/served_pack.h"

#include "core/base/hex.h"
#include "core/district/pack_parts.h"
#include "native/store/file.h"
#include "native/store/gzip.h"

namespace gezhi {

namespace fs = std::filesystem;

HttpReply ServedPack::head(const HttpRequest& request) {
  std::lock_guard lock(mutex_);
  if (const auto fresh = refresh(); !fresh) return error_reply(fresh.error());
  HttpReply reply;
  reply.content_type = "application/octet-stream";
  const std::string etag = '"' + to_hex(pack_digest(*head_)) + '"';
  reply.headers = {{"ETag", etag}, {"Cache-Control", "no-cache"}};
  if (header_lists(request.header("If-None-Match"), etag))
    reply.status = 304;
  else
    reply.shared_body = head_;
  return reply;
}

HttpReply ServedPack::part(const HttpRequest& request, const Digest& name) {
  std::lock_guard lock(mutex_);
  if (const auto fresh = refresh(); !fresh) return error_reply(fresh.error());
  const auto found = parts_.find(name);
  if (found == parts_.end())
    return error_reply(404, "not_found", "the present map has no such part");
  const bool packed = header_lists(request.header("Accept-Encoding"), "gzip");
  HttpReply reply;
  reply.content_type = "application/octet-stream";
  reply.headers = {{"Vary", "Accept-Encoding"},
                   {"Cache-Control", "private, max-age=31536000, immutable"}};
  if (packed) reply.headers.emplace_back("Content-Encoding", "gzip");
  reply.shared_body = packed ? found->second.gzip : found->second.plain;
  return reply;
}

Result<Done> ServedPack::refresh() {
  std::error_code problem;
  const auto written_at = fs::last_write_time(path_, problem);
  if (problem) return Error{"not_found", "no map was imported yet"};
  if (head_ != nullptr && written_at == read_at_) return Done{};
  auto done = read();
  if (done) read_at_ = written_at;
  return done;
}

Result<Done> ServedPack::read() {
  head_ = nullptr;
  parts_.clear();
  const auto pack = read_file(path_, kPackBytesMax);
  if (!pack) return pack.error();
  const auto parts = read_pack_head(*pack);
  if (!parts) return parts.error();
  for (const PackPart& part : *parts) {
    const auto bytes = part_in(*pack, part);
    if (!bytes) return bytes.error();
    parts_[part.digest] = {std::make_shared<const Bytes>(bytes->begin(), bytes->end()),
                           std::make_shared<const Bytes>(gzip(*bytes))};
  }
  const ByteView head = head_of(*pack);
  head_ = std::make_shared<const Bytes>(head.begin(), head.end());
  return Done{};
}

}  // namespace gezhi
