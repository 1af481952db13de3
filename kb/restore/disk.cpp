#include "kb/restore/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include <fmt/format.h>

namespace fbd {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{32} << 20U;

tl::unexpected<Error> problem(const fs::path& file, std::string_view tried, int code) {
  return error(code == EACCES || code == EPERM || code == EROFS ? ErrorKind::denied
               : code == ENOENT                                 ? ErrorKind::not_found
                                                                : ErrorKind::failed,
               fmt::format("{}: {}: {}", file.string(), tried, std::strerror(code)));
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// A new file gets the label of its folder; one that takes another's place keeps the other's, or
/// SELinux lets no network service read it.
void keep_label(const fs::path& from, int to) {
  constexpr const char* label = "security.selinux";
  std::array<char, 256> value{};
  const ssize_t size = lgetxattr(from.c_str(), label, value.data(), value.size());
  if (size > 0) (void)fsetxattr(to, label, value.data(), static_cast<std::size_t>(size), 0);
}

/// No name that a network's own tools would read, and always the same: what a power cut left of it
/// goes with the next change in that folder.
fs::path part_beside(const fs::path& file) { return file.parent_path() / ".failback-doctor~"; }

/// A rename is on the disk only when its folder is.
Result<void> flush_folder(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return problem(folder, "cannot be opened", errno);
  const int code = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  if (code != 0) return problem(folder, "cannot be flushed", code);
  return {};
}

}  // namespace

Result<void> replace_file(const fs::path& file, std::string_view bytes, unsigned mode,
                          FileOwner owner) {
  std::error_code made;
  fs::create_directories(file.parent_path(), made);
  if (made) return problem(file.parent_path(), "cannot be made", made.value());
  const fs::path part = part_beside(file);
  unlink(part.c_str());
  const int descriptor =
      open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return problem(part, "cannot be written", errno);
  int code = write_all(descriptor, bytes);
  if (code == 0 && fchown(descriptor, owner.user, owner.group) != 0 && geteuid() == 0) code = errno;
  keep_label(file, descriptor);
  if (code == 0 && fchmod(descriptor, mode) != 0) code = errno;
  if (code == 0 && fsync(descriptor) != 0) code = errno;
  close(descriptor);
  if (code == 0 && rename(part.c_str(), file.c_str()) != 0) code = errno;
  if (code != 0) {
    unlink(part.c_str());
    return problem(file, "cannot be written", code);
  }
  return flush_folder(file.parent_path());
}

Result<void> replace_by_link(const fs::path& file, const std::string& target) {
  const fs::path part = part_beside(file);
  unlink(part.c_str());
  if (symlink(target.c_str(), part.c_str()) != 0) return problem(part, "cannot be made", errno);
  if (rename(part.c_str(), file.c_str()) != 0) {
    const int code = errno;
    unlink(part.c_str());
    return problem(file, "cannot be made", code);
  }
  return flush_folder(file.parent_path());
}

Result<void> remove_file(const fs::path& file) {
  unlink(part_beside(file).c_str());
  if (unlink(file.c_str()) != 0) {
    if (errno == ENOENT) return {};
    return problem(file, "cannot be removed", errno);
  }
  return flush_folder(file.parent_path());
}

Result<std::string> file_bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return problem(file, "cannot be read", errno);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (bytes.size() > most_bytes)
    return error(ErrorKind::malformed, fmt::format("{}: too large", file.string()));
  return bytes;
}

}  // namespace fbd
