// What the installer of the mobility agent wrote down: /usr/local/.vx_version.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/fact.h"

namespace fbd {

/// On Windows the version of the program behind the service svagents, and the directory that the
/// registry names.
/// Source: AzMigrate-Hydration, agent installer and configurator. Texts are empty when a key is
/// absent. A file without a single key=value line is malformed.
struct AgentVersion {
  static constexpr std::string_view path = "/usr/local/.vx_version";
  static std::span<const Origin<AgentVersion>> origins();

  std::string version;  // "9.66.7567.1"
  std::string build_tag;
  std::string installation_dir;  // "/usr/local/ASR/Vx"
  std::string os_built_for;      // "RHEL8-64"
  /// "Succeeded" or "Failed"; the configurator deletes it when it starts and writes it when it
  /// ends.
  std::optional<std::string> configuration_status;
};

/// {"path", "version", "build_tag", "installation_dir", "os_built_for", "configuration_status"};
/// the last is null when it is absent.
std::string to_json(const AgentVersion& fact);

}  // namespace fbd
