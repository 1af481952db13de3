// Ethernet addresses, and whose they are.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

/// ASCII letters only; ":" stays ":", and "-" becomes it.
std::string lower_case_mac(std::string_view mac);

/// Given out by Azure: 00:0d:3a, 00:22:48, 60:45:bd, 7c:1e:52. False for what is no whole address.
bool is_azure_mac(std::string_view mac);

/// Given out by vCenter and ESXi: 00:50:56, 00:0c:29.
bool is_vmware_mac(std::string_view mac);

}  // namespace fbd
