// The header of one package in an rpm database: the same bytes in every form of database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"

namespace fbd {

/// A header in a database, brought up only as far as it is needed: most packages are not wanted.
struct RpmBlob {
  std::size_t size = 0;
  /// The first bytes of it, at least so many, which are at most `size`. They stay until more are
  /// asked for.
  std::function<Result<std::string_view>(std::size_t at_least)> first;
};

struct RpmPackage {
  std::string name;
  std::string version;          // "1:1.40.0-1.el9"; the epoch only if the package has one
  std::uint32_t installed = 0;  // seconds since 1970; 0 if it is not told
};

using WantedNames = std::set<std::string, std::less<>>;

/// The package if its name is wanted, else one with nothing but its name. malformed when the header
/// is damaged. Source: rpm, docs/manual/format_header.md; in a database it has no magic number.
Result<RpmPackage> read_rpm_header(RpmBlob& blob, const WantedNames& wanted);

}  // namespace fbd
