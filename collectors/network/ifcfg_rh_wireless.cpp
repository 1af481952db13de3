#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, make_wireless_setting() and make_wireless_security_setting() in
// nms-ifcfg-rh-reader.c. Virtual machines have no Wi-Fi: this only tells files that are refused.

namespace fbd {
namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// A secret that was taken out before the file came here says nothing about the one in the file.

class Wireless {
 public:
  explicit Wireless(const IfcfgRhFile& file) : file_(file) {}

  IfcfgVerdict check() {
    if (IfcfgVerdict verdict = check_network()) return verdict;
    const std::string_view key = value("KEY_MGMT");
    if (!adhoc_ && key == "IEEE8021X" && small("SECURITYMODE") == "leap")
      return value("IEEE_8021X_IDENTITY").empty() ? refused("KEY_MGMT", "LEAP needs an identity")
                                                  : std::nullopt;
    if (key == "WPA-PSK" || key == "SAE") return check_passphrase();
    const bool enterprise = key == "WPA-EAP" || key == "WPA-EAP-SUITE-B-192" || key == "IEEE8021X";
    if ((enterprise || key == "OWE") && adhoc_)
      return refused("KEY_MGMT", "an ad-hoc network does not go with this KEY_MGMT");
    if (key == "OWE") return std::nullopt;
    return enterprise ? check_ifcfg_rh_8021x(file_, true) : check_wep();
  }

 private:
  std::string_view value(std::string_view name) const { return file_.values.value(name); }
  std::string small(std::string_view name) const {
    return small_letters(value(name).substr(0, 40));
  }
  IfcfgVerdict refused(std::string_view setting, std::string reason) const {
    return file_.refusal(setting, std::move(reason));
  }
  IfcfgVerdict unknown(std::string_view setting) const {
    return refused(setting,
                   fmt::format("{}={} is not known", setting, printable(value(setting), 40)));
  }

  IfcfgVerdict check_network() {
    constexpr std::size_t longest = 32;
    std::string_view ssid = value("ESSID");
    std::size_t length = ssid.size();
    if (length > 2 && length % 2 == 0 && ssid.starts_with("0x") && is_hex(ssid.substr(2)))
      length = (length - 2) / 2;
    if (length == 0) return refused("ESSID", "no ESSID is given");
    if (length > longest) return refused("ESSID", "the ESSID is longer than 32 bytes");
    const std::string mode = small("MODE");
    adhoc_ = mode == "ad-hoc";
    if (!mode.empty() && !adhoc_ && mode != "ap" && mode != "managed" && mode != "auto")
      return unknown("MODE");
    const auto channel = whole_number(value("CHANNEL"), 10, 1, 196);
    if (!value("CHANNEL").empty() && !channel) return unknown("CHANNEL");
    const std::string_view band = value("BAND");
    if (!band.empty() && band != "a" && band != "bg") return unknown("BAND");
    if (channel && !band.empty() && (band == "a") != (*channel > 14))
      return refused("BAND", "the channel does not lie in this band");
    if (!value("BSSID").empty() && !hardware_address(trimmed(value("BSSID"))))
      return unknown("BSSID");
    return check_words();
  }

  IfcfgVerdict check_words() const {
    constexpr std::array<std::string_view, 7> power{"default", "ignore", "disable", "no",
                                                    "enable",  "yes",    ""};
    constexpr std::array<std::string_view, 4> random{"default", "never", "always", ""};
    if (std::find(power.begin(), power.end(), value("POWERSAVE")) == power.end())
      return unknown("POWERSAVE");
    if (std::find(random.begin(), random.end(), value("MAC_ADDRESS_RANDOMIZATION")) == random.end())
      return unknown("MAC_ADDRESS_RANDOMIZATION");
    return std::nullopt;
  }

  /// Whether somebody else is asked for it.
  bool is_asked_for(std::string_view setting) const {
    const std::string_view flags = value(setting);
    return flags.find("user") != std::string_view::npos ||
           flags.find("ask") != std::string_view::npos ||
           flags.find("unused") != std::string_view::npos;
  }

  IfcfgVerdict check_passphrase() const {
    const std::string_view secret = value("WPA_PSK");
    if (secret.empty() || is_taken_out(secret) || is_asked_for("WPA_PSK_FLAGS"))
      return std::nullopt;
    if (secret.size() == 64 ? !is_hex(secret) : secret.size() < 8 || secret.size() > 63)
      return refused("WPA_PSK", "WPA_PSK is no passphrase of 8 to 63 characters");
    return std::nullopt;
  }

  IfcfgVerdict check_wep() const {
    if (!value("DEFAULTKEY").empty() && !whole_number(value("DEFAULTKEY"), 0, 1, 4))
      return unknown("DEFAULTKEY");
    bool has_key = !value("DEFAULTKEY").empty();
    if (!is_asked_for("WEP_KEY_FLAGS")) {
      const std::string_view type = value("KEY_TYPE");
      if (!type.empty() && type != "key" && type != "passphrase") return unknown("KEY_TYPE");
      for (const char* name : {"KEY1", "KEY2", "KEY3", "KEY4", "KEY"}) {
        if (type == "passphrase" || value(name).empty()) continue;
        has_key = true;
        if (!is_wep_key(value(name))) return refused(name, "this is no WEP key");
      }
      for (const char* name :
           {"KEY_PASSPHRASE1", "KEY_PASSPHRASE2", "KEY_PASSPHRASE3", "KEY_PASSPHRASE4"}) {
        if (type == "key" || value(name).empty()) continue;
        has_key = true;
        if (value(name).size() > 63) return refused(name, "this is no WEP passphrase");
      }
    } else {
      has_key = true;
    }
    const std::string mode = small("SECURITYMODE");
    if (!mode.empty() && mode != "open" && mode != "restricted") return unknown("SECURITYMODE");
    if (mode == "restricted" && !has_key && !has_key_file())
      return refused("SECURITYMODE", "a shared key is asked for, and there is none");
    return std::nullopt;
  }

  bool has_key_file() const { return file_.folder.has(file_.beside("keys-")); }

  static bool is_wep_key(std::string_view key) {
    if (is_taken_out(key)) return true;
    if (key.size() == 10 || key.size() == 26) return is_hex(key);
    return key.starts_with("s:") && (key.size() == 7 || key.size() == 15) &&
           std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c < 127; });
  }

  const IfcfgRhFile& file_;
  bool adhoc_ = false;
};

}  // namespace

IfcfgVerdict check_ifcfg_rh_wireless(const IfcfgRhFile& file) { return Wireless(file).check(); }

}  // namespace fbd
