#include "core/district/pack_parts.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/utf8.h"

namespace gezhi {
namespace {

constexpr std::string_view kMagic = "GEZHIPAK";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint64_t kHeadSize = 16;
constexpr std::uint64_t kEntrySize = 44;
constexpr std::uint32_t kPackPartsMax = 64;

void little_endian(Bytes& out, std::uint64_t value, std::uint32_t bytes) {
  for (std::uint32_t i = 0; i < bytes; ++i)
    out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

std::uint64_t little_endian(ByteView bytes, std::uint64_t at, std::uint32_t count) {
  std::uint64_t value = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    value |= std::uint64_t{bytes[static_cast<std::size_t>(at + i)]} << 8 * i;
  }
  return value;
}

ByteView cut(ByteView bytes, std::uint64_t at, std::uint64_t size) {
  return bytes.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
}

const PackPart* find(const std::vector<PackPart>& parts, const std::string& tag) {
  for (const PackPart& part : parts) {
    if (part.tag == tag) return &part;
  }
  return nullptr;
}

}  // namespace

Error bad_pack(std::string_view part, const std::string& what) {
  const std::string name(is_valid_utf8(part) ? part : "?");
  return Error{"bad_pack", "district pack, section " + name + ": " + what};
}

Digest part_digest(std::string_view tag, ByteView bytes) {
  Sha256 hash;
  hash.update(view_of(tag));
  hash.update(bytes);
  return hash.finish();
}

Result<ByteView> part_in(ByteView pack, const PackPart& part) {
  if (part.at > pack.size() || part.size > pack.size() - part.at) {
    return bad_pack(part.tag, "cut short");
  }
  const ByteView bytes = cut(pack, part.at, part.size);
  if (part_digest(part.tag, bytes) != part.digest) {
    return bad_pack(part.tag, "damaged (its checksum is wrong)");
  }
  return bytes;
}

Bytes write_pack_head(const std::vector<PackPart>& parts) {
  Bytes out(kMagic.begin(), kMagic.end());
  little_endian(out, kVersion, 4);
  little_endian(out, parts.size(), 4);
  for (const PackPart& part : parts) {
    out.insert(out.end(), part.tag.begin(), part.tag.end());
    little_endian(out, part.size, 8);
    out.insert(out.end(), part.digest.begin(), part.digest.end());
  }
  return out;
}

Result<std::vector<PackPart>> read_pack_head(ByteView bytes) {
  if (bytes.size() < kHeadSize || text_of(bytes.first(8)) != kMagic)
    return bad_pack("head", "this is not a district pack");
  if (little_endian(bytes, 8, 4) != kVersion)
    return bad_pack("head", "made by another version of this software");
  if (head_of(bytes).empty()) return bad_pack("head", "cut short");
  const std::uint64_t count = little_endian(bytes, 12, 4);
  std::vector<PackPart> parts;
  std::uint64_t at = kHeadSize + kEntrySize * count;
  for (std::uint64_t i = 0; i < count; ++i) {
    const ByteView entry = cut(bytes, kHeadSize + kEntrySize * i, kEntrySize);
    PackPart part;
    part.tag = text_of(entry.first(4));
    part.size = little_endian(entry, 4, 8);
    part.at = at;
    std::copy_n(entry.begin() + 12, part.digest.size(), part.digest.begin());
    if (find(parts, part.tag) != nullptr) return bad_pack(part.tag, "is there twice");
    if (part.size > kPackBytesMax - std::min(at, kPackBytesMax))
      return bad_pack(part.tag, "is larger than a pack may be");
    at += part.size;
    parts.push_back(std::move(part));
  }
  return parts;
}

ByteView head_of(ByteView pack) {
  if (pack.size() < kHeadSize) return {};
  const std::uint64_t count = little_endian(pack, 12, 4);
  const std::uint64_t size = kHeadSize + kEntrySize * count;
  if (count > kPackPartsMax || pack.size() < size) return {};
  return cut(pack, 0, size);
}

Digest pack_digest(ByteView bytes) {
  const ByteView head = head_of(bytes);
  return head.empty() ? Digest{} : sha256(head);
}

Result<PackAssembly> PackAssembly::begin(ByteView head, ByteView before) {
  auto parts = read_pack_head(head);
  if (!parts) return parts.error();
  PackAssembly assembly;
  assembly.parts_ = *std::move(parts);
  assembly.there_.resize(assembly.parts_.size());
  std::uint64_t size = head_of(head).size();
  for (const PackPart& part : assembly.parts_) size += part.size;
  assembly.bytes_.resize(static_cast<std::size_t>(size));
  std::copy_n(head.begin(), head_of(head).size(), assembly.bytes_.begin());
  const auto old = read_pack_head(before);
  for (std::size_t i = 0; i < assembly.parts_.size(); ++i) {
    const PackPart* same = old ? find(*old, assembly.parts_[i].tag) : nullptr;
    if (same == nullptr || same->digest != assembly.parts_[i].digest) continue;
    if (const auto bytes = part_in(before, *same)) assembly.take(i, *bytes);
  }
  return assembly;
}

void PackAssembly::take(std::size_t part, ByteView bytes) {
  std::copy(bytes.begin(), bytes.end(),
            bytes_.begin() + static_cast<std::ptrdiff_t>(parts_[part].at));
  there_[part] = true;
}

std::vector<PackPart> PackAssembly::missing() const {
  std::vector<PackPart> missing;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (!there_[i]) missing.push_back(parts_[i]);
  }
  return missing;
}

std::uint64_t PackAssembly::missing_bytes() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) sum += there_[i] ? 0 : parts_[i].size;
  return sum;
}

Result<Done> PackAssembly::add(const PackPart& part, ByteView bytes) {
  const PackPart* own = find(parts_, part.tag);
  GEZHI_CHECK(own != nullptr && own->digest == part.digest);
  if (bytes.size() != part.size || part_digest(part.tag, bytes) != part.digest)
    return bad_pack(part.tag, "what came is not what the head names");
  take(static_cast<std::size_t>(own - parts_.data()), bytes);
  return Done{};
}

}  // namespace gezhi
