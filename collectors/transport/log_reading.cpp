#include "collectors/transport/log_reading.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <string_view>

#include "collectors/evidence/libarchive.h"
#include "collectors/evidence/never_collected.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/files.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// Bytes of a file from an offset on; fewer if it ends there. Holes are skipped over quickly.
Result<std::string> bytes_at(int file, std::uint64_t offset, std::uint64_t count,
                             const std::stop_token& abandoned) {
  std::string bytes(count, '\0');
  std::size_t length = 0;
  while (length < count && !abandoned.stop_requested()) {
    const off_t at = static_cast<off_t>(offset + length);
    const off_t data = lseek(file, at, SEEK_DATA);
    if (data > at) {  // the string holds NULs already
      length = std::min<std::uint64_t>(count, static_cast<std::uint64_t>(data) - offset);
      continue;
    }
    const ssize_t got = pread(file, bytes.data() + length, count - length, at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error(file_error(errno), reason(errno));
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  bytes.resize(length);
  return bytes;
}

/// A character for each unit of UTF-16, so that places in one are places in the other.
std::string one_byte_each(std::string_view wide) {
  std::string narrow;
  narrow.reserve(wide.size() / 2);
  for (std::size_t i = 0; i + 1 < wide.size(); i += 2)
    narrow += wide[i + 1] == '\0' ? wide[i] : '?';
  return narrow;
}

/// Where a piece may begin at or after an offset of a plain file.
Result<std::uint64_t> cut_at(int file, std::uint64_t offset, std::uint64_t size, bool wide,
                             const std::stop_token& abandoned) {
  if (offset == 0 || offset >= size) return std::min(offset, size);
  if (wide) offset &= ~1ULL;
  const std::uint64_t before = std::min<std::uint64_t>(offset, look_back);
  Result<std::string> window = bytes_at(file, offset - before, before + 2 * look_ahead, abandoned);
  if (!window) return tl::unexpected<Error>(window.error());
  if (window->size() < before) return size;  // it was cut meanwhile
  if (wide)
    return offset - before +
           2 * safe_cut(one_byte_each(*window), static_cast<std::size_t>(before / 2));
  return offset - before + safe_cut(*window, static_cast<std::size_t>(before));
}

void finish(LogLines& lines, bool wide) {
  if (wide)
    lines.bytes = utf8_of_utf16(lines.bytes);
  else
    lines.bytes = without_holes(lines.bytes);
}

Result<LogLines> plain_lines(int file, const ReadLines& request, LogLines lines,
                             std::string_view head, const std::stop_token& abandoned) {
  const bool wide = is_utf16(head);
  if (wide) lines.form = "utf-16";
  if (is_binary(head)) {
    lines.form = "binary";
    lines.begin = lines.end = request.from;
    return lines;
  }
  const Result<std::uint64_t> begin = cut_at(file, request.from, lines.size, wide, abandoned);
  if (!begin) return tl::unexpected<Error>(begin.error());
  const Result<std::uint64_t> end =
      cut_at(file, std::min(lines.size, request.from + request.bytes), lines.size, wide, abandoned);
  if (!end) return tl::unexpected<Error>(end.error());
  lines.begin = *begin;
  lines.end = std::max(*begin, *end);
  Result<std::string> bytes = bytes_at(file, lines.begin, lines.end - lines.begin, abandoned);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  lines.end = lines.begin + bytes->size();
  lines.bytes = std::move(*bytes);
  finish(lines, wide);
  return lines;
}

struct FreeArchive {
  const Libarchive* library = nullptr;
  void operator()(archive* one) const { library->archive_read_free(one); }
};

/// From a compressed file: unpacked from its start each time, for nobody can jump in it.
Result<LogLines> unpacked_lines(int file, const ReadLines& request, LogLines lines,
                                const std::stop_token& abandoned) {
  const Result<const Libarchive*> loaded = libarchive();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  const Libarchive& library = **loaded;
  const std::unique_ptr<archive, FreeArchive> reader(library.archive_read_new(),
                                                     FreeArchive{&library});
  if (!reader) return error(ErrorKind::failed, "no memory to unpack it");
  const auto damaged = [&] {
    const char* why = library.archive_error_string(reader.get());
    return error(ErrorKind::malformed,
                 fmt::format("it cannot be unpacked: {}", printable(why ? why : "damaged", 100)));
  };
  library.archive_read_support_format_raw(reader.get());
  library.archive_read_support_filter_gzip(reader.get());
  library.archive_read_support_filter_xz(reader.get());
  library.archive_read_support_filter_zstd(reader.get());
  library.archive_read_support_filter_bzip2(reader.get());
  archive_entry* entry = nullptr;
  if (lseek(file, 0, SEEK_SET) != 0 ||
      library.archive_read_open_fd(reader.get(), file, 64U << 10U) != ARCHIVE_OK ||
      library.archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK)
    return damaged();

  const std::uint64_t first = request.from - std::min<std::uint64_t>(request.from, look_back);
  const std::uint64_t wanted =
      std::min<std::uint64_t>(request.from + request.bytes + look_ahead, most_unpacked);
  std::string window;
  std::uint64_t total = 0;
  bool ended = false;
  std::array<char, 64U << 10U> block{};
  while (total < wanted && !ended && !abandoned.stop_requested()) {
    const la_ssize_t got = library.archive_read_data(reader.get(), block.data(), block.size());
    // What a truncated file holds up to there is worth having.
    if (got < 0 && total == 0) return damaged();
    ended = got <= 0;
    if (ended) break;
    const auto size = static_cast<std::size_t>(got);
    const std::uint64_t skipped = total < first ? std::min<std::uint64_t>(first - total, size) : 0;
    window.append(block.data() + skipped, size - static_cast<std::size_t>(skipped));
    total += size;
  }
  lines.size = ended ? total : 0;
  const auto place = [&](std::uint64_t offset) {
    const std::uint64_t inside =
        std::min<std::uint64_t>(offset - std::min(offset, first), window.size());
    return inside + first >= total && ended ? window.size()
                                            : safe_cut(window, static_cast<std::size_t>(inside));
  };
  const std::size_t begin = place(request.from);
  const std::size_t end = std::max(begin, place(request.from + request.bytes));
  lines.begin = first + begin;
  lines.end = first + end;
  lines.bytes = window.substr(begin, end - begin);
  if (is_binary(lines.bytes)) {
    lines.form = "binary";
    lines.bytes.clear();
  }
  finish(lines, is_utf16(lines.bytes));
  return lines;
}

/// What an open file is really called. Empty if nobody can tell.
std::string real_path(int file) {
  std::string path(PATH_MAX, '\0');
  const ssize_t length =
      readlink(fmt::format("/proc/self/fd/{}", file).c_str(), path.data(), path.size());
  path.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  return path;
}

}  // namespace

std::string_view compression_of(std::string_view head) {
  if (head.starts_with("\x1f\x8b")) return "gzip";
  if (head.starts_with("\xfd"
                       "7zXZ"))
    return "xz";
  if (head.starts_with("\x28\xb5\x2f\xfd")) return "zstd";
  if (head.starts_with("BZh")) return "bzip2";
  return {};
}

Result<LogLines> read_lines(const RootDirectory& root, const ReadLines& request,
                            const std::stop_token& abandoned) {
  if (never_collected(request.path)) return error(ErrorKind::denied, never_collected_refusal);
  const Result<OpenFile> file = open_file(root, request.path);
  if (!file) return tl::unexpected<Error>(file.error());
  const int descriptor = file->descriptor.fd();
  // A link may have any name, and may have become one since somebody looked.
  if (never_collected(real_path(descriptor)))
    return error(ErrorKind::denied, never_collected_refusal);

  LogLines lines;
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return error(file_error(errno), reason(errno));
  lines.modified = std::chrono::sys_seconds(std::chrono::seconds(status.st_mtim.tv_sec));
  lines.size = static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0));
  const Result<std::string> head = bytes_at(descriptor, 0, look_ahead, abandoned);
  if (!head) return tl::unexpected<Error>(head.error());
  // Files that the kernel makes up say that they are empty.
  lines.size = std::max<std::uint64_t>(lines.size, head->size());
  if (const std::string_view form = compression_of(*head); !form.empty()) {
    lines.form = form;
    return unpacked_lines(descriptor, request, std::move(lines), abandoned);
  }
  return plain_lines(descriptor, request, std::move(lines), *head, abandoned);
}

}  // namespace fbd
