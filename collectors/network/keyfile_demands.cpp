#include "collectors/network/keyfile_demands.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/keyfile_security.h"

// Source: the verify() of the settings in libnm-core-impl, measured with libnm 1.42.4.

namespace fbd {
namespace {

/// A setting that is there needs the name of its interface.
constexpr std::array<std::string_view, 9> named{"bond", "bridge", "dummy",     "ovs-bridge", "team",
                                                "veth", "vrf",    "wireguard", "ovs-port"};

enum class Demand {
  present,
  not_empty,
  number,     // other than 0
  one_of,     // if it is there
  must_be_of  // it has to be there
};

struct Rule {
  std::string_view setting;
  std::string_view key;
  Demand demand;
  std::string_view words = "";  // " a b "
};

constexpr Rule rules[] = {
    {"6lowpan", "parent", Demand::not_empty},
    {"802-11-olpc-mesh", "ssid", Demand::not_empty},
    {"802-1x", "eap", Demand::not_empty},
    {"adsl", "username", Demand::not_empty},
    {"adsl", "protocol", Demand::must_be_of, " pppoa pppoe ipoatm "},
    {"bluetooth", "type", Demand::one_of, " dun panu nap "},
    {"cdma", "number", Demand::not_empty},
    {"ethernet", "duplex", Demand::one_of, " half full "},
    {"ethernet", "port", Demand::one_of, " tp aui bnc mii "},
    {"ethernet", "s390-nettype", Demand::one_of, " qeth lcs ctc "},
    {"infiniband", "transport-mode", Demand::must_be_of, " datagram connected "},
    {"ip-tunnel", "mode", Demand::number},
    {"ip-tunnel", "remote", Demand::not_empty},
    {"macsec", "parent", Demand::present},
    {"ovs-patch", "peer", Demand::present},
    {"pppoe", "username", Demand::not_empty},
    {"veth", "peer", Demand::not_empty},
    {"vlan", "protocol", Demand::one_of, " 802.1Q 802.1ad "},
    {"vpn", "service-type", Demand::not_empty},
    {"vrf", "table", Demand::number},
    {"wifi", "ssid", Demand::not_empty},
    {"wifi", "mode", Demand::one_of, " infrastructure adhoc ap mesh "},
    {"wifi", "band", Demand::one_of, " a bg "},
    {"wifi-p2p", "peer", Demand::present},
    {"wifi-security", "key-mgmt", Demand::must_be_of,
     " none ieee8021x wpa-psk wpa-eap wpa-eap-suite-b-192 sae owe "},
    {"wimax", "network-name", Demand::not_empty},
};

bool is_met(const Rule& rule, const KeyfileSettings& settings) {
  const auto value = settings.string(rule.setting, rule.key);
  if (!value) return rule.demand == Demand::one_of;
  switch (rule.demand) {
    case Demand::present:
      return true;
    case Demand::not_empty:
      return !value->empty();
    case Demand::number:
      return settings.number(rule.setting, rule.key, 1, UINT32_MAX).has_value();
    case Demand::one_of:
    case Demand::must_be_of:
      return !value->empty() && value->find(' ') == std::string::npos &&
             rule.words.find(" " + *value + " ") != std::string_view::npos;
  }
  return false;
}

class Check {
 public:
  Check(const KeyfileSettings& settings, std::string_view type, std::string_view interface)
      : settings_(settings), type_(type), interface_(interface) {}

  std::optional<KeyfileNote> run() {
    for (const std::string_view setting : named)
      if (is_there(setting) && interface_.empty())
        refuse(setting, "interface-name", fmt::format("a {} needs an interface-name", setting));
    for (const Rule& rule : rules)
      if (is_there(rule.setting) && !is_met(rule, settings_))
        refuse(rule.setting, rule.key,
               settings_.string(rule.setting, rule.key)
                   ? fmt::format("\"{}\" is no good as {}.{}",
                                 printable(settings_.text(rule.setting, rule.key), 40),
                                 rule.setting, rule.key)
                   : fmt::format("{}.{} is missing", rule.setting, rule.key));
    if (is_there("wifi") && settings_.text("wifi", "ssid").size() > 32 && !is_number_list())
      refuse("wifi", "ssid", "the ssid is longer than 32 bytes");
    check_lists();
    if (is_there("vlan")) check_vlan();
    if (is_there("macvlan")) check_parent("macvlan");
    if (is_there("bridge")) check_bridge();
    if (is_there("infiniband")) check_infiniband();
    if (is_there("bluetooth")) check_bluetooth();
    return found_;
  }

 private:
  bool is_there(std::string_view setting) const {
    return type_ == setting || settings_.has(setting);
  }
  void refuse(std::string_view setting, std::string_view key, std::string reason) {
    if (found_) return;
    const int line = settings_.line(setting, key);
    found_ = KeyfileNote{line > 0 ? line : settings_.line("connection", "type"), std::move(reason)};
  }

  /// "72;117;98;": the ssid as numbers.
  bool is_number_list() const {
    const std::string ssid = settings_.text("wifi", "ssid");
    return ssid.ends_with(';') && ssid.find_first_not_of("0123456789; ") == std::string::npos;
  }

  void check_bluetooth() {
    const std::string kind = settings_.text("bluetooth", "type");
    const bool has_modem = settings_.has("gsm") || settings_.has("cdma");
    if (kind.empty() && !has_modem && !settings_.has("bridge"))
      refuse("bluetooth", "type", "bluetooth.type is missing");
    if (kind == "dun" && !has_modem)
      refuse("bluetooth", "type", "bluetooth.type dun needs a group [gsm] or [cdma]");
    if (kind != "nap" && !settings_.mac("bluetooth", "bdaddr"))
      refuse("bluetooth", "bdaddr", "bluetooth.bdaddr is missing");
  }

  void check_lists() {
    for (const std::string_view key : {"interface-name", "driver", "path", "kernel-command-line"}) {
      const std::vector<std::string> all = settings_.list("match", key);
      if (std::find(all.begin(), all.end(), "") != all.end())
        refuse("match", key, fmt::format("an element of match.{} is empty", key));
    }
    for (const std::string_view setting : {"ethernet", "wifi"})
      for (const std::string& mac : settings_.list(setting, "mac-address-blacklist"))
        if (mac.size() < 11 || mac.size() > 17 ||
            mac.find_first_not_of("0123456789abcdefABCDEF:-") != std::string::npos)
          refuse(setting, "mac-address-blacklist",
                 fmt::format("\"{}\" is no MAC address", printable(mac, 40)));
  }

  void check_parent(std::string_view setting) {
    const auto parent = settings_.string(setting, "parent");
    if (parent ? !is_uuid(*parent) && !is_interface_name(*parent)
               : !settings_.mac("ethernet", "mac-address"))
      refuse(setting, "parent", fmt::format("the {} has no valid parent", setting));
  }

  void check_vlan() {
    check_parent("vlan");
    if (settings_.number("vlan", "id", 4095, 4095))
      refuse("vlan", "id", "the VLAN id is not below 4095");
  }

  void check_bridge() {
    struct Range {
      std::string_view key;
      int least;
      int most;
    };
    constexpr std::array<Range, 4> ranges{{{"forward-delay", 2, 30},
                                           {"hello-time", 1, 10},
                                           {"max-age", 6, 40},
                                           {"ageing-time", 0, 1000000}}};
    const bool stp = settings_.boolean("bridge", "stp", true);
    for (const Range& range : ranges) {
      const auto value = settings_.number("bridge", range.key, 0, range.most);
      if (value && *value < range.least && (stp || *value != 0))
        refuse("bridge", range.key,
               fmt::format("{} is {}, less than {}", range.key, *value, range.least));
    }
  }

  void check_infiniband() {
    if (const auto parent = settings_.string("infiniband", "parent");
        parent && !is_interface_name(*parent))
      refuse("infiniband", "parent", "the parent is no name of an interface");
    const auto key = settings_.number("infiniband", "p-key", 0, 0xFFFF);
    if (!key) return;
    if (!settings_.mac("infiniband", "mac-address", 20) &&
        !settings_.string("infiniband", "parent"))
      refuse("infiniband", "p-key", "there is a p-key and no parent");
    if (*key == 0 || *key == 0x8000) refuse("infiniband", "p-key", "the p-key is 0");
  }

  const KeyfileSettings& settings_;
  std::string_view type_;
  std::string_view interface_;
  std::optional<KeyfileNote> found_;
};

}  // namespace

std::optional<KeyfileNote> unmet_demand(const KeyfileSettings& settings, std::string_view type,
                                        std::string_view interface) {
  if (auto unmet = Check(settings, type, interface).run()) return unmet;
  return unmet_security_demand(settings);
}

}  // namespace fbd
