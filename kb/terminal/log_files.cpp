#include "kb/terminal/log_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <memory>
#include <system_error>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 100'000;

Error system_error(int number) {
  const ErrorKind kind = number == ENOENT                      ? ErrorKind::not_found
                         : number == EACCES || number == EPERM ? ErrorKind::denied
                                                               : ErrorKind::failed;
  return {kind, std::generic_category().message(number)};
}

Result<ReadBytes> open_at(const std::string& path, std::uint64_t offset) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) return tl::unexpected<Error>(system_error(errno));
  const std::shared_ptr<const int> owner(new int(fd), [](const int* one) {
    close(*one);
    delete one;
  });
  posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  return ReadBytes([owner, at = offset](std::span<char> room) mutable -> Result<std::size_t> {
    ssize_t size = 0;
    do size = pread(*owner, room.data(), room.size(), static_cast<off_t>(at));
    while (size < 0 && errno == EINTR);
    if (size < 0) return tl::unexpected<Error>(system_error(errno));
    at += static_cast<std::uint64_t>(size);
    return static_cast<std::size_t>(size);
  });
}

bool is_archive(std::string_view name) {
  constexpr std::string_view endings[] = {".tar", ".tar.zst", ".tar.gz", ".tgz"};
  return std::any_of(std::begin(endings), std::end(endings),
                     [name](std::string_view ending) { return name.ends_with(ending); });
}

void add_file(const std::string& path, GivenLogs& given) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    given.unread.push_back({path, system_error(errno)});
    return;
  }
  if (!S_ISREG(status.st_mode)) return;
  if (is_archive(path)) {
    given.archives.push_back(path);
    return;
  }
  std::tm parts{};
  localtime_r(&status.st_mtime, &parts);
  given.files.push_back({path, LogTime(std::chrono::seconds(timegm(&parts))),
                         static_cast<std::uint64_t>(status.st_size),
                         [path](std::uint64_t offset) { return open_at(path, offset); }});
}

void add_folder(const std::string& path, GivenLogs& given) {
  std::error_code code;
  std::vector<std::string> found;
  fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, code);
  for (; !code && entry != fs::recursive_directory_iterator(); entry.increment(code)) {
    std::error_code ignored;
    if (entry->is_symlink(ignored) || !entry->is_regular_file(ignored)) continue;
    found.push_back(entry->path().string());
    if (found.size() == most_files) {
      given.unread.push_back({path, {ErrorKind::malformed, "it holds more than 100000 files"}});
      break;
    }
  }
  if (code) given.unread.push_back({path, system_error(code.value())});
  std::sort(found.begin(), found.end());
  for (const std::string& file : found) add_file(file, given);
}

}  // namespace

GivenLogs given_logs(const std::vector<std::string>& paths) {
  GivenLogs given;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
      add_folder(path, given);
    else
      add_file(path, given);
  }
  return given;
}

}  // namespace fbd
