#include "tests/native/store/faulty_vfs.h"

#include <sqlite3.h>

#include <mutex>

#include "core/base/check.h"

namespace gezhi {
namespace {

struct Disk {
  std::mutex mutex;
  DiskFault fault;
  std::array<std::uint64_t, kDiskCalls> calls{};
  std::uint64_t all = 0;
  std::uint64_t failed_at = 0;  // in `all`; 0 = not yet
  std::uint64_t failures = 0;
};

Disk& disk() {
  static Disk one;
  return one;
}

sqlite3_vfs* real_vfs() {
  static sqlite3_vfs* vfs = sqlite3_vfs_find("unix-excl");
  return vfs;
}

bool fails(DiskCall kind) {
  Disk& d = disk();
  std::lock_guard lock(d.mutex);
  ++d.all;
  const std::uint64_t count =
      d.fault.kind == DiskCall::any ? d.all : ++d.calls[static_cast<std::size_t>(kind)];
  if (d.fault.kind == DiskCall::any) ++d.calls[static_cast<std::size_t>(kind)];
  if (d.fault.first == 0) return false;
  const bool meant = d.fault.kind == DiskCall::any || d.fault.kind == kind;
  const bool first =
      meant && (count == d.fault.first || (d.fault.for_ever && count > d.fault.first));
  const bool second = d.fault.then > 0 && d.failed_at > 0 && d.all == d.failed_at + d.fault.then;
  if (!first && !second) return false;
  if (d.failed_at == 0) d.failed_at = d.all;
  ++d.failures;
  return true;
}

int code_of(int broken) { return disk().fault.full ? SQLITE_FULL : broken; }

struct FaultyFile {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_file* real_of(sqlite3_file* file) { return reinterpret_cast<FaultyFile*>(file)->real; }

int close_file(sqlite3_file* file) {
  sqlite3_file* real = real_of(file);
  return real->pMethods != nullptr ? real->pMethods->xClose(real) : SQLITE_OK;
}
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  if (fails(DiskCall::read)) return SQLITE_IOERR_READ;
  return real_of(file)->pMethods->xRead(real_of(file), to, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  sqlite3_file* real = real_of(file);
  if (!fails(DiskCall::write)) return real->pMethods->xWrite(real, from, size, at);
  real->pMethods->xWrite(real, from, size / 2, at);
  return code_of(SQLITE_IOERR_WRITE);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (fails(DiskCall::truncate)) return SQLITE_IOERR_TRUNCATE;
  return real_of(file)->pMethods->xTruncate(real_of(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
  if (fails(DiskCall::sync)) return code_of(SQLITE_IOERR_FSYNC);
  return real_of(file)->pMethods->xSync(real_of(file), flags);
}
int size_of(sqlite3_file* file, sqlite3_int64* size) {
  if (fails(DiskCall::size)) return SQLITE_IOERR_FSTAT;
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int how) {
  return real_of(file)->pMethods->xLock(real_of(file), how);
}
int unlock_file(sqlite3_file* file, int how) {
  return real_of(file)->pMethods->xUnlock(real_of(file), how);
}
int check_lock(sqlite3_file* file, int* held) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}
int control(sqlite3_file* file, int what, void* argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}
int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
int characteristics(sqlite3_file* file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  if (fails(DiskCall::index)) return SQLITE_IOERR_SHMMAP;
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
int shm_unmap(sqlite3_file* file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

const sqlite3_io_methods kMethods = {
    2,         close_file,  read_file,  write_file, truncate_file, sync_file,       size_of,
    lock_file, unlock_file, check_lock, control,    sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,    nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* faulty = reinterpret_cast<FaultyFile*>(file);
  faulty->base.pMethods = nullptr;
  if (fails(DiskCall::open)) return code_of(SQLITE_CANTOPEN);
  faulty->real = reinterpret_cast<sqlite3_file*>(faulty + 1);
  const int code = real_vfs()->xOpen(real_vfs(), name, faulty->real, flags, out_flags);
  if (code == SQLITE_OK) faulty->base.pMethods = &kMethods;
  return code;
}
int remove_file(sqlite3_vfs*, const char* name, int flush_folder) {
  if (fails(DiskCall::remove)) return SQLITE_IOERR_DELETE;
  return real_vfs()->xDelete(real_vfs(), name, flush_folder);
}

}  // namespace

void register_faulty_vfs() {
  static sqlite3_vfs vfs = [] {
    GEZHI_CHECK(sqlite3_initialize() == SQLITE_OK);
    sqlite3_vfs made = *real_vfs();
    made.zName = kFaultyVfs;
    made.pNext = nullptr;
    made.szOsFile = static_cast<int>(sizeof(FaultyFile)) + made.szOsFile;
    made.xOpen = open_file;
    made.xDelete = remove_file;
    return made;
  }();
  GEZHI_CHECK(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

void arm_disk(const DiskFault& fault) {
  Disk& d = disk();
  std::lock_guard lock(d.mutex);
  d.fault = fault;
  d.calls = {};
  d.all = d.failed_at = d.failures = 0;
}

std::uint64_t disk_calls(DiskCall kind) {
  Disk& d = disk();
  std::lock_guard lock(d.mutex);
  return kind == DiskCall::any ? d.all : d.calls[static_cast<std::size_t>(kind)];
}

std::uint64_t disk_failures() {
  Disk& d = disk();
  std::lock_guard lock(d.mutex);
  return d.failures;
}

}  // namespace gezhi
