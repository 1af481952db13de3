// manifest.json of a bundle: what was asked of whom, when, and where its answer is.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/result.h"

namespace fbd {

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

/// What all members of a bundle are called by.
using BundleMembers = std::map<std::string, std::string, std::less<>>;

/// The manifest of evidence; answers go to `members` under the names the manifest gives them.
Manifest manifest_of(std::string_view program, const Evidence& evidence, BundleMembers& members);

std::string write_manifest(const Manifest& manifest);

/// Malformed, with what is wrong where, for anything that write_manifest does not write; also for
/// the manifest of a newer format.
Result<Manifest> read_manifest(std::string_view text);

/// "observations/web01/host.agent-config"
std::string member_name(const Asked& asked);

/// Whether a host or question may be a part of a path: no separators, nothing hidden, not too long.
bool is_safe_name(std::string_view name);

std::string sha256_of(std::string_view bytes);

}  // namespace fbd
