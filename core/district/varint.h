// Compact binary for the big sections of a district pack: base-128 numbers, zigzag for signed ones,
// points as differences. The reader's first error sticks, so a sequence is checked once at its end,
// and a count is never believed beyond the bytes that are left.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/geo.h"

namespace gezhi {

class VarintWriter {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<std::uint8_t>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<std::uint8_t>(value));
  }
  void signed_number(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    number(value.size());
    out_.insert(out_.end(), value.begin(), value.end());
  }
  // As the difference from the point before.
  void point(PointE7 p) {
    signed_number(std::int64_t{p.lon} - last_.lon);
    signed_number(std::int64_t{p.lat} - last_.lat);
    last_ = p;
  }
  void restart(PointE7 p) { last_ = p; }
  Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
  PointE7 last_;
};

class VarintReader {
 public:
  explicit VarintReader(ByteView bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) return fail();
      const std::uint8_t byte = bytes_[at_++];
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1 ^ (0 - (value & 1)));
  }
  // A number below `limit`.
  std::uint32_t below(std::uint64_t limit) {
    const std::uint64_t value = number();
    return static_cast<std::uint32_t>(value < limit ? value : fail());
  }
  // How many items follow, each of at least `bytes_each` bytes.
  std::uint32_t count(std::uint64_t limit, std::uint64_t bytes_each = 1) {
    const std::uint64_t value = number();
    return static_cast<std::uint32_t>(
        value <= limit && value <= (bytes_.size() - at_) / bytes_each ? value : fail());
  }
  std::string_view text() {
    const std::uint32_t size = count(kTextMax);
    const std::string_view result = text_of(bytes_.subspan(at_, size));
    at_ += size;
    return result;
  }
  PointE7 point() {
    const std::int64_t lon = last_.lon + clamped(signed_number());
    const std::int64_t lat = last_.lat + clamped(signed_number());
    if (lon < -1800000000 || lon > 1800000000 || lat < -900000000 || lat > 900000000) {
      fail();
      return last_;
    }
    last_ = {static_cast<std::int32_t>(lon), static_cast<std::int32_t>(lat)};
    return last_;
  }
  void restart(PointE7 p) { last_ = p; }

  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }
  std::uint64_t position() const { return ok_ ? at_ : failed_at_; }
  std::string misfit() const { return "does not fit at byte " + std::to_string(position()); }
  std::uint64_t fail() {
    if (ok_) failed_at_ = at_;
    ok_ = false;
    at_ = bytes_.size();
    return 0;
  }

 private:
  static constexpr std::uint64_t kTextMax = 1000;
  static std::int64_t clamped(std::int64_t v) {
    return v > 4000000000 ? 4000000000 : v < -4000000000 ? -4000000000 : v;
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  std::uint64_t failed_at_ = 0;
  PointE7 last_;
  bool ok_ = true;
};

}  // namespace gezhi
