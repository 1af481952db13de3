// Finding logs and reading parts of them by a POSIX shell. Pure: no I/O.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/file_list.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// Writes which regular files the globs match: the answer is that of list_files() on the host
/// itself, but for its bounds.
std::string list_files_script(std::span<const std::string> globs);
/// failed if the other side has no stat or xargs.
Result<std::vector<ListedFile>> list_files_answer(std::string_view text, std::string_view errors);

/// A part of a file, as bytes.
struct ByteRange {
  std::uint64_t from = 0;
  std::uint64_t bytes = 0;
};

/// Writes size, time of the last change and real path of a file, or ends like read_file_script().
std::string stat_file_script(const std::string& path);
struct RemoteStat {
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // seconds since 1970
  std::string real_path;      // empty: the other side cannot tell
};
Result<RemoteStat> stat_file_answer(std::string_view text);

/// Writes these bytes of a file, and nothing else; fewer if it ends before.
std::string read_range_script(const std::string& path, const ByteRange& range);

}  // namespace fbd
