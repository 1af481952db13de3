// Values as systemd-networkd reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/cidr.h"

namespace fbd {

std::vector<std::string_view> systemd_words(std::string_view text);

/// "yes", "TRUE", "1" and so on.
std::optional<bool> systemd_boolean(std::string_view text);

/// A number as C writes it: "024" is twenty, "0x18" is 24.
std::optional<std::uint32_t> systemd_number(std::string_view text);

/// "1500", "9K": bytes.
std::optional<std::uint64_t> systemd_size(std::string_view text);

struct AddressFamilies {
  bool v4 = false;
  bool v6 = false;
};
/// "yes", "no", "ipv4", "ipv6".
std::optional<AddressFamilies> address_families(std::string_view text);

/// A MAC address in any of its forms, as "00:50:56:01:02:03".
std::optional<std::string> hardware_address(std::string_view text);

/// Whether an interface could have that name, or an alternative name, or a pattern for one.
bool is_networkd_name(std::string_view text);

struct NetworkdAddress {
  Cidr cidr;
  bool is_length_assumed = false;
  bool is_from_pool = false;  // 0.0.0.0/24: networkd picks a network that is free
};
/// "10.1.2.3/24". Without a length systemd 252 takes the classful one, for IPv6 none at all.
std::optional<NetworkdAddress> networkd_address(std::string_view text);

/// "8.8.8.8", "[2001:db8::1]:53%eth0#name": the address alone.
std::optional<std::string> dns_server(std::string_view text);

}  // namespace fbd
