#include <algorithm>
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
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

Error refused(const fs::path& path, std::string_view why) {
  return {ErrorKind::malformed, fmt::format("{}: {}", path.string(), why)};
}

std::string named(std::string_view member) { return fmt::format("member \"{}\"", printable(member, 200)); }

/// What is read so far; refuses what a bundle never holds and what is too much.
class Members {
 public:
  /// Why a member of this name cannot be taken, or "".
  std::string objection(std::string_view name) const {
    if (members_.size() >= max_bundle_members)
      return fmt::format("it has more than {} members", max_bundle_members);
    if (name.starts_with('/')) return named(name) + " has an absolute path";
    if (!is_known_place(name)) return named(name) + " does not belong into a bundle";
    if (members_.count(name)) return named(name) + " is there twice";
    return {};
  }

  std::string* add(std::string_view name) { return &members_[std::string(name)]; }

  /// Why this many more bytes of a member are too much, or "".
  std::string objection(std::string_view name, std::size_t size, std::size_t more) {
    total_ += more;
    if (size + more > max_bundle_member_bytes)
      return fmt::format("{} is larger than {} MiB", named(name), max_bundle_member_bytes >> 20);
    if (total_ > max_bundle_bytes)
      return fmt::format("it is larger than {} MiB when unpacked", max_bundle_bytes >> 20);
    return {};
  }

  BundleMembers take() { return std::move(members_); }

 private:
  /// manifest.json, site.yaml or observations/HOST/QUESTION. No "..", no links out, nothing else.
  static bool is_known_place(std::string_view name) {
    if (name == "manifest.json" || name == "site.yaml") return true;
    constexpr std::string_view room = "observations/";
    if (!name.starts_with(room)) return false;
    name.remove_prefix(room.size());
    const std::size_t slash = name.find('/');
    return slash != std::string_view::npos && is_safe_name(name.substr(0, slash)) &&
           is_safe_name(name.substr(slash + 1));
  }

  BundleMembers members_;
  std::uint64_t total_ = 0;
};

struct FreeArchive {
  void operator()(archive* one) const { archive_read_free(one); }
};

std::string_view kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry)) return "a hard link";
  switch (archive_entry_filetype(entry)) {
    case AE_IFLNK: return "a symbolic link";
    case AE_IFCHR:
    case AE_IFBLK: return "a device";
    case AE_IFIFO: return "a FIFO";
    case AE_IFSOCK: return "a socket";
    default: return "not a regular file";
  }
}

/// Reads the bytes of one member into `bytes`; the reason why not, or "".
std::string read_member(archive* reader, std::string_view name, std::string& bytes,
                        Members& members) {
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  while (true) {
    const int status = archive_read_data_block(reader, &block, &size, &offset);
    if (status == ARCHIVE_EOF) return {};
    if (status != ARCHIVE_OK) {
      const char* why = archive_error_string(reader);
      return fmt::format("{} cannot be read: {}", named(name), why ? why : "damaged");
    }
    // Sparse members have holes; a bundle never has, and holes cost memory.
    if (offset < 0 || static_cast<std::uint64_t>(offset) != bytes.size())
      return named(name) + " is sparse";
    if (std::string why = members.objection(name, bytes.size(), size); !why.empty()) return why;
    bytes.append(static_cast<const char*>(block), size);
  }
}

Result<BundleMembers> members_of_archive(const fs::path& file) {
  const std::unique_ptr<archive, FreeArchive> reader(archive_read_new());
  archive_read_support_format_tar(reader.get());
  archive_read_support_filter_zstd(reader.get());
  archive_read_support_filter_gzip(reader.get());
  const auto failed = [&](std::string_view what) {
    const char* why = archive_error_string(reader.get());
    return tl::unexpected<Error>(
        refused(file, fmt::format("{}: {}", what, why ? printable(why, 200) : "damaged")));
  };
  if (archive_read_open_filename(reader.get(), file.c_str(), 64 << 10) != ARCHIVE_OK)
    return failed("cannot be opened as a bundle");
  Members members;
  archive_entry* entry = nullptr;
  while (true) {
    const int status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status != ARCHIVE_OK) return failed("not a bundle, or a damaged one");
    const char* raw = archive_entry_pathname(entry);
    const std::string name = raw ? raw : "";
    if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) != AE_IFREG)
      return tl::unexpected<Error>(
          refused(file, fmt::format("{} is {}", named(name), kind_of(entry))));
    if (std::string why = members.objection(name); !why.empty())
      return tl::unexpected<Error>(refused(file, why));
    std::string* bytes = members.add(name);
    if (std::string why = read_member(reader.get(), name, *bytes, members); !why.empty())
      return tl::unexpected<Error>(refused(file, why));
  }
  return members.take();
}

/// One regular file of a bundle that is a directory; the reason why not, or "".
std::string read_regular(const fs::path& path, std::string_view name, std::string& bytes,
                         Members& members) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return fmt::format("{}: {}", named(name), std::strerror(errno));
  const std::unique_ptr<const int, void (*)(const int*)> closer(&descriptor,
                                                                [](const int* one) { close(*one); });
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
    return named(name) + " is not a regular file";
  char block[64 << 10];
  while (true) {
    const ssize_t size = read(descriptor, block, sizeof block);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return fmt::format("{}: {}", named(name), std::strerror(errno));
    if (size == 0) return {};
    const auto more = static_cast<std::size_t>(size);
    if (std::string why = members.objection(name, bytes.size(), more); !why.empty()) return why;
    bytes.append(block, more);
  }
}

Result<BundleMembers> members_of_directory(const fs::path& directory) {
  Members members;
  std::error_code problem;
  fs::recursive_directory_iterator walk(directory, problem);
  for (const fs::recursive_directory_iterator end; !problem && walk != end;
       walk.increment(problem)) {
    const std::string name = walk->path().lexically_relative(directory).string();
    // Nothing of a bundle lies deeper; whoever digs a shaft shall not have us follow.
    if (walk.depth() > 2) return tl::unexpected<Error>(refused(directory, named(name) + " lies too deep"));
    const fs::file_status status = walk->symlink_status(problem);
    if (problem) break;
    if (fs::is_directory(status)) continue;
    if (fs::is_symlink(status))
      return tl::unexpected<Error>(refused(directory, named(name) + " is a symbolic link"));
    if (std::string why = members.objection(name); !why.empty())
      return tl::unexpected<Error>(refused(directory, why));
    std::string* bytes = members.add(name);
    if (std::string why = read_regular(walk->path(), name, *bytes, members); !why.empty())
      return tl::unexpected<Error>(refused(directory, why));
  }
  if (problem) return tl::unexpected<Error>(refused(directory, problem.message()));
  return members.take();
}

/// Why a member is not what the manifest says, or "". In a bundle that was written by hand, and
/// only there, a line may leave size and hash away.
std::string mismatch(const ManifestEntry& entry, const std::string& bytes, bool by_hand) {
  if (!by_hand && (!entry.bytes || entry.sha256.empty()))
    return fmt::format("manifest.json does not give size and hash of {}", named(entry.member));
  if (entry.bytes && *entry.bytes != bytes.size())
    return fmt::format("{} has {} bytes, and the manifest says {}", named(entry.member),
                       bytes.size(), *entry.bytes);
  if (!entry.sha256.empty() && entry.sha256 != sha256_of(bytes))
    return named(entry.member) + " was changed: its SHA-256 is not the manifest's";
  return {};
}

Result<Bundle> assembled(BundleMembers members, const fs::path& path, bool by_hand) {
  const auto refuse = [&](std::string_view why) { return tl::unexpected<Error>(refused(path, why)); };
  for (const std::string_view needed : {"manifest.json", "site.yaml"})
    if (!members.count(needed)) return refuse(fmt::format("it has no {}: not a bundle", needed));
  Result<Manifest> manifest = read_manifest(members.find("manifest.json")->second);
  if (!manifest) return refuse(manifest.error().message);
  Result<Site> site = parse_site(members.find("site.yaml")->second, "site.yaml");
  if (!site) return refuse(site.error().message);
  Bundle bundle{std::move(manifest->program), std::move(*site), {}};
  members.erase("manifest.json");
  members.erase("site.yaml");
  for (ManifestEntry& entry : manifest->entries) {
    if (!bundle.site.host(entry.asked.host))
      return refuse(fmt::format("manifest.json names the host \"{}\", and site.yaml does not",
                                entry.asked.host));
    if (bundle.evidence.find(entry.asked.host, entry.asked.question))
      return refuse(fmt::format("manifest.json has {} twice", member_name(entry.asked)));
    Observation observation{entry.at, entry.took, {}};
    if (entry.error) {
      observation.answer = tl::unexpected<Error>(std::move(*entry.error));
    } else {
      const auto member = members.find(entry.member);
      if (member == members.end()) return refuse(named(entry.member) + " is missing");
      if (std::string why = mismatch(entry, member->second, by_hand); !why.empty())
        return refuse(why);
      observation.answer = std::move(member->second);
      members.erase(member);
    }
    bundle.evidence.record({entry.asked.host, entry.asked.question, std::move(entry.request)},
                           std::move(observation));
  }
  if (!members.empty()) return refuse(named(members.begin()->first) + " is not in the manifest");
  return bundle;
}

}  // namespace

Result<Bundle> read_bundle(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    const ErrorKind kind = errno == ENOENT ? ErrorKind::not_found
                           : errno == EACCES ? ErrorKind::denied : ErrorKind::failed;
    return error(kind, fmt::format("{}: {}", path.string(), std::strerror(errno)));
  }
  const bool directory = S_ISDIR(status.st_mode);
  if (!directory && !S_ISREG(status.st_mode))
    return tl::unexpected<Error>(refused(path, "neither a file nor a directory"));
  Result<BundleMembers> members = directory ? members_of_directory(path) : members_of_archive(path);
  if (!members) return tl::unexpected<Error>(members.error());
  return assembled(std::move(*members), path, directory);
}

}  // namespace fbd
