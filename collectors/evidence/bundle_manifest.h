// manifest.json of a bundle: what was asked of whom, when, and where its answer is.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/result.h"
#include "collectors/evidence/sha256.h"

namespace fbd {

inline constexpr std::string_view bundle_format = "failback-doctor bundle";
inline constexpr int bundle_version = 1;

/// A line of the manifest. Either `member` says where the answer is, or `error` why there is none.
struct ManifestEntry {
  Asked asked;
  Request request;
  std::chrono::sys_seconds at;
  std::chrono::milliseconds took{0};
  std::string member;
  std::optional<std::uint64_t> bytes;
  std::string sha256;  // hex; empty: not told, as in a bundle written by hand
  std::optional<Error> error;
};

struct Manifest {
  std::string program;
  std::vector<ManifestEntry> entries;
};

Manifest manifest_of(std::string_view program, const Evidence& evidence);

ManifestEntry manifest_entry(const Asked& asked, const Request& request,
                             const Observation& observation);

/// One entry as JSON in one line, and the way back; malformed as read_manifest says it.
std::string write_manifest_entry(const ManifestEntry& entry);
Result<ManifestEntry> read_manifest_entry(std::string_view text);

/// JSON, one key a line.
std::string write_manifest(const Manifest& manifest);

/// Malformed, and says what is wrong where, for anything that write_manifest does not write; also
/// for the manifest of a newer format. Keys it does not know are passed over.
Result<Manifest> read_manifest(std::string_view text);

/// "observations/web01/host.agent-config"
std::string member_name(const Asked& asked);

}  // namespace fbd
