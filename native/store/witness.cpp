#include "native/store/witness.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/codec.h"
#include "native/store/file.h"

namespace gezhi {

namespace {

constexpr std::size_t kHead = 36;
constexpr std::uint64_t kWitnessBytesMax = 16 * 1024 * 1024;
constexpr std::array kNames = {"a", "b"};

Bytes sealed(const Witness& witness) {
  const Bytes body = encode(witness);
  Bytes rest;
  for (int shift = 24; shift >= 0; shift -= 8) {
    rest.push_back(static_cast<std::uint8_t>(body.size() >> shift));
  }
  rest.insert(rest.end(), body.begin(), body.end());
  const Digest digest = sha256(rest);
  Bytes whole(digest.begin(), digest.end());
  whole.insert(whole.end(), rest.begin(), rest.end());
  return whole;
}

}  // namespace

std::optional<Witness> WitnessFile::read_one(const char* which) const {
  const auto bytes = read_file(path_ + which, kWitnessBytesMax);
  if (!bytes || bytes->size() < kHead) return {};
  const ByteView view(*bytes);
  std::size_t length = 0;
  for (std::size_t i = 32; i < kHead; ++i) length = length << 8 | view[i];
  if (length > view.size() - kHead) return {};
  const Digest digest = sha256(view.subspan(32, 4 + length));
  if (!std::equal(digest.begin(), digest.end(), view.begin())) return {};
  auto witness = decode<Witness>(view.subspan(kHead, length));
  return witness ? std::optional<Witness>(std::move(*witness)) : std::nullopt;
}

std::optional<Witness> WitnessFile::read() const {
  std::optional<Witness> newest;
  for (const char* name : kNames) {
    auto one = read_one(name);
    if (one && (!newest || one->number > newest->number)) newest = std::move(one);
  }
  return newest;
}

Result<Done> WitnessFile::write(Witness witness) {
  if (number_ == 0) {
    const auto newest = read();
    number_ = newest ? newest->number : 0;
  }
  witness.number = number_ + 1;
  const auto written = overwrite_file(path_ + kNames[witness.number % 2], sealed(witness));
  if (written) number_ = witness.number;
  return written;
}

Result<FileBirth> birth_of(const std::string& path) {
  struct statx info {};
  if (statx(AT_FDCWD, path.c_str(), 0, STATX_INO | STATX_BTIME, &info) != 0) {
    return Error{"not_found", "cannot look at " + path};
  }
  FileBirth birth{info.stx_ino, 0};
  if ((info.stx_mask & STATX_BTIME) != 0) {
    birth.born_ns =
        static_cast<std::uint64_t>(info.stx_btime.tv_sec) * 1000000000u + info.stx_btime.tv_nsec;
  }
  return birth;
}

bool is_same_file(const Witness& witness, const FileBirth& birth) {
  return witness.inode == birth.inode || (birth.born_ns != 0 && witness.born_ns == birth.born_ns);
}

}  // namespace gezhi
