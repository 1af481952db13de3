// Opening a SQLite database that must not be touched: its files are read through DatabaseFile.
#pragma once

#include <sqlite3.h>

#include <memory>

#include "collectors/transport/database_file.h"

namespace fbd {

struct SqliteClose {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  void operator()(sqlite3_blob* blob) const { sqlite3_blob_close(blob); }
};
using SqliteDatabase = std::unique_ptr<sqlite3, SqliteClose>;
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteClose>;
using SqliteBlob = std::unique_ptr<sqlite3_blob, SqliteClose>;

/// The file and its write-ahead log (or nullptr), read-only, on this thread. SQLite itself opens,
/// locks, writes and deletes nothing: not even the files it would put beside the database. Both
/// files must outlive the database. What runs on it ends when the file is abandoned.
Result<SqliteDatabase> open_sqlite(DatabaseFile& file, DatabaseFile* log);

/// The error a call left.
tl::unexpected<Error> sqlite_error(sqlite3* database);

}  // namespace fbd
