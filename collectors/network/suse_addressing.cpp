#include "collectors/network/suse_addressing.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::size_t max_addresses = 1024;

class Addressing {
 public:
  Addressing(const SuseSettings& settings, Connection& connection)
      : settings_(settings), connection_(connection) {}

  SuseAddressing read();

 private:
  void by_words(std::string_view words);
  void fixed();
  void add_address(const SuseSettings::Setting& setting);
  bool has_no_router() const;
  void warn(std::string_view setting, std::string reason, std::string consequence) {
    found_.warnings.push_back({settings_.line(setting), std::move(reason), std::move(consequence)});
  }

  const SuseSettings& settings_;
  Connection& connection_;
  SuseAddressing found_;
};

SuseAddressing Addressing::read() {
  found_.line = settings_.line("BOOTPROTO");
  const std::string_view word = settings_.value("BOOTPROTO");
  const bool is_ppp = same_word(word, "ppp") || (word.empty() && connection_.type == "ppp");
  if (!connection_.controller.empty() || same_word(word, "none") ||
      connection_.type == "ovs-system") {
    // Only the link is set up, whatever IPADDR says.
  } else if (is_ppp || same_word(word, "ibft")) {
    connection_.ipv4.method = AddressMethod::other;
    connection_.ipv6.method = AddressMethod::other;
    warn("BOOTPROTO",
         fmt::format("the address comes from {}", is_ppp ? "PPP" : "the firmware (iBFT)"),
         "it is not known whether it is fixed");
  } else {
    if (!word.empty() && !same_word(word, "static") && !same_word(word, "6to4")) by_words(word);
    fixed();
  }
  return std::move(found_);
}

/// "dhcp4+auto6". Static addresses come with any of them.
void Addressing::by_words(std::string_view words) {
  IpConfiguration &v4 = connection_.ipv4, &v6 = connection_.ipv6;
  for (std::string_view rest = words; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find('+'));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (word == "dhcp" || word == "dhcp4") v4.method = AddressMethod::dhcp;
    if (word == "dhcp" || word == "dhcp6") {
      if (v6.method == AddressMethod::automatic) v6.add_also("auto");
      v6.method = AddressMethod::dhcp;
    } else if (word == "auto4" || word == "autoip") {
      v4.add_also("link-local");
    } else if (word == "auto6") {
      if (has_no_router())
        warn("BOOTPROTO", fmt::format("an interface of type {} has no auto6", connection_.type),
             "wicked passes over it");
      else if (v6.method == AddressMethod::dhcp)
        v6.add_also("auto");
      else
        v6.method = AddressMethod::automatic;
    } else if (!word.empty() && word != "dhcp4" && word != "dhcp") {
      warn("BOOTPROTO",
           fmt::format("BOOTPROTO='{}' holds the unknown word {}", printable(words, 60),
                       printable(word, 40)),
           "wicked passes over it and sets static addresses only");
    }
  }
}

bool Addressing::has_no_router() const {
  constexpr std::array<std::string_view, 6> types{"dummy", "ppp", "tun", "sit", "ipip", "ip6tnl"};
  return std::find(types.begin(), types.end(), connection_.type) != types.end();
}

void Addressing::fixed() {
  found_.takes_routes = true;
  for (const SuseSettings::Setting& setting : settings_.starting_with("IPADDR"))
    if (found_.own.size() < max_addresses) add_address(setting);
  for (IpConfiguration* ip : {&connection_.ipv4, &connection_.ipv6}) {
    if (ip->method == AddressMethod::none && !ip->addresses.empty())
      ip->method = AddressMethod::fixed;
    else if (!ip->addresses.empty())
      ip->add_also("static");
    if (ip->method == AddressMethod::none && !ip->also.empty()) ip->method = AddressMethod::other;
  }
}

/// The prefix length is in the address, else in PREFIXLEN, else in NETMASK, else it is a single
/// host's.
void Addressing::add_address(const SuseSettings::Setting& setting) {
  const std::string suffix = setting.name.substr(std::string_view("IPADDR").size());
  const std::size_t slash = setting.value.find('/');
  const auto address = parse_suse_address(std::string_view(setting.value).substr(0, slash));
  if (!address)
    return warn(setting.name,
                fmt::format("{}='{}' is no address", setting.name, printable(setting.value, 60)),
                "wicked passes over it");
  if (address->is_unspecified()) return;  // YaST writes 0.0.0.0 beside DHCP
  const auto bits = static_cast<std::uint64_t>(address->bits());
  const auto is_length = [bits](std::uint64_t length) { return length > 0 && length <= bits; };
  std::uint64_t length = 0;
  if (slash != std::string::npos)
    length = leading_digits(std::string_view(setting.value).substr(slash + 1));
  if (!is_length(length)) {
    const std::string_view prefix = settings_.value("PREFIXLEN" + suffix);
    const std::string_view mask = settings_.value("NETMASK" + suffix);
    if (!prefix.empty()) {
      length = leading_digits(prefix);
    } else if (const auto netmask = parse_suse_address(mask); netmask && netmask->v4) {
      if (address->v4) length = static_cast<std::uint64_t>(leading_ones(*netmask));
    }
    const bool is_guess = slash != std::string::npos || !prefix.empty() || !mask.empty();
    if (!is_length(length) && is_guess && address->v4)
      warn(setting.name, fmt::format("the prefix length of {} cannot be read", setting.name),
           "wicked sets the address without a network");
  }
  if (!is_length(length)) length = bits;
  SuseAddressing::Own own{*address, static_cast<int>(length), std::nullopt};
  if (length == bits) own.peer = parse_suse_address(settings_.value("REMOTE_IPADDR" + suffix));
  if (own.peer && own.peer->is_unspecified()) own.peer.reset();
  auto& addresses = address->v4 ? connection_.ipv4.addresses : connection_.ipv6.addresses;
  const bool is_known =
      std::any_of(found_.own.begin(), found_.own.end(), [&](const SuseAddressing::Own& one) {
        return one.address.v4 == address->v4 && one.address.bytes == address->bytes &&
               one.length == own.length;
      });
  if (is_known) return;
  if (address->v4 && addresses.empty() && connection_.ipv4.method != AddressMethod::dhcp)
    found_.line = setting.line;
  addresses.push_back({address->text, own.length});
  found_.own.push_back(std::move(own));
}

}  // namespace

bool SuseAddressing::Own::reaches(const SuseAddress& gateway) const {
  if (peer) return peer->v4 == gateway.v4 && peer->bytes == gateway.bytes;
  return address.shares_network(gateway, length);
}

SuseAddressing read_suse_addressing(const SuseSettings& settings, Connection& connection) {
  return Addressing(settings, connection).read();
}

}  // namespace fbd
