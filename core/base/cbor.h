// Deterministically encoded CBOR (RFC 8949 section 4.2.1): shortest heads, definite lengths, map
// keys ascending. The subset the journal and the wire use: integers, byte and text strings, arrays,
// maps, booleans. No floats, no tags. What is not in this subset is refused with its position.
//
// Errors: `bad_cbor` with the byte offset. The reader never allocates more than the input's size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gezhi {

inline constexpr std::uint32_t kCborDepthMax = 32;
inline constexpr std::uint64_t kUnknownBytesMax = 64 * 1024;  // of one value that is skipped

class CborWriter {
 public:
  void unsigned_number(std::uint64_t value) { head(0, value); }
  void number(std::int64_t value);
  void bytes(ByteView value);
  void text(std::string_view value);
  void array(std::uint64_t length) { head(4, length); }
  void map(std::uint64_t pairs) { head(5, pairs); }
  void boolean(bool value) { out_.push_back(value ? 0xF5 : 0xF4); }

  const Bytes& result() const { return out_; }
  Bytes take() { return std::move(out_); }

  // Of a draft: what is still being written may be longer than what may be handed in (codec.h).
  void lift_limits() { limited_ = false; }
  bool limited() const { return limited_; }

 private:
  void head(std::uint8_t major, std::uint64_t value);

  bool limited_ = true;

  Bytes out_;
};

// Reads one item at a time. The first error sticks: every later read gives zero values, so that a
// sequence of reads is checked once at its end.
class CborReader {
 public:
  explicit CborReader(ByteView bytes) : bytes_(bytes) {}

  std::uint64_t unsigned_number();
  std::int64_t number();
  ByteView bytes();
  std::string_view text();  // valid UTF-8
  std::uint64_t array();    // its length; each element takes at least one byte of what is left
  std::uint64_t map();      // its pairs
  bool boolean();
  void skip();  // one item of the subset, whatever it is, of at most kUnknownBytesMax

  void lift_limits() { limited_ = false; }
  bool limited() const { return limited_; }

  bool at_end() const { return at_ == bytes_.size(); }
  bool ok() const { return what_ == nullptr; }
  void fail(const char* what);
  Error error() const;
  std::uint64_t position() const { return at_; }
  ByteView since(std::uint64_t start) const {
    return bytes_.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(at_ - start));
  }

  // Nesting is counted by whoever recurses (codec.h) and by skip().
  bool enter();
  void leave() { --depth_; }

 private:
  struct Head {
    std::uint8_t major = 0;
    std::uint64_t value = 0;
  };
  Head head();
  std::uint64_t expect(std::uint8_t major, const char* what);
  void skip_item();
  void skip_map(std::uint64_t pairs);
  ByteView string(std::uint8_t major, const char* what);

  bool limited_ = true;
  ByteView bytes_;
  std::uint64_t at_ = 0;
  std::uint32_t depth_ = 0;
  const char* what_ = nullptr;
  std::uint64_t failed_at_ = 0;
};

}  // namespace gezhi
