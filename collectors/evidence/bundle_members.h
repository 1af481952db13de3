// The members of a bundle, as they come out of an archive or a directory and before anybody knows
// what they mean. Whoever made them may have meant harm.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"

namespace fbd {

/// By name: "manifest.json", "site.yaml", "observations/web01/host.agent-config".
using BundleMembers = std::map<std::string, std::string, std::less<>>;

/// Whether a host or question may be a part of a path: no separators, nothing hidden, not too long.
bool is_safe_name(std::string_view name);

/// `member "observations/web01/x"`, fit for a sentence.
std::string named_member(std::string_view name);

/// What is read so far. Takes only names that a bundle has, each once, and not too much of it; what
/// it does not take is an error without the bundle's own name.
class MemberReader {
 public:
  /// Every entry counts, even one that is then left out.
  Result<void> begin(std::string_view name);
  Result<void> append(std::string_view bytes);
  /// A directory that members may lie in.
  Result<void> directory(std::string_view name);

  std::size_t size() const { return current_->second.size(); }
  BundleMembers take() { return std::move(members_); }

 private:
  Result<void> count();

  BundleMembers members_;
  BundleMembers::iterator current_;
  std::size_t entries_ = 0;
  std::uint64_t total_ = 0;
};

/// Errors name the member and what is wrong with it, but not the file.
Result<BundleMembers> members_of_archive(const std::filesystem::path& file);
Result<BundleMembers> members_of_directory(const std::filesystem::path& directory);

}  // namespace fbd
