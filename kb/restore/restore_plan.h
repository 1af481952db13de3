// A plan to give a machine its network back: files to write and remove, commands to run, and what
// must be true afterwards. Plain values: it can be printed, compared and carried out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/network/configured_network.h"
#include "collectors/network/network_baseline.h"
#include "collectors/network/running_addresses.h"
#include "kb/restore/static_text.h"

namespace fbd {

struct FileChange {
  std::string path;                    // absolute, below the root
  unsigned mode = 0644;                // of what is written
  std::optional<std::string> content;  // nothing: the file is removed
  std::optional<std::string> before;   // what is there now; nothing: it is not there
  std::string why;
};

struct ExpectedAddress {
  std::string interface;
  std::string address;  // "10.1.2.3"
  std::string gateway;  // "10.1.2.1", or empty
};

struct RestorePlan {
  std::string source;                 // "the baseline of 2026-10-01 12:00:00 UTC", or backup files
  std::vector<std::string> packages;  // commands of the package manager, first of all; what they
                                      // install is not taken back
  std::vector<std::string> before;    // commands while the old files are still there
  std::vector<FileChange> files;      // in this order
  std::vector<std::string> after;     // commands that bring the new configuration up, or an old one
  std::vector<std::string> undo;      // commands to take it back with, if those are not the same
  std::vector<ExpectedAddress> expected;
  std::vector<std::string> expected_servers;  // name servers of which one has to answer
  std::vector<std::string> notes;             // what it does not do, for people
};

/// What a plan is made of. Pure data: everything comes from evidence.
struct RestoreInput {
  std::vector<TreeEntry> files;  // the answer of "network.configuration" now
  const ConfiguredNetwork& now;
  const NetworkBaseline* baseline;        // nullptr: there is none; Site Recovery's copies are used
  const RunningAddresses* running;        // nullptr: a mounted disk; then no command is planned
  bool is_network_manager_gone = false;   // its package is known not to be installed
  std::string_view kept_in = "baseline";  // what that was read from, for people
  /// What a person says it must be: counts most.
  std::optional<StaticInterface> given = std::nullopt;
};

/// Files come back byte for byte where the same interface is still there, and are rewritten for the
/// new name where it was renamed. Where nothing reads the old files any more, or there are none and
/// a person gives the addresses, new ones are made for the stack that has the interface now. A copy
/// counts only if a static address was read from it, because a second failover overwrites the
/// copies with DHCP. not_found: there is nothing to restore from, and the message says what was
/// looked at.
Result<RestorePlan> plan_restore(const RestoreInput& input);

/// What would be done, for people: every file with its difference, every command.
std::string to_text(const RestorePlan& plan);

/// "-old" and "+new" lines with some lines around them; "" if there is no difference.
std::string line_difference(const std::string& before, const std::string& now);

}  // namespace fbd
