// Which files a "source" or "source-directory" line of /etc/network/interfaces brings in. Only for
// interfaces*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/network_files.h"

namespace fbd {

struct InterfacesSource {
  std::vector<std::string> paths;     // in the order they are read
  std::vector<std::string> problems;  // why some of it could not be followed
};

/// `words` is the rest of the line, as config.c gives it to wordexp(3): globs, each folder of the
/// path may be one; a path without '/' before it starts at the folder of the `including` file.
InterfacesSource source_line(std::string_view words, std::string_view including,
                             const NetworkTree& tree);
/// Names of letters, digits, '_' and '-' only.
InterfacesSource source_directory_line(std::string_view words, std::string_view including,
                                       const NetworkTree& tree);

/// The text of a file, also behind links.
std::optional<std::string_view> file_text(const std::string& path, const NetworkTree& tree);

}  // namespace fbd
