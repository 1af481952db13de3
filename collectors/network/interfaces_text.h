// The lines of /etc/network/interfaces, put together from all files. Only for interfaces*.cpp.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collectors/network/network_entry.h"

namespace fbd {

struct InterfacesBlock {
  struct Option {
    std::string name;
    std::string value;
    int line = 0;
  };
  std::string interface;  // with its label: "eth0:1"
  std::string family;
  std::string method;
  bool inherits = false;
  std::string file;
  int line = 0;
  std::vector<Option> options;
};

struct InterfacesText {
  std::vector<InterfacesBlock> blocks;      // "iface" only
  std::set<std::string, std::less<>> boot;  // names after auto and allow-hotplug
  std::vector<NetworkProblem> problems;     // what is not followed: mappings, unread sources
  bool refused = false;                     // ifupdown would read none of it; the last problem why
};

InterfacesText read_interfaces_text(std::string_view root, const NetworkFiles& files);

}  // namespace fbd
