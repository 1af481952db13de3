// Interfaces that came back under another name, and their files.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/interface_intent.h"
#include "collectors/network/running_addresses.h"

namespace fbd {

/// Old name to new one, where an interface with a static address is gone and exactly one is there
/// that nothing asks for under its own name; with several nobody can tell which is which.
std::map<std::string, std::string> new_names(const std::vector<InterfaceIntent>& wanted,
                                             const RunningAddresses& running);

/// "ifcfg-ens192" becomes "ifcfg-eth0"; other paths stay.
std::string renamed_path(std::string_view path, const std::map<std::string, std::string>& names);

/// Every old name that stands there as a word of its own becomes the new one, and what binds the
/// file to a network card that is gone (HWADDR, mac-address) is taken out of ifcfg files.
std::string renamed_content(std::string_view path, std::string_view content,
                            const std::map<std::string, std::string>& names);

}  // namespace fbd
