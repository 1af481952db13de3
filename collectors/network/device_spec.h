// Lists of devices as NetworkManager's configuration writes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// "interface-name:eth*,except:mac:00:50:56:aa:bb:cc": the elements between commas or semicolons.
std::vector<std::string> device_specs(std::string_view value);

/// Whether a list picks the device: by one of its elements, or, where it has nothing but
/// exceptions, by none of them. Drivers, DHCP clients and subchannels are not known here and never
/// match. `type` is NetworkManager's word: "ethernet", "bond". Source: NetworkManager.conf(5),
/// Device List Format, and nm_match_spec_device() of 1.42.4.
bool matches_device(const std::vector<std::string>& specs, std::string_view interface_name,
                    std::string_view mac_address, std::string_view type = "ethernet");

}  // namespace fbd
