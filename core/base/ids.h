// Identities. Uuid is 16 bytes in network order; UUIDv7 (RFC 9562 section 5.7) made on devices sorts
// by its millisecond. Small ids (unit, grid, shard) are numbers given by the district's import.
// Distinct types: a case can't be passed where a unit is meant.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace gezhi {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  friend bool operator==(const Uuid& a, const Uuid& b) { return a.bytes == b.bytes; }
  friend bool operator<(const Uuid& a, const Uuid& b) { return a.bytes < b.bytes; }
  bool is_nil() const { return *this == Uuid{}; }
};

// `random` gives the 74 random bits (10 bytes; 6 bits are overwritten). `at` must be >= 0.
Uuid make_uuid_v7(TimeMs at, const std::array<std::uint8_t, 10>& random);

// The millisecond inside a UUIDv7.
TimeMs uuid_v7_time(const Uuid& id);

std::string to_text(const Uuid& id);  // 8-4-4-4-12 lower-case
Result<Uuid> parse_uuid(std::string_view text);

template <class Tag>
struct UuidOf {
  Uuid value;

  friend bool operator==(const UuidOf& a, const UuidOf& b) { return a.value == b.value; }
  friend bool operator<(const UuidOf& a, const UuidOf& b) { return a.value < b.value; }
  bool is_nil() const { return value.is_nil(); }
};

template <class Tag, class Number>
struct NumberOf {
  Number value = 0;  // 0 = none

  friend bool operator==(NumberOf a, NumberOf b) { return a.value == b.value; }
  friend bool operator<(NumberOf a, NumberOf b) { return a.value < b.value; }
  bool is_none() const { return value == 0; }
};

using OpId = UuidOf<struct OpTag>;
using CaseId = UuidOf<struct CaseTag>;
using TaskId = UuidOf<struct TaskTag>;
using DeviceId = UuidOf<struct DeviceTag>;
using ActorId = NumberOf<struct ActorTag, std::uint64_t>;
using UnitId = NumberOf<struct UnitTag, std::uint32_t>;
using GridId = NumberOf<struct GridTag, std::uint32_t>;
using ShardId = NumberOf<struct ShardTag, std::uint32_t>;  // a street's 9-digit code

// What names a case where streets meet: two streets may hold cases of one id, and have nothing to do
// with each other.
struct SubjectKey {
  ShardId shard;
  CaseId id;

  friend bool operator==(const SubjectKey& a, const SubjectKey& b) {
    return a.shard == b.shard && a.id == b.id;
  }
  friend bool operator<(const SubjectKey& a, const SubjectKey& b) {
    return a.shard == b.shard ? a.id < b.id : a.shard < b.shard;
  }
};

}  // namespace gezhi
