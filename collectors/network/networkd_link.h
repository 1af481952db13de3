// How udev names interfaces: .link files.
#pragma once

#include <string>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// One .link file with its drop-ins. The first that matches an interface is for it.
struct LinkFile {
  std::string file;
  int line = 0;    // of Name=, else of NamePolicy=, else 0
  std::string id;  // the file's name without ".link"
  ConnectionStatus status = ConnectionStatus::ok;
  std::string reason;  // of a status that is not ok
  /// OriginalName= is among the names. One that is "*" alone matches everything.
  ConnectionMatch match;
  std::string name;                      // Name=: what the interface is called
  std::vector<std::string> name_policy;  // NamePolicy=: tried in this order before Name=
  std::vector<std::string> other_names;  // AlternativeName=
  std::string mac_address_policy;        // "persistent", "random", "none"; empty: not said
  std::string mac_address;               // MACAddress=: the address it gives
};

/// All of them in the order of their names. systemd 252, src/udev/net/link-config.c;
/// systemd.link(5).
std::vector<LinkFile> read_link_files(const NetworkTree& tree);

}  // namespace fbd
