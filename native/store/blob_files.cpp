#include "native/store/blob_files.h"

#include <spdlog/spdlog.h>

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
    : folder_(std::move(folder)), size_max_(size_max), check_(std::move(check)) {
  for (const std::string& part : parts()) count_part(part, 0);
}

void BlobFiles::limit_parts(std::uint64_t bytes_max, std::uint64_t free_bytes_min) {
  parts_bytes_max_ = bytes_max;
  free_bytes_min_ = free_bytes_min;
}

// A part had so many bytes, and has as many as its file now.
void BlobFiles::count_part(const std::string& path, std::uint64_t before) {
  const auto now = size_of_file(path);
  parts_bytes_ += static_cast<std::int64_t>(now ? *now : 0) - static_cast<std::int64_t>(before);
}

std::uint64_t BlobFiles::parts_held() const {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(parts_bytes_, 0));
}

std::uint64_t BlobFiles::parts_room() const {
  std::error_code problem;
  const auto space = std::filesystem::space(folder_, problem);
  if (problem || parts_bytes_max_ == UINT64_MAX) return parts_bytes_max_;
  const std::uint64_t room = space.available + parts_held();
  return std::min(parts_bytes_max_, (room - std::min(room, free_bytes_min_)) / 4);
}

// Whoever brings many parts and ends none must not fill the disk for all, nor keep anybody from bringing one.
// `part` itself stays, and what somebody writes to, whose mutex can't be had; `held_mutex` is the caller's.
void BlobFiles::make_room_for(std::uint64_t bytes, const std::string& part,
                              std::size_t held_mutex) {
  const auto is_enough = [&] { return parts_held() + bytes <= parts_room(); };
  if (is_enough()) return;
  std::lock_guard room_lock(room_mutex_);
  std::vector<std::pair<std::filesystem::file_time_type, std::string>> oldest;
  for (const std::string& path : parts()) {
    std::error_code problem;
    const auto touched = std::filesystem::last_write_time(path, problem);
    if (!problem && path != part) oldest.emplace_back(touched, path);
  }
  std::sort(oldest.begin(), oldest.end());
  for (const auto& [touched, path] : oldest) {
    if (is_enough()) return;
    const auto first = from_hex(path.substr(path.rfind('-') + 1, 2));
    if (!first || first->size() != 1) continue;
    const std::size_t mutex = (*first)[0] % mutexes_.size();
    std::unique_lock<std::mutex> lock;
    if (mutex != held_mutex) lock = std::unique_lock(mutexes_[mutex], std::try_to_lock);
    if (mutex == held_mutex || lock.owns_lock()) remove_part(path);
  }
}

// False: it was not there.
bool BlobFiles::remove_part(const std::string& path) {
  const auto before = size_of_file(path);
  std::error_code problem;
  if (!std::filesystem::remove(path, problem)) return false;
  count_part(path, before ? *before : 0);
  return true;
}

std::string BlobFiles::whole_path(const Digest& name) const {
  const std::string hex = to_hex(name);
  return folder_ + "/" + hex.substr(0, 2) + "/" + hex;
}

std::string BlobFiles::part_path(const Digest& name, ActorId owner) const {
  return folder_ + "/part/" + std::to_string(owner.value) + "-" + to_hex(name);
}

std::string BlobFiles::bad_path(const Digest& name) const {
  return folder_ + "/bad/" + to_hex(name);
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
  const std::size_t mutex = name[0] % mutexes_.size();
  std::lock_guard lock(mutexes_[mutex]);
  auto before = state(name, owner);
  if (before && before->complete) {
    const auto sound = get_sound(name);
    if (sound) return before;
    if (sound.error().code != "not_found") return sound.error();
    before = state(name, owner);
  }
  if (!before) return before;
  if (offset > before->have) {
    return Error{"blob_offset", "the stored part ends at " + std::to_string(before->have)};
  }
  const std::string part = part_path(name, owner);
  // What ends with this piece is no part for long.
  if (offset + piece.size() < total) make_room_for(piece.size(), part, mutex);
  const auto had = size_of_file(part);
  auto put = put_piece(owner, name, offset, total, piece);
  count_part(part, had ? *had : 0);
  return put;
}

Result<BlobState> BlobFiles::put_piece(ActorId owner, const Digest& name, std::uint64_t offset,
                                       std::uint64_t total, ByteView piece) {
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
  if (get_sound(name)) {
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
    const auto had = size_of_file(part);
    if (auto removed = remove_file(part); !removed) return removed;
    count_part(part, had ? *had : 0);
  }
  for (const std::string& path : {whole_path(name), bad_path(name)}) {
    if (auto removed = remove_file(path); !removed) return removed;
  }
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
    if (!problem && age >= std::chrono::milliseconds(untouched_ms) && remove_part(part)) ++swept;
  }
  return swept;
}

Result<Bytes> BlobFiles::read(const Digest& name) const {
  return read_file(whole_path(name), size_max_);
}

Result<Bytes> BlobFiles::get(const Digest& name) {
  auto bytes = read(name);
  if (bytes && sha256(*bytes) == name) return bytes;
  if (!bytes && bytes.error().code == "not_found") return bytes;
  std::lock_guard lock(mutexes_[name[0] % mutexes_.size()]);
  return get_sound(name);
}

// The name's mutex is held: nobody puts a good one in its place meanwhile. One that is too large to be read is
// not what it was either; one that can't be read at all stays.
Result<Bytes> BlobFiles::get_sound(const Digest& name) {
  auto bytes = read(name);
  const auto size = size_of_file(whole_path(name));
  if (!bytes && (!size || *size <= size_max_)) return bytes;
  if (bytes && sha256(*bytes) == name) return bytes;
  if (auto made = make_folder(folder_ + "/bad"); !made) return made.error();
  if (auto moved = rename_file(whole_path(name), bad_path(name)); !moved) return moved.error();
  spdlog::error(
      "the photo {} is not what its name says any more and was set aside, to {}: this disk or this "
      "memory changes what it is given; whoever brought it can bring it again",
      to_hex(name), bad_path(name));
  return Error{"not_found", "the photo " + to_hex(name) + " was damaged and set aside"};
}

bool BlobFiles::is_lost(const Digest& name) const {
  if (size_of_file(whole_path(name)) || !size_of_file(bringers_path(name))) return false;
  const std::vector<std::string> all = parts();
  return std::none_of(all.begin(), all.end(),
                      [&](const std::string& part) { return ends_with(part, to_hex(name)); });
}

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
