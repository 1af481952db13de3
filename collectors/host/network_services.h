// Which services of the network start at boot, as files say, and which are running.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/host/unit_files.h"

namespace fbd {

/// What systemd says about its units now; makes no sense on a mounted disk, where running is simply
/// unknown. not_found or failed on a machine that systemd does not run.
struct RunningUnits {
  static std::span<const Origin<RunningUnits>> origins();

  struct Unit {
    std::string id;          // "NetworkManager.service"; of an alias: what it stands for
    std::string load;        // "loaded", "not-found", "masked", "error"
    std::string active;      // "active", "inactive", "failed", "activating"
    std::string sub;         // "running", "exited", "dead"
    std::string file_state;  // "enabled", "disabled", "static", "masked"; may be empty
    std::string result;      // "success", "exit-code"
  };
  std::vector<Unit> all;  // one for each service asked about, aliases once

  const Unit* find(std::string_view id) const;
};

/// {"all": [{"id", "load", "active", "sub", "file_state", "result"}]}
std::string to_json(const RunningUnits& fact);

/// Put together from UnitFiles and InitLinks.
struct NetworkServices {
  /// As "systemctl is-enabled" of systemd 252 says it; beyond it: dangling, unknown.
  enum class State {
    enabled,
    enabled_runtime,  // by a link in /run: until the next boot
    disabled,
    fixed,     // "static": nothing to enable; see started_by
    indirect,  // enabled under another name, or only together with another unit
    linked,    // its file is outside of the search path
    masked,
    masked_runtime,
    alias,      // a link to another unit; see alias_of
    dangling,   // a link to a unit that is not there, as the removal of a package leaves it
    not_found,  // links that would start it may still be there
    unknown,    // its files cannot be read
  };
  struct Service {
    std::string name;  // without ".service"
    State state = State::not_found;
    InitLinks::Init by = InitLinks::Init::unknown;  // whose files decide; unknown: nobody's
    std::string file;                               // that decides
    std::string alias_of;                           // "wicked.service"
    std::vector<std::string> started_by;  // links by which boot starts it, dangling ones as well
    std::vector<std::string> drop_ins;
  };
  std::vector<Service> all;  // in the order of service_names.h

  const Service* find(std::string_view name) const;
  /// Whether boot starts it, under this name or as what an alias stands for.
  bool starts_at_boot(std::string_view name) const;
};

NetworkServices network_services(const UnitFiles& units, const InitLinks& init);

/// "enabled", "enabled-runtime", "static", "not-found" ...
std::string_view name(NetworkServices::State state);

/// {"all": [{"name", "state", "by", "file", "alias_of", "started_by": [], "drop_ins": []}]}
std::string to_json(const NetworkServices& fact);

}  // namespace fbd
