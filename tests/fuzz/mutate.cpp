#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <string_view>

namespace gezhi::fuzz {
namespace {

std::ptrdiff_t place_in(const Bytes& bytes, Prng& prng) {
  return static_cast<std::ptrdiff_t>(prng.below(bytes.size() + 1));
}

// Mostly little, at times all that there is room for.
std::size_t amount(std::size_t most, Prng& prng) {
  const std::uint64_t bits = prng.below(22);
  return std::min(most, static_cast<std::size_t>(1 + prng.below(std::uint64_t{1} << bits)));
}

std::size_t room(const Bytes& bytes) { return kMutatedBytesMax - bytes.size(); }

void append(Bytes& bytes, ByteView more) {
  for (const std::uint8_t byte : more) bytes.push_back(byte);
}

void put(Bytes& bytes, std::ptrdiff_t at, ByteView more) {
  append(bytes, more);
  std::rotate(bytes.begin() + at, bytes.end() - static_cast<std::ptrdiff_t>(more.size()),
              bytes.end());
}

void flip(Bytes& bytes, Prng& prng) {
  if (bytes.empty()) return;
  bytes[static_cast<std::size_t>(prng.below(bytes.size()))] ^=
      static_cast<std::uint8_t>(1U << prng.below(8));
}

// Heads of every kind and the ends of their ranges.
void put_head(Bytes& bytes, Prng& prng) {
  constexpr std::uint8_t kHeads[] = {0x00, 0x17, 0x18, 0x1B, 0x1F, 0x3B, 0x5B, 0x7B,
                                     0x80, 0x9B, 0xA1, 0xBB, 0xC0, 0xF5, 0xF9, 0xFF};
  if (bytes.empty()) return;
  bytes[static_cast<std::size_t>(prng.below(bytes.size()))] = kHeads[prng.below(16)];
}

void insert(Bytes& bytes, Prng& prng) {
  Bytes more(std::min(room(bytes), amount(64, prng)));
  for (std::uint8_t& byte : more) byte = static_cast<std::uint8_t>(prng.below(256));
  put(bytes, place_in(bytes, prng), more);
}

// A slice of it: from, to.
std::pair<std::ptrdiff_t, std::ptrdiff_t> slice(const Bytes& bytes, Prng& prng) {
  const std::ptrdiff_t from = place_in(bytes, prng);
  const auto left = static_cast<std::ptrdiff_t>(bytes.size()) - from;
  return {from, from + std::min(left, static_cast<std::ptrdiff_t>(amount(4096, prng)))};
}

void cut(Bytes& bytes, Prng& prng) {
  const auto [from, to] = slice(bytes, prng);
  bytes.erase(bytes.begin() + from, bytes.begin() + to);
}

void repeat(Bytes& bytes, Prng& prng) {
  const auto [from, to] = slice(bytes, prng);
  const Bytes piece(bytes.begin() + from, bytes.begin() + to);
  if (piece.empty()) return;
  Bytes more;
  const std::size_t times = std::min(room(bytes) / piece.size(), amount(kMutatedBytesMax, prng));
  more.reserve(times * piece.size());
  for (std::size_t i = 0; i < times; ++i) append(more, piece);
  put(bytes, to, more);
}

void splice(Bytes& bytes, const Bytes& other, Prng& prng) {
  bytes.erase(bytes.begin() + place_in(bytes, prng), bytes.end());
  const std::ptrdiff_t from = place_in(other, prng);
  append(bytes, ByteView(other).subspan(static_cast<std::size_t>(from)));
}

// In CBOR an array of one, a map of one, an array of both; in JSON the same, closed again or not.
void nest(Bytes& bytes, Prng& prng) {
  struct Nest {
    std::string_view open, close;
  };
  constexpr Nest kNests[] = {{"\x81", ""}, {"\xA1\x01", ""}, {"\x81\xA1\x01", ""}, {"\x82\x80", ""},
                             {"[", "]"},   {"{\"a\":", "}"}, {"[{\"a\":", "}]"}};
  const Nest& how = kNests[prng.below(std::size(kNests))];
  const std::size_t levels =
      std::min(room(bytes) / (how.open.size() + how.close.size()), amount(kMutatedBytesMax, prng));
  const auto repeated = [&](std::string_view text) {
    Bytes many;
    many.reserve(levels * text.size());
    for (std::size_t i = 0; i < levels; ++i) append(many, view_of(text));
    return many;
  };
  const Bytes opened = repeated(how.open);
  const Bytes closed = prng.chance(1, 2) ? repeated(how.close) : Bytes();
  append(bytes, closed);
  const std::ptrdiff_t at = prng.chance(1, 2) ? 0 : place_in(bytes, prng);
  put(bytes, at, opened);
}

}  // namespace

Bytes mutated(const std::vector<Bytes>& corpus, Prng& prng) {
  const auto any = [&]() -> const Bytes& {
    return corpus[static_cast<std::size_t>(prng.below(corpus.size()))];
  };
  Bytes bytes = corpus.empty() ? Bytes() : any();
  if (bytes.size() > kMutatedBytesMax) bytes.resize(kMutatedBytesMax);
  for (std::uint64_t change = 1 + prng.below(4); change > 0; --change) {
    switch (prng.below(8)) {
      case 0: flip(bytes, prng); break;
      case 1: put_head(bytes, prng); break;
      case 2: insert(bytes, prng); break;
      case 3: cut(bytes, prng); break;
      case 4: repeat(bytes, prng); break;
      case 5:
        if (!corpus.empty()) splice(bytes, any(), prng);
        break;
      default: nest(bytes, prng); break;
    }
    if (bytes.size() > kMutatedBytesMax) bytes.resize(kMutatedBytesMax);
  }
  return bytes;
}

}  // namespace gezhi::fuzz
