#include <array>
#include <map>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, make_bond_setting() in nms-ifcfg-rh-reader.c; verify() in
// nm-setting-bond.c. An option that is no good by itself is only left out.

namespace fbd {
namespace {

constexpr std::array<std::string_view, 7> modes{"balance-rr", "active-backup", "balance-xor",
                                                "broadcast",  "802.3ad",       "balance-tlb",
                                                "balance-alb"};
constexpr std::size_t active_backup = 1, lacp = 4, tlb = 5;

using Options = std::map<std::string_view, std::string>;

Options options_of(std::string_view text) {
  Options options;
  for (const std::string_view word : split_words(text)) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string_view::npos || equals + 1 == word.size()) continue;
    std::string value(word.substr(equals + 1));
    if (word.substr(0, equals) == "arp_ip_target")
      std::erase_if(value, [](char c) { return c == '+' || c == '-' || c == '\'' || c == '"'; });
    options.insert_or_assign(word.substr(0, equals), std::move(value));
  }
  return options;
}

std::size_t mode_of(const Options& options) {
  const auto given = options.find("mode");
  if (given == options.end()) return 0;
  const std::string& word = given->second;
  if (word.size() == 1 && word[0] >= '0' && word[0] <= '6')
    return static_cast<std::size_t>(word[0] - '0');
  for (std::size_t i = 0; i < modes.size(); ++i)
    if (modes[i] == word) return i;
  return 0;
}

bool are_targets(std::string_view text) {
  for (const std::string_view one : split_words(text, ","))
    if (!is_ipv4(one)) return false;
  return !split_words(text, ",").empty();
}

}  // namespace

IfcfgVerdict check_ifcfg_rh_bond(const IfcfgRhFile& file) {
  const Options options = options_of(file.values.value("BONDING_OPTS"));
  const std::size_t mode = mode_of(options);
  const auto text = [&](std::string_view name) {
    const auto found = options.find(name);
    return found == options.end() ? std::string_view() : std::string_view(found->second);
  };
  const auto number = [&](std::string_view name) {
    return whole_number(text(name), 10, 0, INT32_MAX).value_or(0);
  };
  const auto refused = [&](std::string reason) {
    return file.refusal("BONDING_OPTS", std::move(reason));
  };
  const std::int64_t interval = number("arp_interval");
  if (mode >= tlb && interval > 0)
    return refused(fmt::format("arp_interval does not go with the mode {}", modes[mode]));
  if (!text("primary").empty() && mode != active_backup && mode < tlb)
    return refused(fmt::format("a primary does not go with the mode {}", modes[mode]));
  if (!text("primary").empty() && !is_kernel_name(text("primary")))
    return refused("the primary is no name of an interface");
  // Without a word about it the link is watched, every 100 ms.
  if (!text("miimon").empty() && number("miimon") == 0)
    for (const char* name : {"updelay", "downdelay"})
      if (number(name) > 0) return refused(fmt::format("{} needs miimon", name));
  const bool has_targets = are_targets(text("arp_ip_target"));
  if (interval > 0 && !has_targets) return refused("arp_interval needs arp_ip_target");
  if (interval == 0 && has_targets) return refused("arp_ip_target needs arp_interval");
  if ((text("lacp_rate") == "fast" || text("lacp_rate") == "1") && mode != lacp)
    return refused("lacp_rate goes with no other mode than 802.3ad");
  return std::nullopt;
}

}  // namespace fbd
