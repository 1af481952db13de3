// Changing files so that a power cut leaves the old one or the new one, never half of one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"

namespace fbd {

struct FileOwner {
  unsigned user = 0;
  unsigned group = 0;
};

/// Written beside it, flushed to the disk and renamed; the folder is made if it is missing. A link
/// under that name is replaced, not followed.
Result<void> replace_file(const std::filesystem::path& file, std::string_view bytes, unsigned mode,
                          FileOwner owner);
/// The same for a link.
Result<void> replace_by_link(const std::filesystem::path& file, const std::string& target);
/// It is no error if it is not there.
Result<void> remove_file(const std::filesystem::path& file);
/// At most 32 MiB.
Result<std::string> file_bytes(const std::filesystem::path& file);

}  // namespace fbd
