// The network interfaces a machine has at this moment, and how they hang together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

struct RunningLink {
  std::uint32_t index = 0;
  std::string name;
  std::vector<std::string> other_names;  // "altname": names it also answers to
  std::string mac;                       // lower case; empty: it has none
  std::string permanent_mac;             // of the hardware, as far as it is shown and differs
  std::string kind;                      // "bond", "bridge", "vlan", "veth", ...; empty: hardware
  std::string controller;                // the bond, bridge or team it is a port of
  std::string parent;                    // of a VLAN and the like, the interface below
  std::optional<std::uint32_t> vlan_id;
  std::optional<std::uint32_t> mtu;
  std::string state;  // "up", "down", "unknown", ... as the kernel sees it
  bool switched_on = false;
  bool carrier = false;

  bool is_loopback() const { return name == "lo"; }
};

/// In the order of the kernel, the loopback among them.
struct RunningLinks {
  static std::span<const Origin<RunningLinks>> origins();

  std::vector<RunningLink> links;

  /// By its name or one of its other names; nullptr if there is none.
  const RunningLink* find(std::string_view name) const;
};

/// {"links": [{"index", "name", "other_names", "mac", "permanent_mac", "kind", "controller",
/// "parent", "vlan_id", "mtu", "state", "switched_on", "carrier"}]}; null for what is not known.
std::string to_json(const RunningLinks& fact);

/// What hardware is behind an interface: only those that have some.
struct LinkDevice {
  std::string interface;
  std::string driver;  // "vmxnet3", "hv_netvsc"; empty: none is bound
  std::string device;  // "0000:0b:00.0": with PCI, where it is plugged in
};

struct LinkDevices {
  static std::span<const Origin<LinkDevices>> origins();

  std::vector<LinkDevice> devices;  // by name

  const LinkDevice* find(std::string_view interface) const;
};

/// {"devices": [{"interface", "driver", "device"}]}
std::string to_json(const LinkDevices& fact);

}  // namespace fbd
