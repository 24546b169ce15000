// The container of a district pack (pack.h has what is in it). Its head names every part by content:
// who has an older pack fetches the parts that changed and nothing else.
//
// Errors: `bad_pack` with the part and what is wrong with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/sha256.h"

namespace gezhi {

inline constexpr std::uint64_t kPackBytesMax = 256 * 1024 * 1024;

struct PackPart {
  std::string tag;  // four bytes
  std::uint64_t size = 0;
  Digest digest{};       // of tag and bytes
  std::uint64_t at = 0;  // its first byte in the pack
};

Error bad_pack(std::string_view part, const std::string& what);

Digest part_digest(std::string_view tag, ByteView bytes);

// The part's bytes in a whole pack, or `bad_pack` when they are cut short or not what its digest says.
Result<ByteView> part_in(ByteView pack, const PackPart& part);

Bytes write_pack_head(const std::vector<PackPart>& parts);

// From the head alone or a whole pack; the parts themselves are not looked at.
Result<std::vector<PackPart>> read_pack_head(ByteView bytes);

// The head of a whole pack; empty for bytes that are too short to have one.
ByteView head_of(ByteView pack);

// Names a pack by its content: SHA-256 of its head. None for bytes that are no pack.
Digest pack_digest(ByteView bytes);

// A pack that comes part by part, the unchanged ones from the pack before.
class PackAssembly {
 public:
  // `before` may be empty or damaged: then more has to come.
  static Result<PackAssembly> begin(ByteView head, ByteView before);

  std::vector<PackPart> missing() const;
  std::uint64_t missing_bytes() const;

  // The bytes of a missing part, in any order.
  Result<Done> add(const PackPart& part, ByteView bytes);

  // The whole pack, once nothing is missing.
  const Bytes& bytes() const { return bytes_; }

 private:
  void take(std::size_t part, ByteView bytes);

  Bytes bytes_;
  std::vector<PackPart> parts_;
  std::vector<bool> there_;
};

}  // namespace gezhi
