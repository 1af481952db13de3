// The forms an rpm database has had: for each, a walk over its headers that writes nothing, takes
// no lock and needs little memory.
#pragma once

#include <functional>

#include "collectors/transport/database_file.h"
#include "collectors/transport/rpm_header.h"

namespace fbd {

/// Called for every header, in the order of the file.
using EachHeader = std::function<void(RpmBlob&)>;

/// "Packages" of rpm up to 4.15 (RHEL 5 to 8, SLES 11 and 12): a hash of Berkeley DB, versions 8 to
/// 10, in either byte order. Source: rpm, lib/backend/bdb_ro.c.
Result<void> walk_bdb(DatabaseFile& file, const EachHeader& each);

/// "Packages.db" of SUSE's rpm (SLES 15). Source: rpm, lib/backend/ndb/rpmpkg.c.
Result<void> walk_ndb(DatabaseFile& file, const EachHeader& each);

/// "rpmdb.sqlite" of rpm from 4.16 on (RHEL 9). What was committed to the write-ahead log and not
/// yet moved, as after a crash, counts; `log` is nullptr if there is none.
Result<void> walk_sqlite(DatabaseFile& file, DatabaseFile* log, const EachHeader& each);

}  // namespace fbd
