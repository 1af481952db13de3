// What the options of dhcpcd.conf add up to for one interface. Only for dhcpcd_conf.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/connection.h"

namespace fbd {

struct DhcpcdOption {
  std::string_view name;
  std::string_view argument;
  int line = 0;
};

/// Option and argument of each line; dhcpcd knows comments, quotes, and no continued lines.
std::vector<DhcpcdOption> read_dhcpcd_options(std::string_view text);

/// The words of an interface pattern list: "eth*, wlan0".
std::vector<std::string> dhcpcd_words(std::string_view list);

class DhcpcdOptions {
 public:
  /// Why dhcpcd does not take the option; empty: it does, or it is none of ours.
  std::string apply(const DhcpcdOption& option);
  void set(Connection& connection) const;
  /// Of what decided about IPv4; 0: nothing did.
  int line() const { return line_; }

 private:
  std::string assign(std::string_view name, std::string_view value, int line);
  std::string assign_address(std::string_view value);
  std::string assign_ipv6(std::string_view value);
  std::string add_route(std::string_view value);
  void set_ipv4(IpConfiguration& ip) const;
  void set_ipv6(IpConfiguration& ip) const;

  bool ipv4_ = true, dhcp_ = true, link_local_ = true, arp_ = true;
  bool ipv6_ = true, solicits_ = true, autoconf_ = true, dhcp6_ = true;
  bool asks_dhcp6_ = false;  // without waiting for a router to say so
  bool static_ = false, inform_ = false, gateway_ = true, at_boot_ = true;
  std::string address_;
  std::optional<int> length_;
  std::optional<Cidr> address6_;
  std::string router_;  // of several to one destination the first counts
  std::vector<ConfiguredRoute> routes_;
  std::vector<std::string> servers_, domain_, search_;
  std::optional<int> mtu_;
  int line_ = 0;
};

}  // namespace fbd
