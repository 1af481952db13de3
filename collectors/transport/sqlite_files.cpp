#include "collectors/transport/sqlite_files.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/text.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

constexpr const char* vfs_name = "failback-doctor-read-only";
constexpr const char* database_name = "database";
constexpr int steps_between_looks = 10'000;
constexpr int most_looks = 1'000;  // at half a second or so; 100,000 packages take some 50
constexpr int longest_value = 64 << 20;

/// What the database that is being opened on this thread consists of.
struct Files {
  DatabaseFile* database = nullptr;
  DatabaseFile* log = nullptr;
};
thread_local Files files_to_open;
thread_local int looks_left = 0;  // of the database that was opened last on this thread

/// A view in place of a table can make work without end.
int is_enough(void* file) {
  return static_cast<DatabaseFile*>(file)->is_abandoned() || --looks_left < 0 ? 1 : 0;
}

struct OpenedFile {
  sqlite3_file base;
  DatabaseFile* file;  // nullptr: a log that is not there, and would be empty
};

std::uint64_t size_of(const sqlite3_file* opened) {
  const DatabaseFile* file = reinterpret_cast<const OpenedFile*>(opened)->file;
  return file ? file->size() : 0;
}

int close_file(sqlite3_file*) { return SQLITE_OK; }

int read_file(sqlite3_file* opened, void* into, int size, sqlite3_int64 offset) {
  DatabaseFile* const file = reinterpret_cast<OpenedFile*>(opened)->file;
  const std::span<char> wanted(static_cast<char*>(into), static_cast<std::size_t>(size));
  const auto begin = static_cast<std::uint64_t>(offset);
  // What is beyond the end reads as zeros, and SQLite has to be told.
  const std::uint64_t there = size_of(opened) > begin ? size_of(opened) - begin : 0;
  const std::size_t length = std::min<std::uint64_t>(there, wanted.size());
  if (length > 0 && !file->read(begin, wanted.first(length))) return SQLITE_IOERR_READ;
  std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(length), wanted.end(), '\0');
  return length == wanted.size() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_READONLY; }
int truncate_file(sqlite3_file*, sqlite3_int64) { return SQLITE_READONLY; }
int sync_file(sqlite3_file*, int) { return SQLITE_OK; }
int size_of_file(sqlite3_file* opened, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(size_of(opened));
  return SQLITE_OK;
}
int lock_file(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* is_locked) {
  *is_locked = 0;
  return SQLITE_OK;
}
int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 512; }
int characteristics(sqlite3_file*) { return 0; }

// Version 1 has no shared memory: the index of the log stays in ours.
constexpr sqlite3_io_methods methods{
    1,         close_file, read_file,  write_file,   truncate_file, sync_file,       size_of_file,
    lock_file, lock_file,  check_lock, control_file, sector_size,   characteristics, nullptr,
    nullptr,   nullptr,    nullptr,    nullptr,      nullptr};

int open_file(sqlite3_vfs*, const char*, sqlite3_file* opened, int flags, int* out_flags) {
  opened->pMethods = nullptr;
  const bool is_log = (flags & SQLITE_OPEN_WAL) != 0;
  if (!is_log && (flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  reinterpret_cast<OpenedFile*>(opened)->file = is_log ? files_to_open.log : files_to_open.database;
  opened->pMethods = &methods;
  if (out_flags) *out_flags = SQLITE_OPEN_READONLY;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char*, int) { return SQLITE_OK; }

int is_there(sqlite3_vfs*, const char* name, int, int* answer) {
  *answer = std::string_view(name).ends_with("-wal") && files_to_open.log ? 1 : 0;
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* full) {
  sqlite3_snprintf(size, full, "%s", name);
  return SQLITE_OK;
}

/// Registered once and for good; nullptr when SQLite cannot.
const char* vfs() {
  static const char* const registered = []() -> const char* {
    if (sqlite3_initialize() != SQLITE_OK) return nullptr;
    const sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    if (!system) return nullptr;
    static sqlite3_vfs ours = *system;  // for time and randomness
    ours.pNext = nullptr;
    ours.zName = vfs_name;
    ours.szOsFile = sizeof(OpenedFile);
    ours.xOpen = open_file;
    ours.xDelete = delete_file;
    ours.xAccess = is_there;
    ours.xFullPathname = full_name;
    return sqlite3_vfs_register(&ours, 0) == SQLITE_OK ? vfs_name : nullptr;
  }();
  return registered;
}

}  // namespace

tl::unexpected<Error> sqlite_error(sqlite3* database) {
  return error(
      ErrorKind::malformed,
      "SQLite: " + after_colon(printable(database ? sqlite3_errmsg(database) : "out of memory")));
}

Result<SqliteDatabase> open_sqlite(DatabaseFile& file, DatabaseFile* log) {
  if (!vfs()) return error(ErrorKind::failed, "SQLite does not work on this machine");
  files_to_open = {&file, log};
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  const int result = sqlite3_open_v2(database_name, &opened, flags, vfs());
  SqliteDatabase database(opened);
  if (result != SQLITE_OK) return sqlite_error(opened);
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, longest_value);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  looks_left = most_looks;
  sqlite3_progress_handler(opened, steps_between_looks, is_enough, &file);
  // Exclusive is what a log without shared memory needs; our locks lock nothing.
  if (sqlite3_exec(opened, "PRAGMA locking_mode=EXCLUSIVE", nullptr, nullptr, nullptr) != SQLITE_OK)
    return sqlite_error(opened);
  return database;
}

}  // namespace fbd
