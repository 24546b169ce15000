// JSON in and out. The only door to nlohmann/json (base/json.cpp): everything else sees this tree.
// The same fields() lists as codec.h; enums by name, ids and digests as text, times as numbers.
//
// Errors: `bad_json` with the position, `bad_field` with the path of the field.
//
// What another build wrote may hold members that this one does not know; what a person wrote may not
// (from_json_by_hand): there a member unknown, null or written twice is a slip of the pen.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/codec.h"
#include "core/base/hex.h"
#include "core/base/result.h"

namespace gezhi {

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;  // in written order

  Json() = default;
  Json(bool value) : value_(value) {}
  Json(std::int64_t value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  const double* real() const { return std::get_if<double>(&value_); }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  Array* array() { return std::get_if<Array>(&value_); }
  Object* object() { return std::get_if<Object>(&value_); }

  // An integer or real as a real number.
  Result<double> number() const;
  // The member of an object, or nullptr when it is no object or has none.
  const Json* find(std::string_view key) const;
  // Sets a member; a null becomes an object first.
  void set(std::string_view key, Json value);

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

// At most `depth_max` levels. Numbers above int64 become reals.
Result<Json> parse_json(std::string_view text, std::uint32_t depth_max = 64);

// Broken UTF-8 is written as U+FFFD. `indent` < 0: one line.
std::string to_text(const Json& json, int indent = -1);

namespace codec {

template <class T>
Json json_of(const T& value);

struct JsonWriter {
  Json::Object object;
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = kLengthMax) {
    if (!is_empty(value)) object.emplace_back(name, json_of(value));
  }
};

template <class T>
Json json_of(const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    return Json(value);
  } else if constexpr (std::is_enum_v<T>) {
    return Json(std::string(name_of(value)));
  } else if constexpr (std::integral<T>) {
    return Json(static_cast<std::int64_t>(value));
  } else if constexpr (std::is_same_v<T, std::string>) {
    return Json(value);
  } else if constexpr (std::is_same_v<T, Bytes> || IsByteArray<T>::value) {
    return Json(to_hex(value));
  } else if constexpr (std::is_same_v<T, Uuid>) {
    return Json(to_text(value));
  } else if constexpr (IsUuid<T>::value) {
    return Json(to_text(value.value));
  } else if constexpr (IsNumberId<T>::value || std::is_same_v<T, TimeMs>) {
    return Json(static_cast<std::int64_t>(value.value));
  } else if constexpr (std::is_same_v<T, CivilDay>) {
    return Json(to_date_text(value));
  } else if constexpr (IsSet<T>::value) {
    Json::Array names;
    for (std::uint32_t i = 0; i < names_of(typename T::Value{}).size(); ++i) {
      const auto item = static_cast<typename T::Value>(i);
      if (value.has(item)) names.push_back(Json(std::string(name_of(item))));
    }
    return Json(std::move(names));
  } else if constexpr (std::is_same_v<T, PointE7>) {
    return Json(Json::Array{Json(std::int64_t{value.lon}), Json(std::int64_t{value.lat})});
  } else if constexpr (IsOptional<T>::value) {
    return value ? json_of(*value) : Json();
  } else if constexpr (IsVector<T>::value) {
    Json::Array items;
    for (const auto& item : value) items.push_back(json_of(item));
    return Json(std::move(items));
  } else {
    JsonWriter writer;
    const_cast<T&>(value).fields(writer);
    return Json(std::move(writer.object));
  }
}

// Reading keeps the path of what it reads for the error.
struct JsonCursor {
  std::string path;
  std::string problem;
  bool by_hand = false;
  bool ok() const { return problem.empty(); }
  void fail(const char* what) {
    if (problem.empty()) problem = std::string(what) + " at " + (path.empty() ? "/" : path);
  }
};

template <class T>
void from_json(JsonCursor& at, const Json& json, T& value, std::uint64_t limit = kLengthMax);

struct JsonReader {
  JsonCursor& at;
  const Json& json;
  std::vector<std::string_view> names = {};
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t limit = kLengthMax) {
    const Json* member = json.find(name);
    if (at.by_hand) names.emplace_back(name);
    if (member == nullptr || !at.ok() || (member->is_null() && !at.by_hand)) return;
    const std::size_t length = at.path.size();
    at.path += '/';
    at.path += name;
    if (member->is_null()) return at.fail("null is no value");
    from_json(at, *member, value, limit);
    if (at.ok()) at.path.resize(length);
  }

  // `$schema` is the editor's.
  void look_for_strangers() {
    std::vector<std::string_view> seen;
    for (const auto& [key, member] : *json.object()) {
      if (key == "$schema" && at.path.empty()) continue;
      const bool known = std::find(names.begin(), names.end(), key) != names.end();
      const bool twice = std::find(seen.begin(), seen.end(), key) != seen.end();
      if (known && !twice) {
        seen.push_back(key);
        continue;
      }
      at.path += "/" + key;
      return at.fail(known ? "written twice" : "no such member");
    }
  }
};

template <std::size_t N>
void bytes_from_json(JsonCursor& at, const Json& json, std::array<std::uint8_t, N>& value) {
  const auto bytes = from_hex(json.string() ? *json.string() : std::string("?"));
  if (!bytes || bytes->size() != N) return at.fail("expected hexadecimal text of fixed length");
  for (std::size_t i = 0; i < N; ++i) value[i] = (*bytes)[i];
}

template <class T>
void integer_from_json(JsonCursor& at, const Json& json, T& value) {
  if (json.integer() == nullptr) return at.fail("expected a whole number");
  value = static_cast<T>(*json.integer());
  if (static_cast<std::int64_t>(value) != *json.integer()) at.fail("number out of range");
}

template <class E>
void enum_from_json(JsonCursor& at, const Json& json, E& value) {
  const auto names = names_of(E{});
  for (std::size_t i = 0; json.string() != nullptr && i < names.size(); ++i) {
    if (names[i] == *json.string()) {
      value = static_cast<E>(i);
      return;
    }
  }
  at.fail("not one of the known names");
}

template <class T>
void from_json(JsonCursor& at, const Json& json, T& value, std::uint64_t limit) {
  if constexpr (std::is_same_v<T, bool>) {
    if (json.boolean() == nullptr) return at.fail("expected true or false");
    value = *json.boolean();
  } else if constexpr (std::is_enum_v<T>) {
    enum_from_json(at, json, value);
  } else if constexpr (std::integral<T>) {
    integer_from_json(at, json, value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (json.string() == nullptr) return at.fail("expected text");
    if (json.string()->size() > limit) return at.fail("text too long");
    value = *json.string();
  } else if constexpr (std::is_same_v<T, Bytes>) {
    auto bytes = from_hex(json.string() ? *json.string() : std::string("?"));
    if (!bytes || bytes->size() > limit) return at.fail("expected hexadecimal text");
    value = std::move(*bytes);
  } else if constexpr (IsByteArray<T>::value) {
    bytes_from_json(at, json, value);
  } else if constexpr (std::is_same_v<T, Uuid>) {
    const auto id = parse_uuid(json.string() ? *json.string() : std::string());
    if (!id) return at.fail("expected a UUID");
    value = *id;
  } else if constexpr (IsUuid<T>::value) {
    from_json(at, json, value.value);
  } else if constexpr (IsNumberId<T>::value || std::is_same_v<T, TimeMs>) {
    integer_from_json(at, json, value.value);
  } else if constexpr (std::is_same_v<T, CivilDay>) {
    const auto day = parse_date(json.string() ? *json.string() : std::string());
    if (!day) return at.fail("expected a date YYYY-MM-DD");
    value = *day;
  } else if constexpr (IsSet<T>::value) {
    if (json.array() == nullptr) return at.fail("expected a list of names");
    for (const Json& item : *json.array()) {
      typename T::Value one{};
      enum_from_json(at, item, one);
      if (at.by_hand && value.has(one)) return at.fail("stands there twice");
      value = value | T(one);
    }
  } else if constexpr (std::is_same_v<T, PointE7>) {
    if (json.array() == nullptr || json.array()->size() != 2) return at.fail("expected a point");
    integer_from_json(at, (*json.array())[0], value.lon);
    integer_from_json(at, (*json.array())[1], value.lat);
    if (at.ok() && !is_valid(value)) at.fail("point is not on Earth");
  } else if constexpr (IsOptional<T>::value) {
    value.emplace();
    from_json(at, json, *value, limit);
  } else if constexpr (IsVector<T>::value) {
    if (json.array() == nullptr) return at.fail("expected a list");
    if (json.array()->size() > limit) return at.fail("list too long");
    const std::size_t length = at.path.size();
    for (std::size_t i = 0; i < json.array()->size() && at.ok(); ++i) {
      at.path += '/' + std::to_string(i);
      from_json(at, (*json.array())[i], value.emplace_back());
      if (at.ok()) at.path.resize(length);
    }
  } else {
    if (json.object() == nullptr) return at.fail("expected an object");
    JsonReader reader{at, json};
    value.fields(reader);
    if (at.by_hand && at.ok()) reader.look_for_strangers();
  }
}

}  // namespace codec

template <class T>
Json to_json(const T& value) {
  return codec::json_of(value);
}

namespace codec {

template <class T>
Result<T> read_json(const Json& json, bool by_hand) {
  JsonCursor at;
  at.by_hand = by_hand;
  T value{};
  from_json(at, json, value);
  if (!at.ok()) return Error{"bad_field", at.problem};
  return value;
}

}  // namespace codec

template <class T>
Result<T> from_json(const Json& json) {
  return codec::read_json<T>(json, false);
}

template <class T>
Result<T> from_json_by_hand(const Json& json) {
  return codec::read_json<T>(json, true);
}

}  // namespace gezhi
