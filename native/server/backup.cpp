#include "native/server/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "core/base/hex.h"
#include "core/base/json.h"
#include "native/server/load_host.h"
#include "native/server/server_clock.h"
#include "native/server/verify.h"
#include "native/store/file.h"
#include "native/store/sqlite_store.h"

namespace gezhi {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSheetName = "/backup.json";
constexpr std::uint64_t kPhotoBytesMax = 64 * 1024 * 1024;
constexpr std::uint64_t kSheetBytesMax = 16 * 1024 * 1024;

Error bad(const std::string& what) { return {"bad_backup", what}; }

// A server that runs on it, or a command that writes.
Result<Done> check_free(const std::string& data) {
  const int file = ::open((data + "/gezhi.lock").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return Done{};
  const bool free = flock(file, LOCK_EX | LOCK_NB) == 0;
  ::close(file);
  if (free) return Done{};
  return Error{"store_busy", "another gezhi process is using " + data + "; stop it first"};
}

// Files and folders below; nothing there is no error. A photo that is erased meanwhile is left out.
Result<Done> copy_folder(const fs::path& from, const fs::path& to) {
  std::error_code problem;
  if (!fs::is_directory(from, problem)) return Done{};
  if (auto made = make_folder(to.string()); !made) return made;
  for (const auto& item : fs::directory_iterator(from, problem)) {
    const fs::path target = to / item.path().filename();
    const auto copied = item.is_directory(problem)
                            ? copy_folder(item.path(), target)
                            : copy_file(item.path().string(), target.string());
    if (!copied && copied.error().code != "not_found") return copied;
  }
  if (problem) return Error{"store_failed", "cannot read " + from.string()};
  return flush_folder(to.string());
}

// Sound photos only: a part is sent again, and so is one that was set aside.
Result<Done> copy_photos(const fs::path& from, const fs::path& to) {
  if (auto copied = copy_folder(from, to); !copied) return copied;
  std::error_code ignored;
  for (const char* name : {"part", "bad"}) fs::remove_all(to / name, ignored);
  return Done{};
}

Result<std::uint64_t> verified_photos(const fs::path& blobs) {
  std::uint64_t count = 0;
  std::error_code problem;
  for (const auto& item : fs::recursive_directory_iterator(blobs, problem)) {
    if (!item.is_regular_file() || item.path().parent_path() == blobs / "by") continue;
    const auto bytes = read_file(item.path().string(), kPhotoBytesMax);
    if (!bytes) return bytes.error();
    if (to_hex(sha256(*bytes)) != item.path().filename().string()) {
      return bad("the photo " + item.path().string() + " is not what its name says");
    }
    ++count;
  }
  return count;
}

// `witness`: of the store that it was copied from; none: not asked for, or not known. `photos_of`: where it
// can be seen that a photo is about to be whole.
Result<BackupSheet> look_at(const std::string& folder, const std::string& photos_of,
                            const std::optional<Witness>& witness, bool pages) {
  SqliteStore::Options options;
  options.folder = folder;
  options.read_only = true;
  auto store = SqliteStore::open(options);
  if (!store) return store.error();
  const auto streets = verify_journal(**store, witness);
  if (!streets) return streets.error();
  if (pages) {
    if (auto whole = (*store)->check_pages(); !whole) return whole.error();
  }
  BackupSheet sheet;
  sheet.gezhi = GEZHI_VERSION;
  auto epoch = (*store)->meta("epoch");
  if (!epoch) return epoch.error();
  sheet.epoch = *epoch;
  for (const VerifiedStreet& street : *streets) {
    sheet.streets.push_back({street.shard, street.entries, street.world});
  }
  const auto photos = verified_photos(folder + "/blobs");
  if (!photos) return photos.error();
  sheet.photos = *photos;
  const BlobFiles files(photos_of + "/blobs", kPhotoBytesMax);
  for (const VerifiedStreet& street : *streets) {
    for (const Digest& name : street.photos) {
      if (files.is_lost(name)) sheet.lost.push_back(name);
    }
  }
  return sheet;
}

// A server that begins on it must have something to doubt its machine's clock by.
Result<Done> note_time(ServerStore& store, TimeMs made_at) {
  const auto journal = last_received(store);
  if (!journal) return journal.error();
  return store.set_clock({std::max(made_at, *journal), 0, {}});
}

bool agree(const BackupSheet& a, const BackupSheet& b) {
  const auto same = [](const BackupStreet& x, const BackupStreet& y) {
    return x.shard == y.shard && x.seq == y.seq && x.world == y.world;
  };
  return a.epoch == b.epoch && a.photos == b.photos &&
         std::equal(a.streets.begin(), a.streets.end(), b.streets.begin(), b.streets.end(), same);
}

// Everything but the database, which each side has its own way to copy.
Result<Done> copy_rest(const std::string& from, const std::string& to) {
  if (auto copied = copy_photos(from + "/blobs", to + "/blobs"); !copied) return copied;
  if (auto copied = copy_folder(from + "/pack", to + "/pack"); !copied) return copied;
  return copy_folder(from + "/reports", to + "/reports");
}

Result<Done> begin_folder(const std::string& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);  // of an attempt that did not end
  if (auto made = make_folder(folder); !made) return made;
  if (::chmod(folder.c_str(), S_IRWXU) != 0) {
    return Error{"store_failed", "cannot protect " + folder};
  }
  return Done{};
}

std::string aside_name(const std::string& data, std::size_t n) {
  return data + ".before" + (n == 1 ? "" : "-" + std::to_string(n));
}

// Whoever deletes an older one leaves a gap; none is put into it, so that the last is the newest.
constexpr std::size_t kAsideMax = 100;
std::map<std::size_t, std::string> aside_of(const std::string& data) {
  std::map<std::size_t, std::string> there;
  for (std::size_t n = 1; n < kAsideMax; ++n) {
    const std::string name = aside_name(data, n);
    if (fs::exists(name)) there[n] = name;
  }
  return there;
}

// How far the streets of the store at `data` had come, by its own word. An attempt that ended between its
// two renamings has left it aside.
std::map<ShardId, std::uint64_t> had_by(const std::string& data) {
  std::map<ShardId, std::uint64_t> had;
  const auto aside = aside_of(data);
  const bool ended_between = !fs::exists(data) && !aside.empty();
  const auto witness = WitnessFile(ended_between ? aside.rbegin()->second : data).read();
  if (!witness) return had;
  for (const WitnessedStreet& street : witness->streets) had[street.shard] = street.seq;
  return had;
}

Result<Done> put_aside(const std::string& data, std::string& name) {
  std::error_code problem;
  const auto aside = aside_of(data);
  if (!fs::exists(data, problem)) {
    if (!aside.empty()) name = aside.rbegin()->second;
    return Done{};
  }
  if (fs::is_empty(data, problem)) {
    fs::remove(data, problem);
    return Done{};
  }
  name = aside_name(data, aside.empty() ? 1 : aside.rbegin()->first + 1);
  return rename_file(data, name);
}

}  // namespace

std::vector<std::string> stores_put_aside(const std::string& data) {
  std::vector<std::string> names;
  for (const auto& [number, name] : aside_of(data)) names.push_back(name);
  return names;
}

namespace {

Result<BackupSheet> make_backup(const std::string& data, const std::string& part, TimeMs now) {
  const auto witness = WitnessFile(data).read();  // before the store: see witness_check.h
  SqliteStore::Options options;
  options.folder = data;
  options.read_only = true;
  auto store = SqliteStore::open(options);
  if (!store) return store.error();
  if (auto made = begin_folder(part); !made) return made.error();
  if (auto copied = (*store)->copy_to(part + "/gezhi.db"); !copied) return copied.error();
  if (auto copied = copy_rest(data, part); !copied) return copied.error();
  auto sheet = look_at(part, data, witness, true);
  if (!sheet) return sheet;
  const auto journal = last_received(**store);
  if (!journal) return journal.error();
  sheet->made_at = believed_time(now, *journal, (*store)->clock().last);
  const std::string text = to_text(to_json(*sheet), 1);
  if (auto put = replace_file(part + kSheetName, view_of(text)); !put) return put.error();
  return sheet;
}

}  // namespace

// What failed leaves nothing: another try every night would fill the disk that is to hold the next.
Result<BackupSheet> back_up(const std::string& data, const std::string& target, TimeMs now) {
  if (fs::exists(target)) return Error{"data_exists", "there is something at " + target};
  const std::string part = target + ".part";
  auto sheet = make_backup(data, part, now);
  if (sheet) {
    const auto renamed = rename_file(part, target);
    if (renamed) return sheet;
    sheet = renamed.error();
  }
  std::error_code ignored;
  fs::remove_all(part, ignored);
  return sheet;
}

Result<Restored> restore(const std::string& backup, const std::string& data) {
  const auto text = read_file(backup + kSheetName, kSheetBytesMax);
  if (!text) return bad(backup + " is no backup: it has no backup.json");
  const auto json = parse_json(text_of(*text), 8);
  auto sheet = json ? from_json<BackupSheet>(*json) : Result<BackupSheet>(json.error());
  if (!sheet) return bad("backup.json can't be read: " + sheet.error().message);

  if (auto free = check_free(data); !free) return free.error();

  Restored restored;
  restored.sheet = *sheet;
  const std::string part = data + ".part";
  if (auto made = begin_folder(part); !made) return made.error();
  if (auto copied = copy_file(backup + "/gezhi.db", part + "/gezhi.db"); !copied) {
    return copied.error();
  }
  if (auto copied = copy_rest(backup, part); !copied) return copied.error();
  // Of its pages the opening below mends what can be mended.
  const auto found = look_at(part, part, {}, false);
  if (!found) return found.error();
  if (!agree(*found, *sheet)) return bad("the backup does not hold what its backup.json says");

  const auto had = had_by(data);
  restored.healing.cause = HealCause::restored;
  for (const BackupStreet& street : sheet->streets) {
    const auto at = had.find(street.shard);
    restored.healing.streets.push_back(
        {street.shard, at == had.end() ? 0 : at->second, street.seq});
  }
  {
    SqliteStore::Options options;
    options.folder = part;
    auto store = SqliteStore::open(options);
    if (!store) return store.error();
    if (auto begun = (*store)->begin_healing(restored.healing); !begun) return begun.error();
    if (auto noted = note_time(**store, sheet->made_at); !noted) return noted.error();
  }
  if (auto free = check_free(data); !free) return free.error();
  if (auto aside = put_aside(data, restored.put_aside); !aside) return aside.error();
  if (auto renamed = rename_file(part, data); !renamed) return renamed.error();
  return restored;
}

}  // namespace gezhi
