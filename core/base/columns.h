// Arrays written as they lie in memory, one after the other: for a file that the machine that wrote it
// opens again by copying, without taking it apart.
//
// Format: a column is 8 bytes (number of items), the items, and zeros up to a multiple of 8 bytes; the
// machine's own byte order, which must be little-endian. Items have no gaps between their parts.
// Errors: the reader's first error sticks, so a sequence is checked once at its end; a count is never
// believed beyond the bytes that are left. Whether what is in the items makes sense is not its matter.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/bytes.h"

namespace gezhi {

static_assert(std::endian::native == std::endian::little);

// Whether `first` says where each of `count` groups begins among `end` items: from 0, never back.
inline bool is_index(const std::vector<std::uint32_t>& first, std::size_t count, std::size_t end) {
  return first.size() == count + 1 && first.front() == 0 && first.back() == end &&
         std::is_sorted(first.begin(), first.end());
}

class ColumnWriter {
 public:
  template <class T>
  void column(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
    value(std::uint64_t{items.size()});
    append(items.data(), items.size() * sizeof(T));
  }
  template <class T>
  void value(const T& one) {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
    append(&one, sizeof(T));
  }
  void texts(const std::vector<std::string>& texts) {
    std::vector<std::uint32_t> ends;
    std::vector<char> letters;
    for (const std::string& text : texts) {
      letters.insert(letters.end(), text.begin(), text.end());
      ends.push_back(static_cast<std::uint32_t>(letters.size()));
    }
    column(ends);
    column(letters);
  }
  Bytes take() { return std::move(out_); }

 private:
  void append(const void* from, std::size_t size) {
    if (size == 0) return;
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    out_.insert(out_.end(), bytes, bytes + size);
    out_.resize((out_.size() + 7) / 8 * 8);
  }

  Bytes out_;
};

class ColumnReader {
 public:
  explicit ColumnReader(ByteView bytes) : bytes_(bytes) {}

  template <class T>
  void column(std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
    std::uint64_t count = 0;
    value(count);
    if (count > (bytes_.size() - at_) / sizeof(T)) return fail();
    items.resize(static_cast<std::size_t>(count));
    copy(items.data(), items.size() * sizeof(T));
  }
  template <class T>
  void value(T& one) {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
    copy(&one, sizeof(T));
  }
  void texts(std::vector<std::string>& texts) {
    std::vector<std::uint32_t> ends;
    std::vector<char> letters;
    column(ends);
    column(letters);
    texts.clear();
    std::uint32_t begin = 0;
    for (const std::uint32_t end : ends) {
      if (end < begin || end > letters.size()) return fail();
      texts.emplace_back(letters.data() + begin, end - begin);
      begin = end;
    }
  }

  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  void copy(void* to, std::size_t size) {
    const std::size_t padded = (size + 7) / 8 * 8;
    if (padded > bytes_.size() - at_) return fail();
    if (size > 0) std::memcpy(to, bytes_.data() + at_, size);
    at_ += padded;
  }
  void fail() {
    ok_ = false;
    at_ = bytes_.size();
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace gezhi
