// Structs as deterministic CBOR. Each struct lists its fields once:
//
//   template <class V> void fields(V& v) { v(1, "place", place); v(2, "text", text, 2000); }
//
// Keys ascend and are never reused. A field equal to its empty value (0, false, "", [], none) is
// left out, so every member's initial value must be that empty one; a reader passes over keys that it
// does not know, as far as they are of the subset (cbor.h) and not longer than kUnknownBytesMax. The
// optional last argument limits a string's bytes or a list's length (default kLengthMax), on reading
// and, as GEZHI_CHECK, on writing.
//
// One value has one encoding: what decode takes, encode gives again, byte for byte, but for the keys
// passed over.
//
// Errors: decode gives `bad_cbor` with the byte offset. Cost: linear, one pass (two for writing).
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/cbor.h"
#include "core/base/geo.h"
#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/time.h"

namespace gezhi {

inline constexpr std::uint64_t kLengthMax = 4096;

namespace codec {

struct AnyVisitor {
  template <class T>
  void operator()(std::uint32_t, const char*, T&, std::uint64_t = kLengthMax) {}
};

template <class T>
concept Fielded = requires(T t, AnyVisitor v) {
  t.fields(v);
};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsUuid : std::false_type {};
template <class Tag>
struct IsUuid<UuidOf<Tag>> : std::true_type {};
template <class T>
struct IsNumberId : std::false_type {};
template <class Tag, class N>
struct IsNumberId<NumberOf<Tag, N>> : std::true_type {};
template <class T>
struct IsByteArray : std::false_type {};
template <std::size_t N>
struct IsByteArray<std::array<std::uint8_t, N>> : std::true_type {};
template <class T>
struct IsSet : std::false_type {};
template <class E>
struct IsSet<SetOf<E>> : std::true_type {};

template <class T>
bool is_empty(const T& value);

struct EmptyProbe {
  bool empty = true;
  std::uint64_t present = 0;
  template <class T>
  void operator()(std::uint32_t, const char*, T& value, std::uint64_t = kLengthMax) {
    if (!is_empty(value)) {
      empty = false;
      ++present;
    }
  }
};

template <class T>
EmptyProbe probe(const T& value) {
  EmptyProbe result;
  const_cast<T&>(value).fields(result);  // fields() only hands the members out
  return result;
}

template <class T>
bool is_empty(const T& value) {
  if constexpr (std::is_same_v<T, std::string> || IsVector<T>::value) {
    return value.empty();
  } else if constexpr (IsOptional<T>::value) {
    return !value.has_value();
  } else if constexpr (Fielded<T>) {
    return probe(value).empty;
  } else if constexpr (IsSet<T>::value) {
    return value.empty();
  } else {
    return value == T{};
  }
}

template <class T>
void write(CborWriter& out, const T& value);

struct FieldWriter {
  CborWriter& out;
  std::uint32_t last_key = 0;
  template <class T>
  void operator()(std::uint32_t key, const char*, T& value, std::uint64_t limit = kLengthMax) {
    GEZHI_CHECK(key > last_key);
    last_key = key;
    if (is_empty(value)) return;
    if constexpr (std::is_same_v<T, std::string> || IsVector<T>::value) {
      GEZHI_CHECK(!out.limited() || value.size() <= limit);
    }
    out.unsigned_number(key);
    write(out, value);
  }
};

template <class T>
void write(CborWriter& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    out.boolean(value);
  } else if constexpr (std::is_enum_v<T>) {
    out.unsigned_number(static_cast<std::uint64_t>(value));
  } else if constexpr (std::unsigned_integral<T>) {
    out.unsigned_number(value);
  } else if constexpr (std::signed_integral<T>) {
    out.number(value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    out.text(value);
  } else if constexpr (std::is_same_v<T, Bytes> || IsByteArray<T>::value) {
    out.bytes(value);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    out.bytes(value.bytes);
  } else if constexpr (IsUuid<T>::value) {
    out.bytes(value.value.bytes);
  } else if constexpr (IsNumberId<T>::value) {
    out.unsigned_number(value.value);
  } else if constexpr (IsSet<T>::value) {
    out.unsigned_number(value.bits());
  } else if constexpr (std::is_same_v<T, TimeMs> || std::is_same_v<T, CivilDay>) {
    out.number(value.value);
  } else if constexpr (std::is_same_v<T, PointE7>) {
    out.array(2);
    out.number(value.lon);
    out.number(value.lat);
  } else if constexpr (IsOptional<T>::value) {
    write(out, *value);
  } else if constexpr (IsVector<T>::value) {
    out.array(value.size());
    for (const auto& item : value) write(out, item);
  } else {
    out.map(probe(value).present);
    FieldWriter writer{out};
    const_cast<T&>(value).fields(writer);
  }
}

template <class T>
void read(CborReader& in, T& value, std::uint64_t limit = kLengthMax);

struct FieldReader {
  CborReader& in;
  std::uint64_t left;
  std::uint64_t key = 0;
  bool have_key = false;

  void next_key() {
    have_key = left > 0 && in.ok();
    if (!have_key) return;
    --left;
    const std::uint64_t before = key;
    const bool first = key == 0;
    key = in.unsigned_number();
    if (in.ok() && (key == 0 || (!first && key <= before))) in.fail("map keys not ascending");
    have_key = in.ok();
  }

  template <class T>
  void operator()(std::uint32_t wanted, const char*, T& value, std::uint64_t limit = kLengthMax) {
    while (have_key && key < wanted) {
      in.skip();
      next_key();
    }
    if (!have_key || key != wanted) return;
    read(in, value, limit);
    if (in.ok() && is_empty(value)) in.fail("an empty value is left out");
    next_key();
  }

  void finish() {
    while (have_key) {
      in.skip();
      next_key();
    }
  }
};

template <class T>
void read_integer(CborReader& in, T& value) {
  if constexpr (std::unsigned_integral<T>) {
    const std::uint64_t got = in.unsigned_number();
    value = static_cast<T>(got);
    if (value != got) in.fail("number out of range");
  } else {
    const std::int64_t got = in.number();
    value = static_cast<T>(got);
    if (value != got) in.fail("number out of range");
  }
}

template <std::size_t N>
void read_bytes(CborReader& in, std::array<std::uint8_t, N>& value) {
  const ByteView got = in.bytes();
  if (!in.ok()) return;
  if (got.size() != N) return in.fail("bytes of the wrong length");
  for (std::size_t i = 0; i < N; ++i) value[i] = got[i];
}

template <class T>
void read(CborReader& in, T& value, std::uint64_t limit) {
  if constexpr (std::is_same_v<T, bool>) {
    value = in.boolean();
  } else if constexpr (std::is_enum_v<T>) {
    const std::uint64_t got = in.unsigned_number();
    if (got >= names_of(T{}).size()) return in.fail("unknown value of a named list");
    value = static_cast<T>(got);
  } else if constexpr (std::integral<T>) {
    read_integer(in, value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    const std::string_view got = in.text();
    if (in.limited() && got.size() > limit) return in.fail("text too long");
    value = std::string(got);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    const ByteView got = in.bytes();
    if (in.limited() && got.size() > limit) return in.fail("bytes too long");
    value.assign(got.begin(), got.end());
  } else if constexpr (IsByteArray<T>::value) {
    read_bytes(in, value);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    read_bytes(in, value.bytes);
  } else if constexpr (IsUuid<T>::value) {
    read_bytes(in, value.value.bytes);
  } else if constexpr (IsNumberId<T>::value) {
    read_integer(in, value.value);
  } else if constexpr (std::is_same_v<T, TimeMs>) {
    read_integer(in, value.value);
    if (value.value != within_times(value.value)) in.fail("time outside the years 1 to 9999");
  } else if constexpr (std::is_same_v<T, CivilDay>) {
    read_integer(in, value.value);
    if (value.value < kDayMin || value.value > kDayMax) in.fail("day outside the years 1 to 9999");
  } else if constexpr (IsSet<T>::value) {
    const std::uint64_t bits = in.unsigned_number();
    if ((bits & ~T::known_bits()) != 0) return in.fail("unknown value of a named list");
    value = T::from_bits(bits);
  } else if constexpr (std::is_same_v<T, PointE7>) {
    if (in.array() != 2) return in.fail("expected a point");
    read_integer(in, value.lon);
    read_integer(in, value.lat);
    if (in.ok() && !is_valid(value)) in.fail("point is not on Earth");
  } else if constexpr (IsOptional<T>::value) {
    value.emplace();
    read(in, *value, limit);
  } else if constexpr (IsVector<T>::value) {
    const std::uint64_t length = in.array();
    if (in.limited() && length > limit) return in.fail("list too long");
    if (!in.enter()) return;
    value.clear();
    value.reserve(static_cast<std::size_t>(length));
    for (std::uint64_t i = 0; i < length && in.ok(); ++i) read(in, value.emplace_back());
    in.leave();
  } else {
    if (!in.enter()) return;
    FieldReader reader{in, in.map()};
    reader.next_key();
    value.fields(reader);
    reader.finish();
    in.leave();
  }
}

}  // namespace codec

template <class T>
Bytes encode(const T& value) {
  CborWriter out;
  codec::write(out, value);
  return out.take();
}

namespace codec {

template <class T>
Result<T> read_whole(CborReader& in) {
  T value{};
  read(in, value);
  if (in.ok() && !in.at_end()) in.fail("bytes left over");
  if (!in.ok()) return in.error();
  return value;
}

}  // namespace codec

template <class T>
Result<T> decode(ByteView bytes) {
  CborReader in(bytes);
  return codec::read_whole<T>(in);
}

// A draft that stays on its device: texts and lists of any length.
template <class T>
Bytes encode_draft(const T& value) {
  CborWriter out;
  out.lift_limits();
  codec::write(out, value);
  return out.take();
}

template <class T>
Result<T> decode_draft(ByteView bytes) {
  CborReader in(bytes);
  in.lift_limits();
  return codec::read_whole<T>(in);
}

}  // namespace gezhi
