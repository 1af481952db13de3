// One reader for each form of lease file. Pure functions: any bytes, in linear time.
#pragma once

#include <string_view>
#include <vector>

#include "collectors/network/leases.h"

namespace fbd {

/// What one file holds. `trouble` says why it holds no lease that counts; empty if it does, or if
/// it is empty in the way a client leaves it.
struct LeaseFile {
  std::vector<Lease> leases;
  std::string trouble;
  int line = 0;  // of the trouble
};

/// "lease { ... }" and "lease6 { ... }" of ISC dhclient, of every interface the last: dhclient.c.
LeaseFile read_dhclient_leases(std::string_view text);

/// The server's reply as it came, of dhcpcd from version 5 on: RFC 2131 and 2132.
LeaseFile read_bootp_reply(std::string_view bytes);
/// The same with IPv6: RFC 8415.
LeaseFile read_dhcpv6_reply(std::string_view bytes);

/// KEY=value lines, of networkd and NetworkManager (sd-dhcp-lease.c), and of dhcpcd up to 3
/// (SLES 11), which says more and in other words.
LeaseFile read_lease_settings(std::string_view text);

/// <lease> of wicked: its dhcp4/lease.c and dhcp6/lease.c.
LeaseFile read_wicked_lease(std::string_view text);

/// Sets what a lease time means that began at `start`; 0xFFFFFFFF is for ever.
void set_lease_time(Lease& lease, std::uint32_t seconds,
                    std::optional<std::chrono::sys_seconds> start);

/// A number without anything else around it.
std::optional<std::uint32_t> lease_number(std::string_view text);

/// The addresses of one family among words that commas or blanks divide.
std::vector<std::string> lease_addresses(std::string_view text, bool ipv4);

/// Words that commas or blanks divide.
std::vector<std::string_view> lease_words(std::string_view text);

}  // namespace fbd
