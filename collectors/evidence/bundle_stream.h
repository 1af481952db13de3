// A bundle that grows while it is written: a tar archive of independent zstd frames, and behind
// every member its line of the manifest. Killed at any moment or out of space, what was written so
// far is a bundle that can be read.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "collectors/evidence/bundle_chain.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// A member as it stands in the archive: header and bytes, compressed. Made by any thread.
Result<std::string> bundle_frame(std::string_view name, std::string_view bytes,
                                 std::chrono::sys_seconds at);

class BundleStream {
 public:
  /// To a file, which has ".part" behind its name until it is complete; "-" is standard output.
  /// One that is there already is replaced in the end. 0600, whatever the umask.
  static Result<std::unique_ptr<BundleStream>> create(const std::filesystem::path& file,
                                                      const ChainBegin& begin,
                                                      std::uint64_t at_most);
  ~BundleStream();
  BundleStream(const BundleStream&) = delete;
  BundleStream& operator=(const BundleStream&) = delete;

  /// Whether a frame of that size still has room.
  bool has_room(std::size_t frame_bytes) const;
  /// A member (a frame of bundle_frame, or "" for a line about nothing stored) and its line. The
  /// error names the file and what the system said; what was there before stays whole.
  Result<void> add(std::string_view frame, const ChainLine& line);
  /// The last line, the manifest as a whole, and the file's final name unless something is wrong
  /// with the bundle: then it keeps ".part".
  Result<void> finish(const ChainEnd& end, bool give_name);
  /// Where it is being written, for messages.
  const std::string& place() const { return place_; }
  std::uint64_t written() const { return written_; }

 private:
  BundleStream() = default;
  Result<void> write(std::string_view bytes);

  std::filesystem::path target_;
  std::string place_;
  int descriptor_ = -1;
  bool is_file_ = false;
  std::uint64_t at_most_ = 0;
  std::uint64_t written_ = 0;
  std::string manifest_;  // all lines so far
  std::string previous_;  // the hash of the last
  std::size_t segments_ = 0;
};

}  // namespace fbd
