#include "collectors/network/interfaces_block.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interfaces_command.h"
#include "collectors/network/interfaces_lines.h"

// Source: inet.defn, inet6.defn and archcommon.c of ifupdown, checked with ifup 0.8.41 --no-act.

namespace fbd {
namespace {

constexpr std::size_t longest_address = 33;  // what compute_v4_mask() looks at

std::optional<int> leading_number(std::string_view text) {
  int value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
    return std::nullopt;
  return value;
}

/// A number that is not 0, "on", "true" or "yes".
bool is_true(std::string_view value) {
  std::string small(value);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return leading_number(value).value_or(0) != 0 || small == "on" || small == "true" ||
         small == "yes";
}

int length_by_class(std::string_view ipv4) {
  const int first = leading_number(ipv4).value_or(0);
  return first > 223 ? 32 : classful_prefix(ipv4);
}

/// strtok(): the text before the first '/' and the one up to the next.
std::pair<std::string_view, std::string_view> at_slash(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('/'), text.size()));
  const std::size_t slash = std::min(text.find('/'), text.size());
  std::string_view rest = text.substr(slash);
  rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
  return {text.substr(0, slash), rest.substr(0, rest.find('/'))};
}

/// "netmask" beats the length in "address"; with neither the length is classful. A length may be
/// followed by anything, a mask or an address by nothing.
std::optional<Cidr> ipv4_address(const InterfacesBlock& block) {
  const auto [address, length] = at_slash(block.value("address").substr(0, longest_address));
  if (!is_ipv4(address)) return std::nullopt;
  Cidr cidr{std::string(address), std::nullopt};
  if (block.find("netmask"))
    cidr.prefix = ipv4_prefix(block.value("netmask"));
  else if (length.empty())
    cidr.prefix = length_by_class(address);
  else if (is_ipv4(length))
    cidr.prefix = ipv4_prefix(length);
  else
    cidr.prefix = leading_number(length);
  if (!cidr.prefix || *cidr.prefix < 0 || *cidr.prefix > 32) return std::nullopt;
  return cidr;
}

/// Here it is the command line that a shell reads: a comment ends it before "dev".
std::optional<Cidr> ipv6_address(const InterfacesBlock& block) {
  const auto [address, length] = at_slash(block.value("address"));
  std::string whole(address);
  const std::string_view mask = block.find("netmask") ? block.value("netmask") : length;
  if (!mask.empty()) (whole += '/') += mask;
  std::optional<Cidr> cidr = parse_cidr(whole);
  if (cidr && !cidr->prefix) cidr->prefix = is_ipv4(cidr->address) ? 32 : 128;
  return cidr;
}

std::optional<Cidr> address_6to4(const InterfacesBlock& block) {
  in_addr local{};
  if (::inet_pton(AF_INET, std::string(block.value("local")).c_str(), &local) != 1)
    return std::nullopt;
  const std::uint32_t bits = ntohl(local.s_addr);
  return Cidr{fmt::format("2002:{:x}:{:x}::1", bits >> 16, bits & 0xffff), 16};
}

class Reader {
 public:
  explicit Reader(const InterfacesBlock& block) : block_(block) {}

  InterfacesAddresses read() {
    found_.v4 = block_.family != "inet6";
    block_.family == "inet6" ? inet6() : inet();
    commands();
    return std::move(found_);
  }

 private:
  bool has(std::string_view method) const { return block_.method == method; }

  void inet() {
    if (has("static") || has("tunnel")) return fixed(ipv4_address(block_));
    if (has("dhcp") || has("bootp")) found_.ip.method = AddressMethod::dhcp;
    if (has("ppp") || has("wvdial") || has("ipv4ll")) found_.ip.method = AddressMethod::other;
    if (has("ipv4ll")) found_.ip.add_also("link-local");
  }

  void inet6() {
    // Whether announcements are listened to and addresses made of them.
    const std::string_view accept = block_.value("accept_ra"), make = block_.value("autoconf");
    if (has("static")) {
      fixed(ipv6_address(block_));
      const bool accepts = accept.empty() ? !block_.find("gateway") : is_true(accept);
      if (accepts && is_true(make)) found_.ip.add_also("auto");
    } else if (has("auto")) {
      const bool accepts = accept.empty() || is_true(accept);
      const bool dhcp = is_true(block_.value("dhcp"));
      found_.ip.method = dhcp      ? AddressMethod::dhcp
                         : accepts ? AddressMethod::automatic
                                   : AddressMethod::other;
      if (!accepts) found_.ip.add_also("link-local");
      if (accepts && dhcp) found_.ip.add_also("auto");
    } else if (has("dhcp")) {
      found_.ip.method = AddressMethod::dhcp;
      const bool asked = is_true(make) || is_true(accept);
      const bool refused = (block_.find("autoconf") && !is_true(make)) ||
                           (block_.find("accept_ra") && !is_true(accept));
      if (asked && !refused) found_.ip.add_also("auto");
    } else if (has("6to4")) {
      fixed(address_6to4(block_));
    } else if (has("v4tunnel") || has("tunnel")) {
      const std::optional<Cidr> address = ipv6_address(block_);
      // A tunnel in IPv6 may carry IPv4.
      found_.v4 = address && is_ipv4(address->address);
      fixed(address);
    }
  }

  void fixed(const std::optional<Cidr>& address) {
    if (!address || is_ipv4(address->address) != found_.v4) {
      found_.ip.method = AddressMethod::other;
      if (block_.is_base && !block_.find("address")) return;  // nothing but a template
      return problem("address",
                     fmt::format("the address of \"{}\" is missing or cannot be read",
                                 printable(block_.name, 40)),
                     "ifup stops there");
    }
    found_.ip.method = AddressMethod::fixed;
    found_.ip.addresses.push_back(*address);
    if (block_.value("address").find('\n') != std::string_view::npos)
      problem("address", "a second \"address\" in one stanza", "only the first is set");
    gateway();
  }

  void gateway() {
    std::string_view rest = block_.value("gateway");
    const std::string_view address = take_word(rest);
    if (address.empty() || has("6to4")) return;
    if (is_ipv4(address) || is_ipv6(address)) {
      found_.ip.gateway = address;
      found_.ip.gateway_metric = route_metric(block_.value("metric"));
    } else {
      problem("gateway", fmt::format("\"{}\" is no address", printable(address, 40)),
              "there is no default route");
    }
  }

  void commands() {
    for (const InterfacesBlock::Option& one : block_.options) {
      if (one.name != "up" && one.name != "pre-up") continue;
      const InterfacesCommand command = read_interfaces_command(one.value, block_.name);
      const auto add = [](auto& to, const auto& from) {
        to.insert(to.end(), from.begin(), from.end());
      };
      InterfacesAddresses::ByCommand& all = found_.by_command;
      add(all.ipv4_routes, command.ipv4_routes);
      add(all.ipv6_routes, command.ipv6_routes);
      add(all.addresses, command.addresses);
      const SourcePlace place{block_.place.file, one.line > 0 ? one.line : block_.place.line};
      const auto sets = [&](bool v4) {
        SourcePlace& where = v4 ? all.sets_ipv4 : all.sets_ipv6;
        if (where.line == 0) where = place;
      };
      for (const Cidr& address : command.addresses) sets(is_ipv4(address.address));
      if (command.hides_address) sets(found_.v4);
    }
  }

  void problem(std::string_view option, std::string reason, std::string consequence) {
    const InterfacesBlock::Option* where = block_.find(option);
    found_.problems.push_back({block_.place.file,
                               where && where->line > 0 ? where->line : block_.place.line,
                               std::move(reason), std::move(consequence)});
  }

  const InterfacesBlock& block_;
  InterfacesAddresses found_;
};

}  // namespace

InterfacesAddresses read_addresses(const InterfacesBlock& block) { return Reader(block).read(); }

}  // namespace fbd
