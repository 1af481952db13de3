// What DHCP clients wrote down about the leases they got.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/network/connection.h"

namespace fbd {

enum class DhcpClient { dhclient, dhcpcd, network_manager, networkd, wicked };

/// "dhclient", "dhcpcd", "network-manager", "networkd", "wicked"
std::string_view name(DhcpClient client);

/// One address. It was leased once; whether it still is, and whether the client still runs, a file
/// does not tell.
struct Lease {
  DhcpClient client = DhcpClient::dhclient;
  std::string interface;                         // empty: the file does not say
  std::optional<std::uint32_t> interface_index;  // networkd names its files by this
  SourcePlace source;
  bool ipv4 = true;
  std::string address;
  std::optional<int> prefix;
  std::vector<std::string> routers;
  std::vector<std::string> dns;
  std::vector<std::string> search;
  std::string server;                    // its address; empty: not kept, as usual with IPv6
  std::optional<std::uint32_t> seconds;  // how long it was given for; nothing: for ever, or unknown
  std::optional<std::chrono::sys_seconds> expires;  // nothing: never, or unknown
  bool for_ever = false;
  bool azure_option = false;  // option 245, which Azure sends

  /// Given out by Azure: its DHCP server is 168.63.129.16 everywhere.
  bool from_azure() const { return azure_option || server == "168.63.129.16"; }
};

/// Of several leases in one file for the same interface and family the last one counts; only that
/// one is here. udhcpc and systems with old names of interfaces leave nothing.
struct Leases {
  static std::span<const Origin<Leases>> origins();

  std::vector<Lease> all;                // in the order of the paths
  std::vector<NetworkProblem> problems;  // files that could not be read
  std::size_t left_out = 0;              // further ones than are kept
};

/// {"leases": [{"client", "interface", "interface_index", "file", "line", "family", "address",
/// "prefix", "routers", "dns", "search", "server", "seconds", "expires", "for_ever",
/// "from_azure"}], "problems": [{"file", "line", "reason", "consequence"}], "left_out": 0}; null
/// for what is not known, "expires" as 2026-11-23T19:40:12Z.
std::string to_json(const Leases& fact);

}  // namespace fbd
