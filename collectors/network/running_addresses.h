// The addresses a machine has at this moment.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

struct RunningAddress {
  std::string address;  // "10.1.2.3", "fe80::1"
  int prefix = 0;
  bool ipv4 = true;
  /// The kernel drops it when its time is over, unless somebody renews it: a DHCP client's lease,
  /// or with IPv6 a router's announcement. Not every DHCP client tells the kernel about its lease
  /// (dhclient's old script, network scripts of RHEL 6), so false does not mean static.
  bool dynamic = false;
  std::optional<std::uint32_t> valid_seconds;  // nothing: for ever

  /// "10.1.2.3/24"
  std::string text() const;
};

struct RunningInterface {
  std::string name;
  std::string mac;  // empty: it has none
  bool up = false;  // switched on, and there is a carrier
  std::vector<RunningAddress> addresses;

  bool has_ipv4(std::string_view address) const;
  /// On a lease for sure.
  bool has_dynamic_ipv4() const;
  /// "10.1.2.3/24, 10.1.2.4/24"; empty if there is none.
  std::string ipv4_text() const;
};

/// Of all interfaces in the order of the kernel, the loopback among them.
struct RunningAddresses {
  static std::span<const Origin<RunningAddresses>> origins();

  std::vector<RunningInterface> interfaces;

  const RunningInterface* find(std::string_view name) const;
};

/// {"interfaces": [{"name", "mac", "up", "addresses": [{"address", "prefix", "family", "dynamic",
/// "valid_seconds"}]}]}; family is "inet" or "inet6", valid_seconds null for ever.
std::string to_json(const RunningAddresses& fact);

}  // namespace fbd
