#include "collectors/transport/database_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "collectors/transport/files.h"
#include "collectors/transport/wording.h"

namespace fbd {

// A good database is read less than once: of a header only what is needed, of SQLite's pages some
// more often.
constexpr std::uint64_t readings_of_the_whole = 16;
constexpr std::uint64_t readings_at_least = 1U << 20;

Result<DatabaseFile> DatabaseFile::open(const RootDirectory& root, const std::string& path,
                                        std::stop_token abandoned) {
  Result<OpenFile> opened = open_file(root, path);
  if (!opened) return tl::unexpected<Error>(opened.error());
  struct stat status {};
  if (fstat(opened->descriptor.fd(), &status) != 0) return error(file_error(errno), reason(errno));
  DatabaseFile file;
  file.descriptor_ = std::move(opened->descriptor);
  file.size_ = opened->size;
  file.device_ = status.st_dev;
  file.inode_ = status.st_ino;
  file.may_read_ = readings_of_the_whole * file.size_ + readings_at_least;
  file.abandoned_ = std::move(abandoned);
  return file;
}

Result<void> DatabaseFile::read(std::uint64_t offset, std::span<char> into) {
  if (abandoned_.stop_requested()) return error(ErrorKind::timed_out, "reading was cut short");
  if (offset > size_ || into.size() > size_ - offset)
    return error(ErrorKind::malformed,
                 fmt::format("it has {} bytes, and says there are {} more at {}", size_,
                             into.size(), offset));
  if (into.size() > may_read_)
    return error(ErrorKind::malformed, "what it says about itself leads in circles");
  may_read_ -= into.size();
  while (!into.empty()) {
    const ssize_t got =
        pread(descriptor_.fd(), into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error(file_error(errno), reason(errno));
    if (got == 0) return error(ErrorKind::malformed, "it was cut short while it was read");
    into = into.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace fbd
