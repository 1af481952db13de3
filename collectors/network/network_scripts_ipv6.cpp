#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_values.h"
#include "collectors/network/network_scripts_reader.h"

// Sources: ifup-ipv6, ifup-eth (DHCPV6C), ipv6_set_default_route() in network-functions-ipv6.

namespace fbd {
namespace {

class Ipv6 {
 public:
  explicit Ipv6(ScriptedFile& file) : file_(file), ip_(file.connection.ipv6) {}

  void read() {
    bool known = true, mentioned = false;
    for (const char* name :
         {"IPV6INIT", "IPV6ADDR", "IPV6ADDR_SECONDARIES", "IPV6_AUTOCONF", "DHCPV6C"}) {
      known = file_.knows(name) && known;
      mentioned = mentioned || !file_.value(name).empty();
    }
    if (!known) {
      ip_.method = AddressMethod::other;
      return;
    }
    if (!mentioned) return;
    const bool on = yes_or_no(file_.value("IPV6INIT")).value_or(true);
    const bool asks = yes_or_no(file_.value("DHCPV6C")).value_or(false);
    if (on && !read_addresses()) ip_.method = AddressMethod::other;
    if (on && ip_.method != AddressMethod::other) decide(asks, listens());
    // dhclient is started all the same.
    if (!on && asks) ip_.method = AddressMethod::dhcp;
    if (on) read_gateway();
  }

 private:
  /// To the announcements of routers.
  bool listens() const {
    const std::string_view word = file_.value("IPV6_AUTOCONF");
    return file_.value("IPV6FORWARDING") == "yes" ? word == "yes" : word != "no";
  }

  bool read_addresses() {
    constexpr int usual = 64;
    bool read = true;
    for (const char* setting : {"IPV6ADDR", "IPV6ADDR_SECONDARIES"})
      for (const std::string_view word : split_words(file_.value(setting), " \t\n")) {
        constexpr std::size_t most = 1000;
        std::optional<Cidr> address = parse_cidr(word);
        if (!address || !is_ipv6(address->address)) {
          file_.problem(setting, fmt::format("{} is no IPv6 address", printable(word, 60)),
                        "the network scripts do not set the address");
          read = false;
        } else if (ip_.addresses.size() < most) {
          ip_.addresses.push_back({short_ip(address->address), address->prefix.value_or(usual)});
        }
        if (!read) return false;
      }
    return read;
  }

  void decide(bool asks, bool hears) {
    if (asks) {
      ip_.method = AddressMethod::dhcp;
      if (hears) ip_.add_also("auto");
    } else if (hears) {
      ip_.method = AddressMethod::automatic;
    } else if (!ip_.addresses.empty()) {
      ip_.method = AddressMethod::fixed;
      return;
    } else {
      ip_.method = AddressMethod::other;
      ip_.add_also("link-local");
    }
    if (!ip_.addresses.empty()) ip_.add_also("static");
  }

  void read_gateway() {
    const std::string_view value = file_.value("IPV6_DEFAULTGW");
    const std::size_t percent = value.find('%');
    const std::string_view gateway = value.substr(0, percent);
    std::string_view device = file_.value("IPV6_DEFAULTDEV");
    if (percent != std::string_view::npos) device = value.substr(percent + 1);
    if (!is_ipv6(gateway) || (!device.empty() && device != file_.real_device())) return;
    ip_.gateway = short_ip(gateway);
  }

  ScriptedFile& file_;
  IpConfiguration& ip_;
};

}  // namespace

void read_scripted_ipv6(ScriptedFile& file) { Ipv6(file).read(); }

}  // namespace fbd
