#include "collectors/transport/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "collectors/transport/wording.h"

namespace fbd {
namespace {

tl::unexpected<Error> failure(int error_number) {
  return error(file_error(error_number), reason(error_number));
}

Result<OpenFile> open_regular(const RootDirectory& root, const std::string& path, int flags) {
  OrErrno<Descriptor> file = root.open(path, flags);
  if (!file) return failure(file.error());
  struct stat status {};
  if (fstat(file->fd(), &status) != 0) return failure(errno);
  if (!S_ISREG(status.st_mode))
    return error(ErrorKind::malformed, fmt::format("{}, not a file", kind_of_mode(status.st_mode)));
  return OpenFile{std::move(*file), status.st_mode,
                  static_cast<std::size_t>(std::max<off_t>(status.st_size, 0))};
}

}  // namespace

std::string_view kind_of_mode(unsigned mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "something else";
}

Result<OpenFile> open_file(const RootDirectory& root, const std::string& path) {
  // Looked at before it is opened for reading: opening a device can do things.
  Result<OpenFile> file = open_regular(root, path, O_PATH);
  // O_NONBLOCK and O_NOCTTY in case it has become something else since.
  if (file) file = open_regular(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  return file;
}

OrErrno<DirectoryStream> open_directory(const RootDirectory& root, const std::string& path) {
  OrErrno<Descriptor> opened = root.open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
  if (!opened) return tl::unexpected<int>(opened.error());
  DirectoryStream stream(fdopendir(opened->fd()), closedir);
  if (!stream) return tl::unexpected<int>(errno);
  (void)opened->release();  // it is the stream's now
  return stream;
}

Result<FileContent> read_file(const RootDirectory& root, const std::string& path,
                              std::size_t at_most) {
  const Result<OpenFile> file = open_file(root, path);
  if (!file) return tl::unexpected<Error>(file.error());

  FileContent content{file->mode & 07777U, {}};
  std::string& bytes = content.bytes;
  std::size_t length = 0;
  // Files the kernel makes up say that they are empty: only the end of a file is its end.
  while (std::max(length, file->size) <= at_most) {
    constexpr std::size_t step = 16U << 10;
    if (length == bytes.size()) bytes.resize(std::max(file->size + 1, 2 * length + step));
    const ssize_t got = ::read(file->descriptor.fd(), bytes.data() + length, bytes.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(errno);
    length += static_cast<std::size_t>(got);
    if (got > 0) continue;
    bytes.resize(length);
    bytes.shrink_to_fit();
    return content;
  }
  return error(ErrorKind::malformed, fmt::format("more than {} bytes", at_most));
}

}  // namespace fbd
