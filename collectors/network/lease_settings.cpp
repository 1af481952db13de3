#include <map>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/lease_readers.h"

namespace fbd {
namespace {

std::string_view without_quotes(std::string_view value) {
  value = trimmed(value);
  if (value.size() >= 2 && (value.front() == '\'' || value.front() == '"') &&
      value.back() == value.front())
    return value.substr(1, value.size() - 2);
  return value;
}

class Settings {
 public:
  explicit Settings(std::string_view text) {
    for (std::string_view line : lines(text)) {
      const std::size_t equals = line.find('=');
      if (equals == line.npos || line.starts_with('#')) continue;
      values_[trimmed(line.substr(0, equals))] = without_quotes(line.substr(equals + 1));
    }
  }

  bool empty() const { return values_.empty(); }
  /// The first of these that says something, or "".
  std::string_view first(std::initializer_list<std::string_view> keys) const {
    for (std::string_view key : keys)
      if (const auto found = values_.find(key); found != values_.end() && !found->second.empty())
        return found->second;
    return {};
  }
  bool has(std::string_view key) const { return values_.contains(key); }

 private:
  std::map<std::string_view, std::string_view> values_;
};

}  // namespace

LeaseFile read_lease_settings(std::string_view text) {
  const Settings settings(text);
  LeaseFile file;
  Lease lease;
  // networkd and NetworkManager; then dhcpcd 1 to 3.
  const std::string_view address = settings.first({"ADDRESS", "IPADDR"});
  if (!is_ipv4(address)) {
    if (!trimmed(text).empty()) file.trouble = "it names no address";
    return file;
  }
  lease.address = address;
  lease.interface = settings.first({"INTERFACE"});
  lease.prefix = ipv4_prefix(settings.first({"NETMASK"}));
  lease.routers = lease_addresses(settings.first({"ROUTER", "GATEWAYS", "GATEWAY"}), true);
  lease.dns = lease_addresses(settings.first({"DNS", "DNSSERVERS", "DNSSERVER"}), true);
  for (std::string_view word : lease_words(settings.first(
           {"DOMAIN_SEARCH_LIST", "DNSSEARCH", "DOMAINNAME", "DNSDOMAIN", "DOMAIN"})))
    lease.search.push_back(printable(word));
  const std::string_view server = settings.first({"SERVER_ADDRESS", "DHCPSID", "DHCPSIADDR"});
  if (is_ipv4(server)) lease.server = server;
  lease.azure_option = settings.has("OPTION_245");
  if (const auto seconds = lease_number(settings.first({"LIFETIME", "LEASETIME"}))) {
    std::optional<std::chrono::sys_seconds> start;
    if (const auto from = lease_number(settings.first({"LEASEDFROM"})))
      start = std::chrono::sys_seconds(std::chrono::seconds(*from));
    set_lease_time(lease, *seconds, start);
  }
  file.leases.push_back(std::move(lease));
  return file;
}

}  // namespace fbd
