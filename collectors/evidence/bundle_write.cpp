#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_manifest.h"
#include "collectors/evidence/bundle_members.h"
#include "collectors/evidence/libarchive.h"
#include "collectors/evidence/site_file.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

struct FreeArchive {
  const Libarchive* library = nullptr;
  void operator()(archive* one) const { library->archive_write_free(one); }
  void operator()(archive_entry* one) const { library->archive_entry_free(one); }
};
using Entry = std::unique_ptr<archive_entry, FreeArchive>;

/// An archive, and the library it is written with.
struct Writer : std::unique_ptr<archive, FreeArchive> {
  explicit Writer(const Libarchive& library)
      : unique_ptr(library.archive_write_new(), FreeArchive{&library}) {}
  const Libarchive& library() const { return *get_deleter().library; }
};

tl::unexpected<Error> cannot_write(const fs::path& file, std::string_view why) {
  return error(ErrorKind::failed, fmt::format("{}: cannot be written: {}", file.string(), why));
}

tl::unexpected<Error> cannot_write(const fs::path& file, int code) {
  Error why{code == EACCES || code == EPERM ? ErrorKind::denied : ErrorKind::failed,
            fmt::format("{}: cannot be written: {}", file.string(), std::strerror(code))};
  return tl::unexpected<Error>(std::move(why));
}

/// A file that appears under its name only when it is whole; whatever happens before, it goes.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) : target_(target) {
    // Somebody may have died here under our number before.
    for (int attempt = 0; attempt < 100; ++attempt) {
      path_ = fmt::format("{}.{}-{}.part", target.string(), getpid(), attempt);
      descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
      problem_ = descriptor_ < 0 ? errno : 0;
      if (problem_ != EEXIST) return;
    }
  }
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    if (!kept_) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  int descriptor() const { return descriptor_; }
  int problem() const { return problem_; }

  /// 0, or errno.
  int keep() {
    // The umask may have taken away our own rights.
    if (fchmod(descriptor_, 0600) != 0 || fsync(descriptor_) != 0) return errno;
    if (rename(path_.c_str(), target_.c_str()) != 0) return errno;
    kept_ = true;
    // From here on the file is there; that its name survives a power failure is worth a try.
    const fs::path parent = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
    const int directory = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return 0;
    fsync(directory);
    close(directory);
    return 0;
  }

 private:
  fs::path target_;
  std::string path_;
  int descriptor_ = -1;
  int problem_ = 0;
  bool kept_ = false;
};

/// What a bundle consists of. The same evidence gives the same bytes: no time but that of its
/// newest observation, no owner, no order but that of names.
struct Contents {
  std::string manifest;
  std::string site;
  const Evidence& evidence;
  std::chrono::sys_seconds newest{};

  /// Calls `write` with name and bytes of every member until it returns false. The manifest comes
  /// first so that a reader of the archive sees what to expect.
  template <class Write>
  bool each(const Write& write) const {
    if (!write("manifest.json", manifest) || !write("site.yaml", site)) return false;
    for (const auto& [asked, entry] : evidence.entries())
      if (const Result<std::string>& answer = entry.observation.answer;
          answer && !write(member_name(asked), *answer))
        return false;
    return true;
  }
};

/// What read_bundle would not read is not written. The reason, or "".
std::string objection(const Bundle& bundle, const Contents& contents) {
  for (const auto& [asked, entry] : bundle.evidence.entries()) {
    if (!is_safe_name(asked.host) || !is_safe_name(asked.question))
      return fmt::format("\"{}\" cannot be the name of a file",
                         printable(asked.host + "/" + asked.question));
    if (!bundle.site.host(asked.host))
      return fmt::format("the host \"{}\" is not part of the site", asked.host);
  }
  std::size_t count = 0;
  std::uint64_t total = 0;
  std::string too_large;
  contents.each([&](const std::string& name, const std::string& bytes) {
    ++count;
    total += bytes.size();
    if (bytes.size() > max_bundle_member_bytes && too_large.empty()) too_large = name;
    return true;
  });
  if (!too_large.empty())
    return fmt::format("{} is larger than {} MiB", too_large, max_bundle_member_bytes >> 20U);
  if (count > max_bundle_members || bundle.evidence.entries().size() > max_bundle_members)
    return fmt::format("there are more than {} observations", max_bundle_members);
  if (total > max_bundle_bytes)
    return fmt::format("it would be larger than {} MiB when unpacked", max_bundle_bytes >> 20U);
  return {};
}

Contents contents_of(const Bundle& bundle) {
  Contents contents{write_manifest(manifest_of(bundle.program, bundle.evidence)),
                    write_site(bundle.site), bundle.evidence};
  for (const auto& [asked, entry] : bundle.evidence.entries())
    contents.newest = std::max(contents.newest, entry.observation.at);
  return contents;
}

bool add_member(const Writer& writer, const std::string& name, std::string_view bytes,
                std::chrono::sys_seconds at) {
  const Libarchive& library = writer.library();
  const Entry entry(library.archive_entry_new(), FreeArchive{&library});
  if (!entry) return false;
  library.archive_entry_set_pathname(entry.get(), name.c_str());
  library.archive_entry_set_filetype(entry.get(), AE_IFREG);
  library.archive_entry_set_perm(entry.get(), 0600);
  library.archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  library.archive_entry_set_mtime(entry.get(), at.time_since_epoch().count(), 0);
  return library.archive_write_header(writer.get(), entry.get()) == ARCHIVE_OK &&
         (bytes.empty() || library.archive_write_data(writer.get(), bytes.data(), bytes.size()) ==
                               static_cast<la_ssize_t>(bytes.size())) &&
         library.archive_write_finish_entry(writer.get()) == ARCHIVE_OK;
}

bool write_archive(const Writer& writer, int descriptor, const Contents& contents) {
  const Libarchive& library = writer.library();
  return library.archive_write_set_format_pax_restricted(writer.get()) == ARCHIVE_OK &&
         library.archive_write_add_filter_zstd(writer.get()) == ARCHIVE_OK &&
         library.archive_write_set_filter_option(writer.get(), "zstd", "compression-level", "3") ==
             ARCHIVE_OK &&
         library.archive_write_open_fd(writer.get(), descriptor) == ARCHIVE_OK &&
         contents.each([&](const std::string& name, const std::string& bytes) {
           return add_member(writer, name, bytes, contents.newest);
         }) &&
         library.archive_write_close(writer.get()) == ARCHIVE_OK;
}

/// 0, or errno.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

Result<void> write_bundle(const Bundle& bundle, const fs::path& file) {
  const Contents contents = contents_of(bundle);
  if (const std::string why = objection(bundle, contents); !why.empty())
    return cannot_write(file, why);
  const Result<const Libarchive*> library = libarchive();
  if (!library) return cannot_write(file, library.error().message);
  TemporaryFile temporary(file);
  if (temporary.problem() != 0) return cannot_write(file, temporary.problem());
  const Writer writer(**library);
  if (!writer || !write_archive(writer, temporary.descriptor(), contents)) {
    if (!writer) return cannot_write(file, ENOMEM);
    // Its text says "Write error"; the number says why.
    if (const int code = (*library)->archive_errno(writer.get()); code > 0)
      return cannot_write(file, code);
    const char* why = (*library)->archive_error_string(writer.get());
    return cannot_write(file, why ? why : "unknown reason");
  }
  if (const int code = temporary.keep(); code != 0) return cannot_write(file, code);
  return {};
}

Result<void> write_bundle_directory(const Bundle& bundle, const fs::path& directory) {
  const Contents contents = contents_of(bundle);
  if (const std::string why = objection(bundle, contents); !why.empty())
    return cannot_write(directory, why);
  std::error_code problem;
  if (fs::exists(directory, problem) && !fs::is_empty(directory, problem))
    return cannot_write(directory, "it is there already and not empty");
  Result<void> result;
  contents.each([&](const std::string& name, const std::string& bytes) {
    const fs::path path = directory / name;
    fs::create_directories(path.parent_path(), problem);
    if (problem) {
      result = cannot_write(path, problem.value());
      return false;
    }
    TemporaryFile file(path);
    int code = file.problem();
    if (code == 0) code = write_all(file.descriptor(), bytes);
    if (code == 0) code = file.keep();
    if (code != 0) result = cannot_write(path, code);
    return code == 0;
  });
  return result;
}

}  // namespace fbd
