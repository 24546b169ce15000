// Prints what a stranger needs to read the bytes of a struct: its keys, members, types and limits, from the
// same fields() that write them. Structs and named lists inside it are collected for tables of their own.
#pragma once

#include <map>
#include <string>

#include "tests/support/named_lists.h"

namespace gezhi::test {

class FormatTables {
 public:
  // `heading` with the table of T below it.
  template <class T>
  std::string table(const std::string& heading) {
    lists_.add<T>();
    T value{};
    Rows rows{*this, {}};
    value.fields(rows);
    const std::string head = heading + "\n\n";
    return rows.text.empty()
               ? head + "Nothing but the empty map.\n\n"
               : head + "| key | member | type | at most |\n|---|---|---|---|\n" + rows.text + "\n";
  }

  // The structs met inside the tables so far, by name.
  const std::map<std::string, std::string>& structs() const { return structs_; }

  std::string names() const {
    std::string text;
    for (const auto& [list, names] : lists_.lists()) {
      text += "- **" + list + "**:";
      for (std::size_t i = 0; i < names.size(); ++i) {
        text += (i == 0 ? " " : ", ") + std::to_string(i) + " `" + std::string(names[i]) + "`";
      }
      text += "\n";
    }
    return text;
  }

 private:
  struct Rows {
    FormatTables& tables;
    std::string text;

    template <class T>
    void operator()(std::uint32_t key, const char* name, T&, std::uint64_t limit = kLengthMax) {
      constexpr bool kLimited = std::is_same_v<T, std::string> || codec::IsVector<T>::value;
      text += "| " + std::to_string(key) + " | `" + name + "` | " + tables.type<T>() + " | " +
              (kLimited ? std::to_string(limit) : "") + " |\n";
    }
  };

  template <class T>
  std::string type() {
    if constexpr (std::is_same_v<T, bool>) {
      return "bool";
    } else if constexpr (std::is_enum_v<T>) {
      return "name of **" + type_name<T>() + "**";
    } else if constexpr (std::integral<T>) {
      return (std::unsigned_integral<T> ? "u" : "i") + std::to_string(sizeof(T) * 8);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return "text";
    } else if constexpr (std::is_same_v<T, Bytes>) {
      return "bytes";
    } else if constexpr (codec::IsByteArray<T>::value) {
      return std::to_string(std::tuple_size_v<T>) + " bytes";
    } else if constexpr (std::is_same_v<T, Uuid> || codec::IsUuid<T>::value) {
      return "uuid";
    } else if constexpr (codec::IsNumberId<T>::value) {
      return "u" + std::to_string(sizeof(T) * 8) + " id";
    } else if constexpr (codec::IsSet<T>::value) {
      return "set of **" + type_name<typename T::Value>() + "**";
    } else if constexpr (std::is_same_v<T, TimeMs>) {
      return "time";
    } else if constexpr (std::is_same_v<T, CivilDay>) {
      return "day";
    } else if constexpr (std::is_same_v<T, PointE7>) {
      return "point";
    } else if constexpr (codec::IsOptional<T>::value) {
      return "optional " + type<typename T::value_type>();
    } else if constexpr (codec::IsVector<T>::value) {
      return "list of " + type<typename T::value_type>();
    } else {
      const std::string name = type_name<T>();
      if (!structs_.contains(name)) {
        structs_[name];  // met: a struct may lie inside itself
        structs_[name] = table<T>("### " + name);
      }
      return "struct **" + name + "**";
    }
  }

  std::map<std::string, std::string> structs_;
  NamedLists lists_;
};

}  // namespace gezhi::test
