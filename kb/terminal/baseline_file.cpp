#include "kb/terminal/baseline_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace fbd {
namespace {

constexpr std::size_t most_bytes = std::size_t{32} << 20U;

tl::unexpected<Error> problem(const std::string& file, std::string_view what, int code) {
  const ErrorKind kind = code == EACCES || code == EPERM ? ErrorKind::denied
                         : code == ENOENT                ? ErrorKind::not_found
                                                         : ErrorKind::failed;
  return error(kind, fmt::format("{}: {}: {}", file, what, std::strerror(code)));
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

Result<NetworkBaseline> baseline_from_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return problem(file, "the baseline cannot be read", errno);
  std::string text(most_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > most_bytes)
    return error(ErrorKind::malformed, fmt::format("{}: too large for a baseline", file));
  Result<NetworkBaseline> baseline = parse_baseline(text);
  if (!baseline) baseline.error().message = file + ": " + baseline.error().message;
  return baseline;
}

Result<void> write_private_file(const std::string& file, std::string_view bytes) {
  std::error_code folder;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), folder);
  const std::string part = fmt::format("{}.{}.part", file, getpid());
  const int descriptor = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return problem(part, "cannot be written", errno);
  int code = write_all(descriptor, bytes);
  close(descriptor);
  if (code == 0 && rename(part.c_str(), file.c_str()) != 0) code = errno;
  if (code == 0) return {};
  unlink(part.c_str());
  return problem(file, "cannot be written", code);
}

}  // namespace fbd
