#include "collectors/network/keyfile_ip.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/keyfile_address.h"

// Sources: nm-keyfile.c and the verify() of nm-setting-ip-config.c, nm-setting-ip4-config.c and
// nm-setting-ip6-config.c, measured with libnm 1.42.4.

namespace fbd {
namespace {

/// "address", "address1" or "addresses1", but not "address01" or "address-data"; the order in which
/// NetworkManager takes them: by number, the short form first. -1: without a number.
struct NumberedKey {
  int number = -1;
  bool is_plural = false;
  const Ini::Entry* entry = nullptr;
};

std::optional<int> number_after(std::string_view key, std::string_view name) {
  if (!key.starts_with(name)) return std::nullopt;
  key.remove_prefix(name.size());
  if (key.empty()) return -1;
  if ((key[0] == '0' && key.size() > 1) || key[0] == '-') return std::nullopt;
  int number = 0;
  const auto [end, problem] = std::from_chars(key.data(), key.data() + key.size(), number);
  return problem == std::errc() && end == key.data() + key.size() ? std::optional(number)
                                                                  : std::nullopt;
}

std::vector<NumberedKey> numbered_keys(const Ini& ini, std::string_view group,
                                       const std::string& one, const std::string& many) {
  std::vector<NumberedKey> keys;
  for (const Ini::Entry& entry : ini.entries()) {
    if (entry.group != group) continue;
    if (const auto number = number_after(entry.key, one))
      keys.push_back({*number, false, &entry});
    else if (const auto plural = number_after(entry.key, many))
      keys.push_back({*plural, true, &entry});
  }
  std::sort(keys.begin(), keys.end(), [](const NumberedKey& a, const NumberedKey& b) {
    return std::tie(a.number, a.is_plural) < std::tie(b.number, b.is_plural);
  });
  return keys;
}

bool is_unspecified(std::string_view address) { return address == "0.0.0.0" || address == "::"; }

class Reader {
 public:
  Reader(const KeyfileSettings& settings, bool v4, std::string_view type)
      : settings_(settings), group_(v4 ? "ipv4" : "ipv6"), v4_(v4), type_(type) {}

  KeyfileIp read() {
    if (!settings_.has(group_)) {
      const bool is_bare = type_ == "dummy" || type_ == "wireguard";
      ip().method = is_bare ? AddressMethod::none
                    : v4_   ? AddressMethod::dhcp
                            : AddressMethod::automatic;
      return std::move(found_);
    }
    word_ = settings_.text(group_, "method");
    found_.line = settings_.line(group_, "method");
    add_addresses();
    add_routes();
    add_dns();
    set_method();
    check();
    return std::move(found_);
  }

 private:
  IpConfiguration& ip() { return found_.configuration; }
  void pass_over(int line, std::string reason) {
    found_.passed_over.push_back({line, std::move(reason)});
  }
  void refuse(std::string_view key, std::string reason) {
    if (!found_.refusal)
      found_.refusal = KeyfileNote{settings_.line(group_, key), std::move(reason)};
  }

  void add_addresses() {
    std::optional<std::string> gateway;
    for (const NumberedKey& key : numbered_keys(settings_.ini(), group_, "address", "addresses")) {
      address_key_ = key.entry->key;
      const auto value = ini_string(key.entry->value);
      const auto address = value ? keyfile_address(*value, v4_, false)
                                 : error(ErrorKind::malformed, "has a wrong escape");
      if (!address) {
        pass_over(key.entry->line, address.error().message);
        continue;
      }
      if (address->made_up)
        pass_over(key.entry->line,
                  fmt::format("there is no prefix length in \"{}\", and /{} is taken",
                              printable(*value, 60), *address->cidr.prefix));
      ip().addresses.push_back(address->cidr);
      if (!gateway) gateway = address->gateway;
    }
    if (const auto own = settings_.string(group_, "gateway")) gateway = own;
    if (!gateway) return;
    if (v4_ ? !is_ipv4(*gateway) : !is_ipv6(*gateway))
      return refuse(settings_.string(group_, "gateway") ? "gateway" : address_key_,
                    fmt::format("the gateway \"{}\" is no address", printable(*gateway, 40)));
    ip().gateway = short_address(*gateway);
    if (const auto metric = settings_.number(group_, "route-metric", 0, UINT32_MAX))
      ip().gateway_metric = static_cast<unsigned>(*metric);
    if (is_unspecified(ip().gateway)) return ip().gateway.clear();
    if (ip().addresses.empty()) refuse("gateway", "there is a gateway and no address");
    if (settings_.boolean(group_, "never-default", false)) ip().gateway.clear();
  }

  void add_routes() {
    for (const NumberedKey& key : numbered_keys(settings_.ini(), group_, "route", "routes")) {
      const auto value = ini_string(key.entry->value);
      const auto route = value ? keyfile_address(*value, v4_, true)
                               : error(ErrorKind::malformed, "has a wrong escape");
      if (!route) {
        pass_over(key.entry->line, route.error().message);
        continue;
      }
      const bool is_default = *route->cidr.prefix == 0 && is_unspecified(route->cidr.address);
      const std::string via = route->gateway.value_or("");
      ip().routes.push_back({is_default ? "default" : route->cidr.text(),
                             is_unspecified(via) ? "" : via, route->metric,
                             table_of(key.entry->key)});
    }
  }

  /// Of its "route1_options" "table=100", else that of all routes.
  std::optional<unsigned> table_of(const std::string& route) const {
    std::optional<unsigned> table;
    if (const auto all = settings_.number(group_, "route-table", 0, UINT32_MAX))
      table = static_cast<unsigned>(*all);
    const auto options = settings_.string(group_, route + "_options");
    for (std::string_view rest = options ? *options : std::string_view(); !rest.empty();) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      if (const std::string_view one = rest.substr(0, end); one.starts_with("table="))
        table = route_metric(one.substr(6));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return table == main_route_table || table == 0U ? std::nullopt : table;
  }

  void add_dns() {
    std::set<std::string> known;
    for (const std::string& server : settings_.list(group_, "dns")) {
      // "1.1.1.1#name", the name being for TLS.
      const std::size_t hash = server.find('#');
      const std::string address = server.substr(0, hash);
      if ((v4_ ? !is_ipv4(address) : !is_ipv6(address)) || hash == server.size() - 1) {
        pass_over(settings_.line(group_, "dns"),
                  fmt::format("\"{}\" is no address of a DNS server", printable(server, 40)));
        continue;
      }
      const std::string whole =
          short_address(address) + (hash == std::string::npos ? "" : server.substr(hash));
      if (known.insert(whole).second) ip().dns.push_back(whole);
    }
    for (const std::string& domain : settings_.list(group_, "dns-search"))
      if (!trimmed(domain).empty()) ip().search.emplace_back(trimmed(domain));
  }

  void set_method() {
    ip().method = AddressMethod::other;
    if (word_ == "manual") {
      if (!ip().addresses.empty()) ip().method = AddressMethod::fixed;
    } else if (word_ == "auto") {
      ip().method = v4_ ? AddressMethod::dhcp : AddressMethod::automatic;
    } else if (word_ == "dhcp" && !v4_) {
      ip().method = AddressMethod::dhcp;
    } else if (word_ == "disabled" || (word_ == "ignore" && !v4_)) {
      ip().method = AddressMethod::none;
    } else if (word_ == "shared" || word_ == "link-local") {
      ip().add_also(word_);
      if (word_ == "shared" && v4_ && ip().addresses.size() > 1) ip().addresses.resize(1);
    }
    if (!ip().addresses.empty() &&
        (ip().method == AddressMethod::dhcp || ip().method == AddressMethod::automatic))
      ip().add_also("static");
    if (v4_ && settings_.number(group_, "link-local", 3, 3)) ip().add_also("link-local");
  }

  void check() {
    constexpr std::array<std::string_view, 5> v4{"manual", "auto", "disabled", "shared",
                                                 "link-local"};
    constexpr std::array<std::string_view, 2> v6_only{"dhcp", "ignore"};
    if (!settings_.string(group_, "method"))
      return refuse("method", fmt::format("[{}] has no method", group_));
    if (std::find(v4.begin(), v4.end(), word_) == v4.end() &&
        (v4_ || std::find(v6_only.begin(), v6_only.end(), word_) == v6_only.end()))
      return refuse("method",
                    fmt::format("the method \"{}\"{} is unknown", printable(word_, 40),
                                trimmed(word_) == word_ ? "" : " with a blank behind it"));
    if (word_ == "manual" && ip().addresses.empty())
      return refuse("method", "the method is manual and there is no address");
    check_what_the_method_forbids();
    check_dhcp();
  }

  void check_what_the_method_forbids() {
    const bool is_quiet = word_ == "disabled" || word_ == "link-local" || word_ == "ignore";
    if ((is_quiet || (word_ == "shared" && v4_)) && !ip().dns.empty())
      refuse("dns", fmt::format("there are DNS servers and the method is {}", word_));
    if ((is_quiet || (word_ == "shared" && v4_)) && !settings_.list(group_, "dns-search").empty())
      refuse("dns-search", fmt::format("there are search domains and the method is {}", word_));
    if (is_quiet && !ip().addresses.empty())
      refuse(address_key_, fmt::format("there is an address and the method is {}", word_));
    const bool fits_wireguard = word_ == "manual" || word_ == "disabled" ||
                                (!v4_ && (word_ == "ignore" || word_ == "link-local"));
    if (type_ == "wireguard" && !fits_wireguard)
      refuse("method", fmt::format("the method is {}, which WireGuard does not have", word_));
  }

  void check_dhcp() {
    for (const std::string_view key : {"dhcp-hostname", "dhcp-client-id", "dhcp-fqdn"})
      if (settings_.string(group_, key) == "" && (v4_ || key == "dhcp-hostname"))
        refuse(key, fmt::format("{} is empty", key));
    if (!v4_) return;
    if (const auto name = settings_.string(group_, "dhcp-fqdn");
        name && name->find('.') == std::string::npos)
      refuse("dhcp-fqdn", "dhcp-fqdn has no dot");
    if (settings_.string(group_, "dhcp-fqdn") && settings_.string(group_, "dhcp-hostname"))
      refuse("dhcp-fqdn", "dhcp-fqdn and dhcp-hostname are both set");
    if (const auto link_local = settings_.number(group_, "link-local", INT32_MIN, INT32_MAX)) {
      if (*link_local < 0 || *link_local > 3 || (*link_local == 3 && word_ == "disabled") ||
          (*link_local == 2 && word_ == "link-local"))
        refuse("link-local",
               fmt::format("link-local is {} and the method is {}", *link_local, word_));
    }
  }

  const KeyfileSettings& settings_;
  const std::string group_;
  const bool v4_;
  const std::string_view type_;
  std::string word_;
  std::string address_key_;  // the last one
  KeyfileIp found_;
};

}  // namespace

KeyfileIp keyfile_ip(const KeyfileSettings& settings, bool v4, std::string_view type) {
  return Reader(settings, v4, type).read();
}

}  // namespace fbd
