// The baseline: what a machine's network was like at a good time, kept in one small file.
#pragma once

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/tree.h"

namespace fbd {

/// Where "baseline save" puts it and a check looks for it.
inline constexpr std::string_view baseline_file = "/var/lib/failback-doctor/baseline.json";

/// The files of the network's configuration as they were, byte for byte (secrets taken out), and
/// what ran, as the answers to the questions that were asked then. What it means is read from these
/// by the same code that reads a live machine; a file that says it in other words as well could
/// contradict itself.
struct NetworkBaseline {
  static std::span<const Origin<NetworkBaseline>> origins();

  std::string host;
  std::chrono::sys_seconds at{};
  std::vector<TreeEntry> files;                // the answer of "network.configuration"
  std::map<std::string, std::string> answers;  // of other questions, by their ids
};

/// {"format": "failback-doctor baseline", "version": 1, "host", "at", "files": [{"path", "kind",
/// "mode", "text" or "hex"}], "answers": {ID: TEXT}, "network": ...}; `network_json` is what the
/// files meant then, for people and other programs; nothing here reads it.
std::string write_baseline(const NetworkBaseline& baseline, std::string_view network_json);

/// Malformed names what is wrong where.
Result<NetworkBaseline> parse_baseline(std::string_view text);

/// {"host", "at", "files": [PATH]}
std::string to_json(const NetworkBaseline& fact);

}  // namespace fbd
