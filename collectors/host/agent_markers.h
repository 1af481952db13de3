// Empty files by which the agent and its scripts leave notes to themselves.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Names only; no marker at all is a valid answer.
/// Source: AzMigrate-Hydration, scripts of the agent (uarespawnd, vConService_linux,
/// ApplyCustomChanges.sh).
struct AgentMarkers {
  /// Keeps the respawn daemon from starting the agent again.
  static constexpr std::string_view no_respawn = "/usr/local/.norespawn_vxagent";
  /// A machine was prepared to be a master target.
  static constexpr std::string_view master_target = "/etc/.appliedmtcustomchanges";
  /// The next boot rewrites every network interface.
  static constexpr std::string_view set_azure_ip = "/etc/vxagent/setazureip";
  /// Becomes the one above when the machine next boots outside Azure.
  static constexpr std::string_view set_vmware_ip = "/etc/vxagent/setvmwareip";
  static constexpr std::string_view prepare_for_azure = "/etc/vxagent/prepareforazure";

  static std::span<const Origin<AgentMarkers>> origins();

  std::vector<std::string> present;
  std::vector<std::string> unseen;  // paths nobody could look at: they may be there or not

  bool has(std::string_view path) const;
  bool could_look_at(std::string_view path) const;
};

/// {"present": [], "unseen": []}
std::string to_json(const AgentMarkers& fact);

}  // namespace fbd
