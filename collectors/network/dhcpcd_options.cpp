#include "collectors/network/dhcpcd_options.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"

namespace fbd {
namespace {

constexpr std::size_t max_values = 1024;

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

/// An unquoted '#' begins a comment, a backslash takes the meaning from what follows.
std::string_view without_comment(std::string_view line) {
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\')
      ++i;
    else if (line[i] == '"')
      is_quoted = !is_quoted;
    else if (line[i] == '#' && !is_quoted)
      return line.substr(0, i);
  }
  return line;
}

std::string_view without_blanks_at_end(std::string_view text) {
  while (text.size() > 1 && (text.back() == ' ' || text.back() == '\t') &&
         text[text.size() - 2] != '\\')
    text.remove_suffix(1);
  return text;
}

std::vector<std::string> words_of(std::string_view text, std::string_view separators) {
  std::vector<std::string> words;
  while (words.size() < max_values) {
    text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
    if (text.empty()) break;
    words.emplace_back(text.substr(0, text.find_first_of(separators)));
    text.remove_prefix(words.back().size());
  }
  return words;
}

std::optional<int> number(std::string_view text, int at_most) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0 || value > at_most)
    return std::nullopt;
  return value;
}

struct Ipv4 {
  std::string address;
  std::optional<int> length;
};

/// "10.1.2.3/24"; what follows a blank is passed over.
std::optional<Ipv4> parse_ipv4(std::string_view text) {
  const std::size_t slash = text.find('/');
  std::string_view address = text.substr(0, slash);
  address = address.substr(0, address.find_first_of(" \t"));
  if (!is_ipv4(address)) return std::nullopt;
  Ipv4 found{std::string(address), std::nullopt};
  if (slash == std::string_view::npos) return found;
  found.length = number(text.substr(slash + 1), 32);
  if (!found.length) return std::nullopt;
  return found;
}

}  // namespace

std::vector<DhcpcdOption> read_dhcpcd_options(std::string_view text) {
  std::vector<DhcpcdOption> options;
  text = text.substr(0, text.find('\0'));
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view whole = without_blanks(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (whole.empty() || whole[0] == '#' || whole[0] == ';') continue;
    const std::string_view said = without_comment(whole);
    const std::string_view name = said.substr(0, said.find_first_of(" \t"));
    options.push_back(
        {name, without_blanks_at_end(without_blanks(said.substr(name.size()))), line});
  }
  return options;
}

std::vector<std::string> dhcpcd_words(std::string_view list) { return words_of(list, ", "); }

std::string DhcpcdOptions::apply(const DhcpcdOption& option) {
  const std::string_view name = option.name, argument = option.argument;
  struct Switch {
    std::string_view name;
    bool DhcpcdOptions::*what;
    bool value;
  };
  static constexpr Switch switches[] = {
      {"ipv4", &DhcpcdOptions::ipv4_, true},
      {"noipv4", &DhcpcdOptions::ipv4_, false},
      {"ipv4only", &DhcpcdOptions::ipv4_, true},
      {"ipv4only", &DhcpcdOptions::ipv6_, false},
      {"ipv6", &DhcpcdOptions::ipv6_, true},
      {"noipv6", &DhcpcdOptions::ipv6_, false},
      {"ipv6only", &DhcpcdOptions::ipv6_, true},
      {"ipv6only", &DhcpcdOptions::ipv4_, false},
      {"dhcp", &DhcpcdOptions::dhcp_, true},
      {"nodhcp", &DhcpcdOptions::dhcp_, false},
      {"dhcp6", &DhcpcdOptions::dhcp6_, true},
      {"dhcp6", &DhcpcdOptions::asks_dhcp6_, true},
      {"nodhcp6", &DhcpcdOptions::dhcp6_, false},
      {"ia_na", &DhcpcdOptions::asks_dhcp6_, true},
      {"ia_ta", &DhcpcdOptions::asks_dhcp6_, true},
      {"ia_pd", &DhcpcdOptions::asks_dhcp6_, true},
      {"ipv6rs", &DhcpcdOptions::solicits_, true},
      {"noipv6rs", &DhcpcdOptions::solicits_, false},
      {"ipv6ra_autoconf", &DhcpcdOptions::autoconf_, true},
      {"ipv6ra_noautoconf", &DhcpcdOptions::autoconf_, false},
      {"noipv4ll", &DhcpcdOptions::link_local_, false},
      {"noarp", &DhcpcdOptions::arp_, false},
      {"gateway", &DhcpcdOptions::gateway_, true},
      {"nogateway", &DhcpcdOptions::gateway_, false},
      {"inactive", &DhcpcdOptions::at_boot_, false},
  };
  for (const Switch& one : switches)
    if (one.name == name) this->*one.what = one.value;
  if (name == "include") return "dhcpcd does not know \"include\"";
  if (name == "inform") {
    line_ = option.line;
    inform_ = true;
    static_ = false;
    address_.clear();
    length_.reset();
    if (argument.empty()) return "";
    // A broadcast address may follow the prefix length.
    const std::size_t second =
        argument.find('/', std::min(argument.find('/'), argument.size()) + 1);
    const auto parsed = parse_ipv4(argument.substr(0, second));
    if (!parsed) return fmt::format("{} is no address", printable(argument, 60));
    address_ = parsed->address;
    length_ = parsed->length ? parsed->length : classful_prefix(address_);
  }
  if (name != "static") return "";
  const std::size_t equals = argument.find('=');
  if (equals == std::string_view::npos) return "\"static\" without an assignment";
  return assign(argument.substr(0, equals), without_blanks(argument.substr(equals + 1)),
                option.line);
}

std::string DhcpcdOptions::assign(std::string_view name, std::string_view value, int line) {
  const auto add = [](std::vector<std::string>& to, std::string_view words) {
    if (words.empty()) to.clear();
    for (std::string& word : words_of(words, " \t"))
      if (to.size() < max_values) to.push_back(std::move(word));
  };
  if (name == "ip_address") {
    line_ = line;
    return assign_address(value);
  }
  if (name == "ip6_address") return assign_ipv6(value);
  if (name == "subnet_mask") {
    const auto length = is_ipv4(value) ? ipv4_prefix(value) : std::nullopt;
    if (!value.empty() && !length) return fmt::format("{} is no netmask", printable(value, 60));
    length_ = length;
  } else if (name == "routers") {
    if (value.empty()) {
      router_.clear();
      routes_.clear();
      return "";
    }
    const auto gateway = parse_ipv4(value);
    if (!gateway) return fmt::format("{} is no address", printable(value, 60));
    if (router_.empty()) router_ = gateway->address;
  } else if (name == "routes" || name == "static_routes" || name == "classless_static_routes" ||
             name == "ms_classless_static_routes") {
    return add_route(value);
  } else if (name == "domain_name_servers") {
    add(servers_, value);
  } else if (name == "domain_name") {
    add(domain_, value);
  } else if (name == "domain_search" || name == "search") {
    add(search_, value);
  } else if ((name == "interface_mtu" || name == "mtu") && !value.empty()) {
    constexpr int lowest = 576, highest = 65535;
    const auto mtu = number(value, highest);
    if (!mtu || *mtu < lowest) return fmt::format("{} is no MTU", printable(value, 40));
    mtu_ = mtu;
  }
  return "";
}

std::string DhcpcdOptions::assign_address(std::string_view value) {
  if (value.empty()) {
    static_ = false;
    address_.clear();
    return "";
  }
  const auto parsed = parse_ipv4(value);
  if (!parsed) return fmt::format("{} is no address", printable(value, 60));
  address_ = parsed->address;
  // A mask that is there already stays: that of "subnet_mask", or of an address before this one.
  if (length_.value_or(0) == 0)
    length_ = parsed->length ? parsed->length : classful_prefix(address_);
  static_ = true;
  inform_ = false;
  return "";
}

std::string DhcpcdOptions::assign_ipv6(std::string_view value) {
  address6_.reset();
  if (value.empty()) return "";
  auto parsed = parse_cidr(value);
  if (!parsed || is_ipv4(parsed->address))
    return fmt::format("{} is no IPv6 address", printable(value, 60));
  if (!parsed->prefix) parsed->prefix = 128;
  address6_ = std::move(parsed);
  return "";
}

std::string DhcpcdOptions::add_route(std::string_view value) {
  if (value.empty()) {
    router_.clear();
    routes_.clear();
    return "";
  }
  const std::vector<std::string> words = words_of(value, " \t");
  const auto to = parse_ipv4(words[0]);
  const auto via = words.size() > 1 ? parse_ipv4(words[1]) : std::nullopt;
  if (!to || !via) return fmt::format("{} is no route", printable(value, 60));
  const int length = to->length.value_or(classful_prefix(to->address));
  if (length == 0) {
    if (router_.empty()) router_ = via->address;
    return "";
  }
  const std::string network = Cidr{to->address, length}.text();
  const bool is_known = std::any_of(routes_.begin(), routes_.end(),
                                    [&](const ConfiguredRoute& one) { return one.to == network; });
  if (!is_known && routes_.size() < max_values)
    routes_.push_back({network, via->address, std::nullopt});
  return "";
}

void DhcpcdOptions::set_ipv4(IpConfiguration& ip) const {
  if (!ipv4_) return;
  const bool has_address = (static_ || inform_) && !address_.empty() && address_ != "0.0.0.0";
  if (has_address) {
    ip.method = AddressMethod::fixed;
    // No mask, or one of nothing, leaves it to the class of the address.
    const int length = length_.value_or(0);
    ip.addresses.push_back({address_, length > 0 ? length : classful_prefix(address_)});
  } else if (static_ || inform_) {
    ip.method = AddressMethod::other;
  } else if (dhcp_) {
    ip.method = AddressMethod::dhcp;
  } else if (link_local_ && arp_) {
    ip.method = AddressMethod::other;
    ip.add_also("link-local");
  }
  if (gateway_) ip.gateway = router_;
  ip.routes = routes_;
}

void DhcpcdOptions::set_ipv6(IpConfiguration& ip) const {
  if (!ipv6_) return;
  const bool by_router = solicits_ && autoconf_;
  if (dhcp6_ && (asks_dhcp6_ || (solicits_ && !autoconf_))) {
    ip.method = AddressMethod::dhcp;
    if (by_router) ip.add_also("auto");
  } else if (by_router) {
    ip.method = AddressMethod::automatic;
  }
  if (!address6_) return;
  ip.addresses.push_back(*address6_);
  if (ip.method == AddressMethod::none)
    ip.method = AddressMethod::fixed;
  else
    ip.add_also("static");
}

void DhcpcdOptions::set(Connection& connection) const {
  set_ipv4(connection.ipv4);
  set_ipv6(connection.ipv6);
  for (const std::string& server : servers_) {
    if (is_ipv4(server)) connection.ipv4.dns.push_back(server);
    if (is_ipv6(server)) connection.ipv6.dns.push_back(server);
  }
  connection.ipv4.search = search_.empty() ? domain_ : search_;
  connection.mtu = mtu_;
  connection.at_boot = at_boot_;
}

}  // namespace fbd
