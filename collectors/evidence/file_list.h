// The answer to ListFiles, a line for each file:
//
//   file 0640 52428800 1795462812 /var/log/svagents_curr_1.log
//   error denied permission denied
//   /var/log/private
//
// Mode, size in bytes, time of its last change in seconds since 1970, path. An error takes two
// lines. A newline or backslash in a path is written as \n or \\.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

struct ListedFile {
  std::string path;
  unsigned mode = 0;
  std::uint64_t size = 0;
  std::chrono::sys_seconds modified;
  std::optional<Error> error{};  // then only the path counts
  friend bool operator==(const ListedFile&, const ListedFile&) = default;
};

std::string write_file_list(std::span<const ListedFile> files);

/// Malformed, with the number of the line.
Result<std::vector<ListedFile>> read_file_list(std::string_view text);

}  // namespace fbd
