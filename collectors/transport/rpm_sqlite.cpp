#include <string>

#include "collectors/transport/rpm_forms.h"
#include "collectors/transport/sqlite_files.h"

namespace fbd {

Result<void> walk_sqlite(DatabaseFile& file, DatabaseFile* log, const EachHeader& each) {
  const Result<SqliteDatabase> database = open_sqlite(file, log);
  if (!database) return tl::unexpected<Error>(database.error());
  sqlite3* const db = database->get();
  sqlite3_stmt* prepared = nullptr;
  const int result =
      sqlite3_prepare_v2(db, "SELECT hnum FROM main.Packages", -1, &prepared, nullptr);
  const SqliteStatement numbers(prepared);
  if (result != SQLITE_OK) return sqlite_error(db);
  SqliteBlob header;
  int step = SQLITE_DONE;
  while ((step = sqlite3_step(prepared)) == SQLITE_ROW) {
    const sqlite3_int64 number = sqlite3_column_int64(prepared, 0);
    // Not selected with its number: this way only the beginning of a header need be read.
    sqlite3_blob* opened = header.get();
    if (opened) {
      if (sqlite3_blob_reopen(opened, number) != SQLITE_OK) return sqlite_error(db);
    } else {
      if (sqlite3_blob_open(db, "main", "Packages", "blob", number, 0, &opened) != SQLITE_OK)
        return sqlite_error(db);
      header.reset(opened);
    }
    std::string bytes;
    RpmBlob blob{
        static_cast<std::size_t>(sqlite3_blob_bytes(opened)),
        [&](std::size_t at_least) -> Result<std::string_view> {
          const std::size_t had = bytes.size();
          if (at_least <= had) return bytes;
          bytes.resize(at_least);
          if (sqlite3_blob_read(opened, bytes.data() + had, static_cast<int>(at_least - had),
                                static_cast<int>(had)) != SQLITE_OK)
            return sqlite_error(db);
          return bytes;
        }};
    each(blob);
  }
  if (step != SQLITE_DONE) return sqlite_error(db);
  return {};
}

}  // namespace fbd
