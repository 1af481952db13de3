// Files and links by which systemd and Upstart know the services of the network.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/tree.h"

namespace fbd {

/// Units with the links that enable, mask or rename them, their drop-ins, and Upstart's jobs. Also
/// on a mounted disk, where nothing in /run is left. No file at all is a valid answer.
struct UnitFiles {
  static std::span<const Origin<UnitFiles>> origins();
  /// Where units are, the strongest first. systemd.unit(5)
  static constexpr std::string_view directories[] = {
      "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system",
      "/usr/lib/systemd/system", "/lib/systemd/system"};

  std::vector<TreeEntry> all;

  /// The entry of that kind, or nullptr.
  const TreeEntry* find(std::string_view path, TreeEntry::Kind kind) const;
};

/// {"all": [{"path", "kind", "target"}]}; "kind" is file, link or error
std::string to_json(const UnitFiles& fact);

/// How init starts the machine, and which scripts it would start.
struct InitLinks {
  static std::span<const Origin<InitLinks>> origins();

  enum class Init { systemd, upstart, sysv, unknown };
  Init init = Init::unknown;         // what /sbin/init is; unknown: it is not there
  std::vector<std::string> scripts;  // "/etc/init.d/network"
  std::vector<std::string> starts;   // "/etc/rc3.d/S10network"
  std::vector<std::string> unseen;   // paths nobody could look at: they may be there or not
};

/// "systemd", "upstart", "sysv", "unknown"
std::string_view name(InitLinks::Init init);

/// {"init", "scripts": [], "starts": [], "unseen": []}
std::string to_json(const InitLinks& fact);

}  // namespace fbd
