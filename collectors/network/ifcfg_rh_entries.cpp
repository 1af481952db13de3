#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

namespace fbd {

void add_address(Cidr address, IpConfiguration& ip) {
  if (ip.addresses.size() >= most_ifcfg_entries) return;
  for (const Cidr& one : ip.addresses)
    if (one.address == address.address && one.prefix == address.prefix) return;
  ip.addresses.push_back(std::move(address));
}

void add_search_domains(std::string_view domains, IpConfiguration& ip) {
  constexpr std::size_t most = 100;
  for (const std::string_view word : split_words(domains))
    if (ip.search.size() < most &&
        std::find(ip.search.begin(), ip.search.end(), word) == ip.search.end())
      ip.search.emplace_back(word);
}

IfcfgVerdict read_ifcfg_rh_dns(const IfcfgRhFile& file, bool v4, IpConfiguration& ip) {
  for (std::size_t i = 1; i < most_ifcfg_entries; ++i) {
    const std::string name = "DNS" + std::to_string(i);
    const std::string_view value = file.values.value(name);
    if (value.empty()) break;
    // "10.1.2.53#dns.example.com" is one that is asked by TLS.
    const std::size_t hash = value.find('#');
    const std::string_view address = value.substr(0, hash);
    if (hash == value.size() - 1 || (!is_ipv4(address) && !is_ipv6(address)))
      return file.refusal(name, fmt::format("{}={} is no address", name, printable(value, 60)));
    if (is_ipv4(address) != v4) continue;
    const std::string server = short_ip(address);
    if (std::find(ip.dns.begin(), ip.dns.end(), server) == ip.dns.end()) ip.dns.push_back(server);
  }
  return std::nullopt;
}

}  // namespace fbd
