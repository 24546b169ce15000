#include "native/store/blob_files.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "core/base/hex.h"
#include "native/store/file.h"

namespace gezhi {

namespace {

Result<std::uint64_t> size_of_file(const std::string& path) {
  std::error_code problem;
  const auto size = std::filesystem::file_size(path, problem);
  if (problem) return Error{"not_found", "no file " + path};
  return static_cast<std::uint64_t>(size);
}

constexpr std::uint64_t kBringersBytesMax = 1 << 20;

std::string line_of(ActorId owner) { return std::to_string(owner.value) + "\n"; }

bool has_line(const Bytes& text, const std::string& line) {
  const std::string all = "\n" + std::string(text.begin(), text.end());
  return all.find("\n" + line) != std::string::npos;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

BlobFiles::BlobFiles(std::string folder, std::uint64_t size_max, Check check)
    : folder_(std::move(folder)), size_max_(size_max), check_(std::move(check)) {}

std::string BlobFiles::whole_path(const Digest& name) const {
  const std::string hex = to_hex(name);
  return folder_ + "/" + hex.substr(0, 2) + "/" + hex;
}

std::string BlobFiles::part_path(const Digest& name, ActorId owner) const {
  return folder_ + "/part/" + std::to_string(owner.value) + "-" + to_hex(name);
}

std::string BlobFiles::bringers_path(const Digest& name) const {
  return folder_ + "/by/" + to_hex(name);
}

Result<BlobState> BlobFiles::whole(const Digest& name) {
  if (auto size = size_of_file(whole_path(name))) return BlobState{*size, true};
  return BlobState{};
}

bool BlobFiles::brought(const Digest& name, ActorId owner) {
  const auto bringers = read_file(bringers_path(name), kBringersBytesMax);
  return bringers ? has_line(*bringers, line_of(owner)) : bringers.error().code == "not_found";
}

Result<Done> BlobFiles::note_bringer(const Digest& name, ActorId owner) const {
  if (owner == ActorId{}) return Done{};
  if (auto made = make_folder(folder_ + "/by"); !made) return made;
  auto bringers = read_file(bringers_path(name), kBringersBytesMax);
  if (!bringers && bringers.error().code != "not_found") return bringers.error();
  Bytes all = bringers ? std::move(*bringers) : Bytes();
  const std::string line = line_of(owner);
  if (has_line(all, line)) return Done{};
  all.insert(all.end(), line.begin(), line.end());
  return replace_file(bringers_path(name), all);
}

Result<BlobState> BlobFiles::state(const Digest& name, ActorId owner) {
  const auto all = whole(name);
  if (all && all->complete && brought(name, owner)) return all;
  if (auto part = size_of_file(part_path(name, owner))) return BlobState{*part, false};
  return BlobState{};
}

Result<BlobState> BlobFiles::put(ActorId owner, const Digest& name, std::uint64_t offset,
                                 std::uint64_t total, ByteView piece) {
  if (total == 0 || total > size_max_ || piece.size() > total || offset > total - piece.size()) {
    return Error{"blob_too_large",
                 "at most " + std::to_string(size_max_) + " bytes, in pieces inside the whole"};
  }
  std::lock_guard lock(mutexes_[name[0] % mutexes_.size()]);
  const auto before = state(name, owner);
  if (!before || before->complete) return before;
  if (offset > before->have) {
    return Error{"blob_offset", "the stored part ends at " + std::to_string(before->have)};
  }
  if (auto made = make_folder(folder_ + "/part"); !made) return made.error();
  if (auto put = write_from(part_path(name, owner), offset, piece); !put) {
    return begin_anew({part_path(name, owner)}, put);
  }
  if (offset + piece.size() < total) return BlobState{offset + piece.size(), false};
  return finish(name, owner, total);
}

Result<BlobState> BlobFiles::finish(const Digest& name, ActorId owner, std::uint64_t total) {
  const std::string part = part_path(name, owner);
  const auto bytes = read_file(part, size_max_);
  if (!bytes) return bytes.error();
  const auto checked = [&]() -> Result<Done> {
    if (sha256(*bytes) != name) {
      return Error{"blob_mismatch", "the content's SHA-256 is not " + to_hex(name)};
    }
    return check_ ? check_(*bytes) : Result<Done>(Done{});
  }();
  if (!checked) return begin_anew({part}, checked);
  const std::string path = whole_path(name);
  if (auto made = make_folder(std::filesystem::path(path).parent_path().string()); !made) {
    return made.error();
  }
  if (auto noted = note_bringer(name, owner); !noted) return noted.error();
  if (whole(name)->complete) {
    if (auto removed = remove_file(part); !removed) return removed.error();
  } else if (auto renamed = rename_file(part, path); !renamed) {
    return begin_anew({part, path}, renamed);
  }
  return BlobState{total, true};
}

Error BlobFiles::begin_anew(std::initializer_list<std::string> files, const Result<Done>& failed) {
  std::error_code ignored;
  for (const std::string& path : files) std::filesystem::remove(path, ignored);
  return failed.error();
}

Result<Done> BlobFiles::erase(const Digest& name) {
  std::lock_guard lock(mutexes_[name[0] % mutexes_.size()]);
  for (const std::string& part : parts()) {
    if (!ends_with(part, to_hex(name))) continue;
    if (auto removed = remove_file(part); !removed) return removed;
  }
  if (auto removed = remove_file(whole_path(name)); !removed) return removed;
  return remove_file(bringers_path(name));
}

std::vector<std::string> BlobFiles::parts() const {
  std::vector<std::string> found;
  std::error_code problem;
  std::filesystem::directory_iterator file(folder_ + "/part", problem);
  for (; !problem && file != std::filesystem::directory_iterator(); file.increment(problem)) {
    found.push_back(file->path().string());
  }
  return found;
}

std::size_t BlobFiles::sweep_parts(std::int64_t untouched_ms) {
  std::size_t swept = 0;
  for (const std::string& part : parts()) {
    std::error_code problem;
    const auto touched = std::filesystem::last_write_time(part, problem);
    const auto age = std::filesystem::file_time_type::clock::now() - touched;
    if (!problem && age >= std::chrono::milliseconds(untouched_ms) &&
        std::filesystem::remove(part, problem))
      ++swept;
  }
  return swept;
}

Result<Bytes> BlobFiles::get(const Digest& name) { return read_file(whole_path(name), size_max_); }

Result<std::vector<Digest>> BlobFiles::names() const {
  std::vector<Digest> found;
  std::error_code problem;
  if (!std::filesystem::exists(folder_, problem)) return found;
  std::filesystem::recursive_directory_iterator file(folder_, problem);
  for (; !problem && file != std::filesystem::recursive_directory_iterator();
       file.increment(problem)) {
    const std::string hex = file->path().filename().string();
    const auto bytes = from_hex(hex);
    if (!bytes || bytes->size() != sizeof(Digest)) continue;
    Digest name{};
    std::copy(bytes->begin(), bytes->end(), name.begin());
    if (file->path() == whole_path(name)) found.push_back(name);
  }
  if (problem) return Error{"store_failed", "cannot list " + folder_ + ": " + problem.message()};
  std::stable_sort(found.begin(), found.end());
  return found;
}

}  // namespace gezhi
