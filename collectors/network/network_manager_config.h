// NetworkManager's own configuration: NetworkManager.conf and its drop-ins.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// As NetworkManager 1.42 puts it together: the drop-ins of /usr/lib, then of /run, then
/// NetworkManager.conf, then the drop-ins of /etc, each by name, the last to set a key wins; of
/// drop-ins with the same name only that in /etc counts, or else that in /run. Then what the daemon
/// itself noted in /var/lib/NetworkManager/NetworkManager-intern.conf.
struct NetworkManagerConfig {
  static constexpr std::string_view profiles_folder = "/etc/NetworkManager/system-connections";

  static NetworkManagerConfig read(const NetworkTree& tree);

  struct Value {
    std::string text;  // as the file has it, "" if it is set to nothing
    SourcePlace source;
  };
  /// Nothing if no file sets it: then it is as NetworkManager was built.
  std::optional<Value> value(std::string_view section, std::string_view key) const;

  /// [main] plugins, in this order, "keyfile" at the end where it is not named: it cannot be left
  /// out. Empty if no file sets it.
  std::vector<std::string> plugins() const;
  /// Where profiles are, profiles_folder if nothing else is set; "": only in /run and /usr/lib.
  std::string keyfile_path() const;
  /// Whether the plugin ifupdown is loaded and leaves to NetworkManager what is in
  /// /etc/network/interfaces. By default it does not.
  bool manages_ifupdown() const;
  /// Whether NetworkManager makes a profile with DHCP of its own for an interface that has none.
  bool makes_default_profiles(std::string_view interface_name, std::string_view mac_address) const;
  /// Whether [keyfile] unmanaged-devices or a [device] section keeps NetworkManager off an
  /// interface. What depends on its driver is not seen.
  bool is_unmanaged(std::string_view interface_name, std::string_view mac_address,
                    std::string_view type = "ethernet") const;

  std::vector<std::string> sources;  // the files that were read, in order
  std::vector<NetworkProblem> problems;

 private:
  friend class NetworkManagerConfigReader;
  using Section = std::map<std::string, Value, std::less<>>;

  std::map<std::string, Section, std::less<>> sections_;
  std::vector<std::string> devices_;  // [device...] sections, the first that matches counts
};

}  // namespace fbd
