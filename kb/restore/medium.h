// An installation medium as a repository: where a machine without a network gets a package from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/host/os_release.h"

namespace fbd {

struct Medium {
  std::vector<std::string> repositories;  // absolute folders with packages' lists, at least one
  std::vector<std::string> suites;        // of Debian and Ubuntu: "bookworm"
};

/// What is mounted there. not_found: it is no directory, or holds no repository of that family.
Result<Medium> read_medium(const std::filesystem::path& folder, OsRelease::Family family);

/// The commands that install NetworkManager from it and nothing else; their own settings are below
/// /var/lib/failback-doctor, no repository of the machine is changed or asked. Sources: yum(8), -c;
/// dnf(8), --repofrompath; zypper(8), --plus-repo and --no-remote; sources.list(5), trusted.
std::vector<std::string> installation_from(const Medium& medium, const OsRelease& os);

/// For people: the commands from mounting on, with the folder that media of that release have.
std::vector<std::string> medium_notes(const OsRelease& os);

}  // namespace fbd
