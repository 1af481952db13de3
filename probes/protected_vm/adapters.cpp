#include "probes/protected_vm/adapters.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/name_pattern.h"

namespace fbd {
namespace {

bool drives(const ConnectionMatch& match, const std::string& driver) {
  return match.drivers.empty() ||
         std::any_of(match.drivers.begin(), match.drivers.end(),
                     [&](const std::string& pattern) { return matches(pattern, driver); });
}

}  // namespace

std::vector<Adapter> adapters(const RunningLinks& links, const LinkDevices& devices) {
  std::vector<Adapter> all;
  for (const RunningLink& link : links.links)
    if (const LinkDevice* device = devices.find(link.name);
        device && link.kind.empty() && !link.is_loopback())
      all.push_back({&link, device->driver});
  return all;
}

Applies applies(const Connection& connection, const Adapter& adapter) {
  const RunningLink& link = *adapter.link;
  if (connection.match && !drives(*connection.match, adapter.driver)) return Applies::no;
  std::vector<std::string> names = link.other_names;
  names.push_back(link.name);
  Applies best = Applies::no;
  for (const std::string& name : names)
    for (const std::string& mac : {link.mac, link.permanent_mac})
      if (const Applies one = connection.applies_to(name, mac); one > best) best = one;
  return best;
}

bool has_mac(const RunningLinks& links, std::string_view mac) {
  return std::any_of(links.links.begin(), links.links.end(), [mac](const RunningLink& link) {
    return same_word(link.mac, mac) || same_word(link.permanent_mac, mac);
  });
}

std::string text(const std::vector<Adapter>& adapters) {
  std::string all;
  for (const Adapter& one : adapters)
    all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", one.link->name,
                       one.link->mac.empty() ? "no MAC address" : one.link->mac);
  return all;
}

}  // namespace fbd
