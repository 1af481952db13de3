#include "collectors/network/keyfile_match.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "collectors/evidence/text.h"

// Source: nm-settings-keyfile(5), nm-setting-match.c.

namespace fbd {
namespace {

class Conditions {
 public:
  Conditions(const KeyfileSettings& settings, std::string_view type)
      : settings_(settings), type_(type) {}

  std::optional<ConnectionMatch> read() {
    // Where the device is made by the profile, its mac-address is that of something else.
    constexpr std::array<std::string_view, 5> cards{"ethernet", "wifi", "infiniband", "pppoe",
                                                    "wimax"};
    if (std::find(cards.begin(), cards.end(), type_) != cards.end()) read_card();
    add_elements("interface-name", &match_.names);
    add_elements("driver", &match_.drivers);
    add_elements("path", nullptr);
    add_elements("kernel-command-line", nullptr);
    const bool is_empty = match_.names.empty() && match_.macs.empty() && match_.drivers.empty() &&
                          match_.others.empty();
    return is_empty ? std::nullopt : std::optional(std::move(match_));
  }

 private:
  void read_card() {
    const std::string_view setting = type_ == "pppoe" ? "ethernet" : type_;
    const std::size_t length = type_ == "infiniband" ? 20 : 6;
    if (const auto mac = settings_.mac(setting, "mac-address", length)) match_.macs.push_back(*mac);
    for (const std::string_view key :
         {"mac-address-blacklist", "mac-address-denylist", "s390-subchannels"})
      for (const std::string& value : settings_.list(setting, key)) add_other(key, value);
  }

  void add_elements(std::string_view key, std::vector<std::string>* plain) {
    for (const std::string& element : settings_.list("match", key)) {
      if (element.empty()) continue;
      const bool is_marked = element[0] == '!' || element[0] == '&';
      if (!plain || is_marked) {
        add_other(key, element);
        continue;
      }
      // "|eth*" is "eth*"; a backslash keeps a first letter from being a mark.
      const bool is_escaped = element[0] == '|' || element[0] == '\\';
      plain->push_back(printable(std::string_view(element).substr(is_escaped ? 1 : 0), 200));
    }
  }

  void add_other(std::string_view key, const std::string& value) {
    (match_.others[std::string(key)] += printable(value, 200)) += ';';
  }

  const KeyfileSettings& settings_;
  std::string_view type_;
  ConnectionMatch match_;
};

}  // namespace

std::optional<ConnectionMatch> keyfile_match(const KeyfileSettings& settings,
                                             std::string_view type) {
  return Conditions(settings, type).read();
}

}  // namespace fbd
