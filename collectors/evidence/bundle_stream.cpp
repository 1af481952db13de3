#include "collectors/evidence/bundle_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/libzstd.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = 512;

void put_octal(std::string& header, std::size_t at, std::size_t width, std::uint64_t number) {
  const std::string digits = fmt::format("{:0{}o}", number, width - 1);
  header.replace(at, digits.size(), digits);
}

/// A header of POSIX tar (ustar) and the bytes behind it, up to a whole block.
std::string tar_entry(std::string_view name, std::string_view bytes, std::chrono::sys_seconds at) {
  std::string entry(block, '\0');
  entry.reserve(2 * block + bytes.size());
  // A longer name has its first parts in a field of their own.
  constexpr std::size_t longest = 100;
  if (name.size() > longest) {
    const std::size_t slash = name.find('/', name.size() - longest - 1);
    entry.replace(345, slash, name.substr(0, slash));
    name.remove_prefix(slash + 1);
  }
  entry.replace(0, name.size(), name);
  put_octal(entry, 100, 8, 0600);
  put_octal(entry, 108, 8, 0);
  put_octal(entry, 116, 8, 0);
  put_octal(entry, 124, 12, bytes.size());
  const auto seconds = std::max<std::int64_t>(at.time_since_epoch().count(), 0);
  put_octal(entry, 136, 12, static_cast<std::uint64_t>(seconds));
  entry.replace(148, 8, "        ");
  entry[156] = '0';
  entry.replace(257, 5, "ustar");
  entry.replace(263, 2, "00");
  unsigned sum = 0;
  for (const char c : entry) sum += static_cast<unsigned char>(c);
  entry.replace(148, 7, fmt::format("{:06o}", sum) + '\0');
  entry += bytes;
  entry.resize((entry.size() + block - 1) / block * block, '\0');
  return entry;
}

Result<std::string> compressed(std::string_view bytes) {
  const Result<const Libzstd*> loaded = libzstd();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  const Libzstd& library = **loaded;
  // Making one costs more than many a frame takes.
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(library.ZSTD_freeCCtx)> context(
      library.ZSTD_createCCtx(), library.ZSTD_freeCCtx);
  if (!context) return error(ErrorKind::failed, "no memory to compress it");
  // Level 1 leaves the processor to redaction; level 3 would save a seventh of the size.
  library.ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, 1);
  library.ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(library.ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      library.ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  if (library.ZSTD_isError(size)) return error(ErrorKind::failed, library.ZSTD_getErrorName(size));
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

}  // namespace

Result<std::string> bundle_frame(std::string_view name, std::string_view bytes,
                                 std::chrono::sys_seconds at) {
  if (name.size() > 100 && (name.find('/', name.size() - 101) == std::string_view::npos ||
                            name.find('/', name.size() - 101) > 155))
    return error(ErrorKind::malformed, fmt::format("\"{}\" is too long a name", name));
  return compressed(tar_entry(name, bytes, at));
}

Result<std::unique_ptr<BundleStream>> BundleStream::create(const fs::path& file,
                                                           const ChainBegin& begin,
                                                           std::uint64_t at_most) {
  std::unique_ptr<BundleStream> stream(new BundleStream);
  stream->at_most_ = at_most;
  stream->is_file_ = file != "-";
  if (stream->is_file_) {
    stream->target_ = file;
    stream->place_ = file.string() + ".part";
    // Somebody may have been killed here before. A link that somebody laid there goes with it.
    unlink(stream->place_.c_str());
    stream->descriptor_ =
        open(stream->place_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (stream->descriptor_ < 0 || fchmod(stream->descriptor_, 0600) != 0)
      return error(errno == EACCES || errno == EPERM ? ErrorKind::denied : ErrorKind::failed,
                   fmt::format("{}: cannot be written: {}", file.string(), std::strerror(errno)));
  } else {
    stream->place_ = "standard output";
    stream->descriptor_ = STDOUT_FILENO;
  }
  if (Result<void> begun = stream->add("", begin); !begun)
    return tl::unexpected<Error>(begun.error());
  return stream;
}

BundleStream::~BundleStream() {
  if (is_file_ && descriptor_ >= 0) close(descriptor_);
}

bool BundleStream::has_room(std::size_t frame_bytes) const {
  // What the manifest still needs at the end: it packs to a fifth at least.
  return written_ + frame_bytes + manifest_.size() / 4 + (64U << 10) <= at_most_;
}

Result<void> BundleStream::write(std::string_view bytes) {
  const std::uint64_t whole = written_;
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      const int code = count < 0 ? errno : ENOSPC;
      // Half a frame helps nobody.
      if (is_file_ && ftruncate(descriptor_, static_cast<off_t>(whole)) == 0) written_ = whole;
      return error(ErrorKind::failed,
                   fmt::format("{}: cannot be written: {}", place_, std::strerror(code)));
    }
    written_ += static_cast<std::uint64_t>(count);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> BundleStream::add(std::string_view frame, const ChainLine& line) {
  const std::string text = write_chain_line(line, previous_);
  Result<std::string> segment =
      bundle_frame(fmt::format("manifest/{:08}.jsonl", segments_), text, {});
  if (!segment) return tl::unexpected<Error>(segment.error());
  // One write, so that a line without its member is as unlikely as the other way round.
  if (Result<void> done = write(std::string(frame) + *segment); !done) return done;
  ++segments_;
  manifest_ += text;
  previous_ = hash_of_line(text);
  return {};
}

Result<void> BundleStream::finish(const ChainEnd& end, bool give_name) {
  if (Result<void> added = add("", end); !added) return added;
  std::string tail = tar_entry("manifest.jsonl", manifest_, {});
  tail.append(2 * block, '\0');
  const Result<std::string> frame = compressed(tail);
  if (!frame) return tl::unexpected<Error>(frame.error());
  if (Result<void> done = write(*frame); !done) return done;
  if (!is_file_) return {};
  const auto problem = [this] {
    return error(ErrorKind::failed,
                 fmt::format("{}: cannot be written: {}", place_, std::strerror(errno)));
  };
  if (fsync(descriptor_) != 0) return problem();
  if (!give_name) return {};
  if (rename(place_.c_str(), target_.c_str()) != 0) return problem();
  place_ = target_.string();
  // The file is there; that its name survives a power failure is worth a try.
  const fs::path parent = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
  const int directory = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    fsync(directory);
    close(directory);
  }
  return {};
}

}  // namespace fbd
