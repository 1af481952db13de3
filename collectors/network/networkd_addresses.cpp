#include "collectors/network/networkd_addresses.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/networkd_values.h"

namespace fbd {
namespace {

using Assignment = SystemdIni::Assignment;
using Section = SystemdIni::Section;

/// Whether networkd takes the value of a key of [Address] other than the addresses themselves.
/// systemd 252, src/network/networkd-address.c.
bool is_good(const Assignment& one) {
  constexpr std::array<std::string_view, 4> switches{"HomeAddress", "ManageTemporaryAddress",
                                                     "AddPrefixRoute", "AutoJoin"};
  constexpr std::array<std::string_view, 5> scopes{"global", "link", "host", "site", "nowhere"};
  constexpr std::array<std::string_view, 3> lifetimes{"infinity", "forever", "0"};
  constexpr std::size_t longest_label = 15;
  const std::string_view value = one.value;
  const auto is_in = [value](const auto& known) {
    return std::find(known.begin(), known.end(), value) != known.end();
  };
  if (value.empty()) return true;
  if (one.key == "Label") return value.size() <= longest_label;
  if (one.key == "Broadcast") return is_ipv4(value) || systemd_boolean(value).has_value();
  if (one.key == "Scope") return is_in(scopes) || systemd_number(value).has_value();
  if (one.key == "PreferredLifetime") return is_in(lifetimes);
  if (one.key == "RouteMetric") return systemd_number(value).has_value();
  if (one.key == "DuplicateAddressDetection")
    return address_families(value) || value == "both" || value == "none";
  if (std::find(switches.begin(), switches.end(), one.key) != switches.end())
    return systemd_boolean(value).has_value();
  return true;
}

class Reader {
 public:
  explicit Reader(std::vector<NetworkProblem>& problems) : problems_(problems) {}

  void add(const Section& section) {
    place_.file = section.file;
    if (section.name == "Network") {
      for (const Assignment& one : section.assignments)
        if (one.key == "Address") take(parse(one), one.line);
    } else if (section.name == "Address") {
      add_address(section);
    }
  }

  NetworkdAddresses result() {
    drop_repeated(found_.v4, true);
    drop_repeated(found_.v6, false);
    return std::move(found_);
  }

 private:
  std::optional<NetworkdAddress> parse(const Assignment& one,
                                       const std::string& consequence = "networkd ignores it") {
    std::optional<NetworkdAddress> address = networkd_address(one.value);
    if (!address)
      problem(one.line, fmt::format("\"{}\" is no address", printable(one.value, 60)), consequence);
    else if (address->is_length_assumed)
      problem(one.line, fmt::format("{} has no length", address->cidr.address),
              fmt::format("systemd 252 takes /{}, newer ones may take another",
                          address->cidr.prefix.value_or(0)));
    return address;
  }

  void add_address(const Section& section) {
    std::optional<NetworkdAddress> local, peer;
    int line = section.line;
    const std::string spoils =
        fmt::format("networkd ignores the whole [Address] section of line {}", section.line);
    const auto spoiled = [&](const Assignment& one) {
      problem(one.line, fmt::format("{}={} cannot be used here", one.key, printable(one.value, 60)),
              spoils);
    };
    for (const Assignment& one : section.assignments) {
      const bool is_peer = one.key == "Peer";
      if (is_peer || one.key == "Address") {
        const std::optional<NetworkdAddress> address = parse(one, spoils);
        if (!address) return;
        const auto& other = is_peer ? local : peer;
        std::optional<NetworkdAddress>& mine = is_peer ? peer : local;
        const auto& earlier = mine ? mine : other;
        if (earlier && is_ipv4(earlier->cidr.address) != is_ipv4(address->cidr.address))
          return spoiled(one);
        mine = address;
        // Both share one length, and the later one sets it.
        if (local) local->cidr.prefix = address->cidr.prefix;
        if (!is_peer) line = one.line;
      } else if (!is_good(one)) {
        return spoiled(one);
      }
    }
    if (!local && peer) {
      local = peer;
      local->is_from_pool = true;
    }
    if (!local)
      return problem(section.line, "there is no Address=", "networkd ignores the section");
    take(local, line);
  }

  void take(const std::optional<NetworkdAddress>& address, int line) {
    if (!address) return;
    const bool v4 = is_ipv4(address->cidr.address);
    if (address->is_from_pool) {
      (v4 ? found_.pool_v4 : found_.pool_v6) = true;
      problem(line, "networkd picks the address itself", "the address is not known");
    } else {
      (v4 ? found_.v4 : found_.v6).push_back(address->cidr);
    }
    if (v4 && found_.first_v4.line == 0) found_.first_v4 = {place_.file, line};
  }

  /// The later of two equal ones stays; of IPv6 the length does not count.
  static void drop_repeated(std::vector<Cidr>& all, bool with_length) {
    std::set<std::string> seen;
    const auto is_repeated = [&](const Cidr& one) {
      return !seen.insert(with_length ? one.text() : one.address).second;
    };
    std::reverse(all.begin(), all.end());
    all.erase(std::remove_if(all.begin(), all.end(), is_repeated), all.end());
    std::reverse(all.begin(), all.end());
  }

  void problem(int line, std::string reason, std::string consequence) {
    constexpr std::size_t most = 100;
    if (problems_.size() < most)
      problems_.push_back({place_.file, line, std::move(reason), std::move(consequence)});
  }

  std::vector<NetworkProblem>& problems_;
  SourcePlace place_;
  NetworkdAddresses found_;
};

}  // namespace

NetworkdAddresses networkd_addresses(const SystemdIni& ini, std::vector<NetworkProblem>& problems) {
  Reader reader(problems);
  for (const Section& section : ini.sections) reader.add(section);
  return reader.result();
}

}  // namespace fbd
