#include "collectors/network/keyfile_bond.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"

// Source: nm-setting-bond.c, verify(), measured with libnm 1.42.4.

namespace fbd {
namespace {

constexpr std::array<std::string_view, 7> modes{"balance-rr", "active-backup", "balance-xor",
                                                "broadcast",  "802.3ad",       "balance-tlb",
                                                "balance-alb"};

/// By its number in `modes`; what is no mode is left out, and the default is the first.
std::size_t mode_of(const KeyfileSettings& settings) {
  const std::string word = settings.text("bond", "mode");
  if (word.size() == 1 && word[0] >= '0' && word[0] <= '6')
    return static_cast<std::size_t>(word[0] - '0');
  const auto found = std::find(modes.begin(), modes.end(), word);
  return found == modes.end() ? 0 : static_cast<std::size_t>(found - modes.begin());
}

std::int64_t option(const KeyfileSettings& settings, std::string_view key) {
  return settings.number("bond", key, 0, INT32_MAX).value_or(0);
}

bool has_targets(const KeyfileSettings& settings) {
  std::string_view rest;
  const std::string text = settings.text("bond", "arp_ip_target");
  for (rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    if (!is_ipv4(trimmed(rest.substr(0, end)))) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return !text.empty();
}

}  // namespace

std::optional<KeyfileNote> bond_conflict(const KeyfileSettings& settings) {
  const auto conflict = [&](std::string_view key, std::string reason) {
    return KeyfileNote{settings.line("bond", key), std::move(reason)};
  };
  const std::size_t mode = mode_of(settings);
  const std::string_view name = modes[mode];
  const std::int64_t arp_interval = option(settings, "arp_interval");
  if (arp_interval > 0 && mode >= 5)
    return conflict("arp_interval", fmt::format("arp_interval does not go with the mode {}", name));
  if (settings.string("bond", "primary")) {
    const std::string primary = settings.text("bond", "primary");
    if (mode != 1 && mode < 5 && is_interface_name(primary))
      return conflict("primary", fmt::format("a primary does not go with the mode {}", name));
  }
  if (settings.number("bond", "miimon", 0, 0) || !settings.string("bond", "miimon"))
    for (const std::string_view key : {"updelay", "downdelay"})
      if (option(settings, key) > 0 && (settings.string("bond", "miimon") || arp_interval > 0))
        return conflict(key, fmt::format("{} needs miimon", key));
  if (arp_interval > 0 && !has_targets(settings))
    return conflict("arp_interval", "arp_interval needs arp_ip_target");
  if (arp_interval == 0 && has_targets(settings))
    return conflict("arp_ip_target", "arp_ip_target needs arp_interval");
  return std::nullopt;
}

}  // namespace fbd
