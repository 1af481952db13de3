#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_members.h"
#include "collectors/evidence/libarchive.h"
#include "collectors/evidence/libzstd.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

/// Headers and padding come on top of what is kept; a bomb may have nothing but them.
constexpr std::uint64_t max_unpacked_bytes = 2 * max_bundle_bytes;

struct FreeArchive {
  const Libarchive* library = nullptr;
  void operator()(archive* one) const { library->archive_read_free(one); }
};

/// An archive, and the library it is read with.
struct Reader : std::unique_ptr<archive, FreeArchive> {
  explicit Reader(const Libarchive& library)
      : unique_ptr(library.archive_read_new(), FreeArchive{&library}) {}
  const Libarchive& library() const { return *get_deleter().library; }
};

tl::unexpected<Error> refused(std::string message) {
  return error(ErrorKind::malformed, std::move(message));
}

tl::unexpected<Error> damaged(const Reader& reader, std::string_view what) {
  const char* why = reader.library().archive_error_string(reader.get());
  return refused(fmt::format("{}: {}", what, why ? printable(why, 200) : "unknown reason"));
}

Result<void> not_a_bomb(const Reader& reader, const MemberReader& members) {
  // Files have a limit of their own; each of them, and its line, may cost two blocks more.
  const auto unpacked =
      static_cast<std::uint64_t>(reader.library().archive_filter_bytes(reader.get(), 0));
  if (unpacked - std::min(unpacked, members.file_bytes()) > max_unpacked_bytes)
    return refused(
        fmt::format("it is larger than {} MiB when unpacked", max_unpacked_bytes >> 20U));
  return {};
}

std::string_view kind_of(const Libarchive& library, archive_entry* entry) {
  if (library.archive_entry_hardlink(entry)) return "a hard link";
  switch (library.archive_entry_filetype(entry)) {
    case AE_IFREG:
      return {};
    case AE_IFDIR:
      return "a directory";
    case AE_IFLNK:
      return "a symbolic link";
    case AE_IFCHR:
    case AE_IFBLK:
      return "a device";
    case AE_IFIFO:
      return "a FIFO";
    case AE_IFSOCK:
      return "a socket";
    default:
      return "no regular file";
  }
}

Result<void> read_bytes(const Reader& reader, std::string_view name, MemberReader& members) {
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  while (true) {
    const int status =
        reader.library().archive_read_data_block(reader.get(), &block, &size, &offset);
    if (status == ARCHIVE_EOF) {
      members.end();
      return {};
    }
    if (status != ARCHIVE_OK) return damaged(reader, named_member(name) + " cannot be read");
    // A few bytes of an archive can describe a hole of any size.
    if (offset < 0 || static_cast<std::uint64_t>(offset) != members.size())
      return refused(named_member(name) + " has holes");
    Result<void> taken = members.append({static_cast<const char*>(block), size});
    if (taken) taken = not_a_bomb(reader, members);
    if (!taken) return taken;
  }
}

Result<void> read_entry(const Reader& reader, archive_entry* entry, MemberReader& members) {
  if (Result<void> harmless = not_a_bomb(reader, members); !harmless) return harmless;
  const Libarchive& library = reader.library();
  const char* raw = library.archive_entry_pathname(entry);
  if (!raw) raw = library.archive_entry_pathname_utf8(entry);
  if (!raw) return refused("it has a member whose name cannot be read");
  std::string_view name = raw;
  // As "tar -C bundle ." writes it.
  while (name.starts_with("./") && name.size() > 2) name.remove_prefix(2);
  const std::string_view kind = kind_of(library, entry);
  if (kind == "a directory") return members.directory(name);
  if (!kind.empty()) return refused(fmt::format("{} is {}", named_member(name), kind));
  Result<void> taken = members.begin(name);
  if (taken) taken = read_bytes(reader, name, members);
  return taken;
}

/// A file of zstd frames as far as they are whole: the library gives nothing of what comes before a
/// cut in the same block. Empty for any other file.
class WholeFrames {
 public:
  explicit WholeFrames(const std::filesystem::path& file) {
    const Result<const Libzstd*> zstd = libzstd();
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_size > 0) {
      size_ = static_cast<std::size_t>(status.st_size);
      void* const map = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
      if (map != MAP_FAILED) bytes_ = static_cast<char*>(map);
    }
    if (descriptor >= 0) close(descriptor);
    while (zstd && bytes_ && whole_ < size_) {
      const std::size_t frame =
          (*zstd)->ZSTD_findFrameCompressedSize(bytes_ + whole_, size_ - whole_);
      if ((*zstd)->ZSTD_isError(frame)) break;
      whole_ += frame;
    }
  }
  ~WholeFrames() {
    if (bytes_) munmap(bytes_, size_);
  }
  WholeFrames(const WholeFrames&) = delete;
  WholeFrames& operator=(const WholeFrames&) = delete;

  const char* bytes() const { return bytes_; }
  std::size_t size() const { return whole_; }
  bool cut_off() const { return whole_ > 0 && whole_ < size_; }

 private:
  char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t whole_ = 0;
};

}  // namespace

Result<BundleMembers> members_of_archive(const std::filesystem::path& file,
                                         const FileBytes& file_bytes) {
  const Result<const Libarchive*> loaded = libarchive();
  if (!loaded) return tl::unexpected<Error>(loaded.error());
  const Libarchive& library = **loaded;
  const Reader reader(library);
  if (!reader) return error(ErrorKind::failed, "no memory to read it");
  // Nothing but what a bundle is: every further format would be code for strangers to try.
  library.archive_read_support_format_tar(reader.get());
  library.archive_read_support_filter_zstd(reader.get());
  library.archive_read_support_filter_gzip(reader.get());
  const WholeFrames frames(file);
  const int opened =
      frames.cut_off()
          ? library.archive_read_open_memory(reader.get(), frames.bytes(), frames.size())
          : library.archive_read_open_filename(reader.get(), file.c_str(), 64U << 10U);
  if (opened != ARCHIVE_OK) return damaged(reader, "it is no bundle, or a damaged one");
  MemberReader members(file_bytes);
  archive_entry* entry = nullptr;
  while (true) {
    // What follows the end of the archive is not looked at: all that counts has its hash in the
    // manifest.
    const int status = library.archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) {
      const bool grown = members.has_grown();
      BundleMembers all = members.take();
      if (!frames.cut_off()) return all;
      // Only one that grew is good up to a cut.
      if (!grown) return refused("it is no bundle, or a damaged one: it was cut off");
      all.damage =
          "it was cut off while it was written, or is damaged there: its last member is no whole "
          "one";
      return all;
    }
    Result<void> read;
    if (status != ARCHIVE_OK)
      read = damaged(reader, "it is no bundle, or a damaged one");
    else
      read = read_entry(reader, entry, members);
    if (read) continue;
    // One that grew is good up to there, whether somebody changed it or a disk did. That we refuse
    // something is another matter.
    if (library.archive_errno(reader.get()) == 0 || !members.has_grown())
      return tl::unexpected<Error>(read.error());
    BundleMembers some = members.take();
    some.damage = "it is damaged: " + read.error().message;
    return some;
  }
}

}  // namespace fbd
