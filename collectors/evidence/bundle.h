// A bundle: the site and every observation, in a directory or a .tar.zst of one.
//
//   manifest.json                       format, version, and a line for every question
//   site.yaml                           the site, as a site file
//   observations/<host>/<question>      the bytes of an answer, as received
//
// A question that got no answer has its error in the manifest instead of a member. One that grows
// has manifest.jsonl and files of hosts besides: bundle_stream.h.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/bundle_chain.h"
#include "collectors/evidence/evidence.h"
#include "collectors/evidence/result.h"
#include "collectors/evidence/site.h"
#include "collectors/evidence/source.h"

namespace fbd {

struct Bundle {
  std::string program;  // version that wrote it
  Site site;
  Evidence evidence;
  // What only a bundle that grew has: bundle_stream.h.
  std::string id{};
  std::string redact{};  // "secrets", "all" or "none"
  std::vector<CollectedFile> files{};
  std::vector<LeftOut> left_out{};
  std::string incomplete{};  // why it is only the first part of one; "" if it is whole
};

/// Limits on what is read, so that a hostile archive costs bounded memory and time.
inline constexpr std::size_t max_bundle_members = 10'000;
inline constexpr std::uint64_t max_bundle_member_bytes = 64ULL << 20;
inline constexpr std::uint64_t max_bundle_bytes = 128ULL << 20;

/// Of the files of hosts, which are not held in memory.
inline constexpr std::size_t max_bundle_files = 400'000;
inline constexpr std::uint64_t max_bundle_file_bytes = 16ULL << 30;

/// Writes a .tar.zst with mode 0600: under a temporary name beside it, synced, then renamed.
/// An existing file is replaced. The error names the file and what the system said.
Result<void> write_bundle(const Bundle& bundle, const std::filesystem::path& file);

/// Writes the same as a directory, which must not exist or be empty; for tests and for reading.
Result<void> write_bundle_directory(const Bundle& bundle, const std::filesystem::path& directory);

/// Reads either form. Refused with a sentence that names the member: links, devices, absolute or
/// climbing paths, duplicates, members the manifest does not know or knows with another hash, a
/// truncated or corrupt archive, anything over the limits, a bundle of a newer version.
/// What was cut off while it grew is read up to there, and `incomplete` says so.
Result<Bundle> read_bundle(const std::filesystem::path& path);

/// Hands over the bytes of the files in a bundle, in the order they stand there, piece by piece;
/// the first piece of each is empty. What they are says Bundle::files, by their member.
Result<void> read_bundle_files(
    const std::filesystem::path& path,
    const std::function<void(std::string_view member, std::string_view bytes)>& each);

/// Answers from evidence that was collected before; what is not in it is not_collected.
class BundleSource final : public Source {
 public:
  explicit BundleSource(const Evidence& evidence) : evidence_(evidence) {}
  void ask(std::vector<Question> questions, std::chrono::milliseconds deadline,
           const Answered& answered) override;

 private:
  const Evidence& evidence_;
};

}  // namespace fbd
