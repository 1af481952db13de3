// The members of a bundle, as they come out of an archive or a directory and before anybody knows
// what they mean. Whoever made them may have meant harm.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/evidence/sha256.h"

namespace fbd {

inline constexpr std::string_view first_segment = "manifest/00000000.jsonl";

/// A file of a host: what it holds may be large and is not kept.
struct FileDigest {
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// By name.
struct BundleMembers {
  // "manifest.json", "site.yaml", "observations/web01/host.agent-config", "manifest.jsonl"
  std::map<std::string, std::string, std::less<>> kept;
  std::map<std::string, FileDigest, std::less<>> files;  // "files/web01/var/log/svagents.log"
  std::string damage{};  // why the rest could not be read; "" if there is none
};

/// Told about the bytes of the files of hosts, piece by piece; the first piece of each is empty.
using FileBytes = std::function<void(std::string_view member, std::string_view bytes)>;

/// Whether a host or question may be a part of a path: no separators, nothing hidden, not too long.
bool is_safe_name(std::string_view name);

/// Whether a member of a bundle that grows may have that name.
bool is_member_name(std::string_view name);

/// `member "observations/web01/x"`, fit for a sentence.
std::string named_member(std::string_view name);

/// What is read so far. Takes only names that a bundle has, each once, and not too much of it; what
/// it does not take is an error without the bundle's own name.
class MemberReader {
 public:
  explicit MemberReader(FileBytes file_bytes = {}) : file_bytes_(std::move(file_bytes)) {}

  /// Every entry counts, even one that is then left out.
  Result<void> begin(std::string_view name);
  Result<void> append(std::string_view bytes);
  /// A directory that members may lie in.
  Result<void> directory(std::string_view name);

  /// When all of a member has been read.
  void end();

  std::uint64_t size() const { return size_; }  // of the member that is being read
  std::uint64_t file_bytes() const { return files_total_; }
  /// Whether these are members of a bundle that grew, of which any first part is good.
  bool has_grown() const { return members_.kept.contains(first_segment); }
  BundleMembers take();

 private:
  Result<void> count();
  Result<void> append_to_file(std::string_view bytes);

  BundleMembers members_;
  FileBytes file_bytes_;
  std::string* kept_ = nullptr;  // of the member that is being read: its bytes, or
  FileDigest* file_ = nullptr;   // what is known of the file
  std::string name_;
  Sha256 hash_;
  std::uint64_t size_ = 0;
  std::size_t entries_ = 0;
  std::size_t files_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t files_total_ = 0;
};

/// Errors name the member and what is wrong with it, but not the file.
/// An archive that breaks off gives what came before, and says so.
Result<BundleMembers> members_of_archive(const std::filesystem::path& file,
                                         const FileBytes& file_bytes = {});
Result<BundleMembers> members_of_directory(const std::filesystem::path& directory,
                                           const FileBytes& file_bytes = {});

}  // namespace fbd
