#include <cerrno>
#include <cstring>
#include <memory>

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_manifest.h"
#include "collectors/evidence/site_file.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

struct FreeArchive {
  void operator()(archive* one) const { archive_write_free(one); }
};
using Writer = std::unique_ptr<archive, FreeArchive>;

struct FreeEntry {
  void operator()(archive_entry* one) const { archive_entry_free(one); }
};

Error cannot_write(const fs::path& file, std::string_view why) {
  return {ErrorKind::failed, fmt::format("{}: cannot be written: {}", file.string(), why)};
}

/// A file that appears under its name only when it is whole; whatever happens before, it goes.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target)
      : target_(target), path_(target.string() + fmt::format(".{}.part", getpid())) {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor_ < 0) problem_ = errno;
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
    // The umask may have taken rights away, but must not have left any for others.
    if (fchmod(descriptor_, 0600) != 0 || fsync(descriptor_) != 0) return errno;
    if (rename(path_.c_str(), target_.c_str()) != 0) return errno;
    kept_ = true;
    const fs::path parent = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
    const int directory = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
      fsync(directory);
      close(directory);
    }
    return 0;
  }

 private:
  fs::path target_;
  std::string path_;
  int descriptor_ = -1;
  int problem_ = 0;
  bool kept_ = false;
};

bool add_member(archive* writer, const std::string& name, std::string_view bytes,
                std::chrono::sys_seconds at) {
  const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  archive_entry_set_mtime(entry.get(), at.time_since_epoch().count(), 0);
  return archive_write_header(writer, entry.get()) == ARCHIVE_OK &&
         (bytes.empty() || archive_write_data(writer, bytes.data(), bytes.size()) ==
                               static_cast<la_ssize_t>(bytes.size())) &&
         archive_write_finish_entry(writer) == ARCHIVE_OK;
}

/// All members; the manifest comes first so that a reader knows what to expect.
struct Contents {
  std::string manifest;
  BundleMembers members;
  std::chrono::sys_seconds newest{};
};

Contents contents_of(const Bundle& bundle) {
  Contents contents;
  contents.manifest = write_manifest(manifest_of(bundle.program, bundle.evidence, contents.members));
  contents.members["site.yaml"] = write_site(bundle.site);
  for (const auto& [asked, entry] : bundle.evidence.entries())
    contents.newest = std::max(contents.newest, entry.observation.at);
  return contents;
}

}  // namespace

Result<void> write_bundle(const Bundle& bundle, const fs::path& file) {
  const Contents contents = contents_of(bundle);
  TemporaryFile temporary(file);
  if (temporary.descriptor() < 0)
    return tl::unexpected<Error>(cannot_write(file, std::strerror(temporary.problem())));
  const Writer writer(archive_write_new());
  const auto failed = [&] {
    const char* why = archive_error_string(writer.get());
    return tl::unexpected<Error>(cannot_write(file, why ? why : "unknown reason"));
  };
  if (archive_write_set_format_pax_restricted(writer.get()) != ARCHIVE_OK ||
      archive_write_add_filter_zstd(writer.get()) != ARCHIVE_OK ||
      archive_write_open_fd(writer.get(), temporary.descriptor()) != ARCHIVE_OK ||
      !add_member(writer.get(), "manifest.json", contents.manifest, contents.newest))
    return failed();
  for (const auto& [name, bytes] : contents.members)
    if (!add_member(writer.get(), name, bytes, contents.newest)) return failed();
  if (archive_write_close(writer.get()) != ARCHIVE_OK) return failed();
  if (const int problem = temporary.keep(); problem != 0)
    return tl::unexpected<Error>(cannot_write(file, std::strerror(problem)));
  return {};
}

Result<void> write_bundle_directory(const Bundle& bundle, const fs::path& directory) {
  Contents contents = contents_of(bundle);
  contents.members["manifest.json"] = std::move(contents.manifest);
  std::error_code problem;
  if (fs::exists(directory, problem) && !fs::is_empty(directory, problem))
    return tl::unexpected<Error>(cannot_write(directory, "it is there and not empty"));
  for (const auto& [name, bytes] : contents.members) {
    const fs::path path = directory / name;
    fs::create_directories(path.parent_path(), problem);
    TemporaryFile file(path);
    if (file.descriptor() < 0)
      return tl::unexpected<Error>(cannot_write(path, std::strerror(file.problem())));
    std::string_view rest = bytes;
    while (!rest.empty()) {
      const ssize_t written = write(file.descriptor(), rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return tl::unexpected<Error>(cannot_write(path, std::strerror(errno)));
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (const int code = file.keep(); code != 0)
      return tl::unexpected<Error>(cannot_write(path, std::strerror(code)));
  }
  return {};
}

}  // namespace fbd
