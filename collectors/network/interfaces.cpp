#include "collectors/network/interfaces.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/interfaces_text.h"
#include "collectors/network/name_pattern.h"

namespace fbd {
namespace {

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \t"));
}

std::string_view option(const InterfacesBlock& block, std::string_view name) {
  const auto found = std::find_if(block.options.begin(), block.options.end(),
                                  [name](const auto& one) { return one.name == name; });
  return found == block.options.end() ? std::string_view() : std::string_view(found->value);
}

/// ifup joins the values of a repeated option, and what comes of that is anyone's guess.
bool is_repeated(const InterfacesBlock& block, std::string_view name) {
  return std::count_if(block.options.begin(), block.options.end(),
                       [name](const auto& one) { return one.name == name; }) > 1;
}

/// "netmask" beats the length in "address"; without either the length is classful.
std::optional<Cidr> address_of(const InterfacesBlock& block) {
  const std::string_view whole = option(block, "address");
  const std::string_view word = first_word(whole);
  if (is_repeated(block, "address") || is_repeated(block, "netmask")) return std::nullopt;
  // What follows a blank is harmless after a length only: "address 10.1.2.3 24" sets nothing.
  if (word.size() != whole.size() && word.find('/') == std::string_view::npos) return std::nullopt;
  std::optional<Cidr> cidr = parse_cidr(word);
  if (!cidr || !is_ipv4(cidr->address)) return std::nullopt;
  if (const std::string_view mask = option(block, "netmask"); !mask.empty()) {
    cidr->prefix = ipv4_prefix(mask);
    if (!cidr->prefix) return std::nullopt;
  }
  if (!cidr->prefix) cidr->prefix = classful_prefix(cidr->address);
  return cidr;
}

/// A command that names an IPv4 address, as "up ip address add 10.1.2.3/24 dev $IFACE" does.
const InterfacesBlock::Option* command_with_address(const InterfacesBlock& block) {
  for (const auto& one : block.options) {
    if (one.name != "up" && one.name != "pre-up" && one.name != "post-up") continue;
    std::string_view rest = one.value;
    while (!rest.empty()) {
      constexpr std::string_view parts = "0123456789.";
      rest.remove_prefix(std::min(rest.find_first_of(parts), rest.size()));
      const std::string_view run =
          rest.substr(0, std::min(rest.find_first_not_of(parts), rest.size()));
      if (is_ipv4(run)) return &one;
      rest.remove_prefix(run.size());
    }
  }
  return nullptr;
}

class Reader {
 public:
  explicit Reader(InterfacesText text) : text_(std::move(text)) {}

  NetworkReading read() {
    reading_.problems = text_.problems;
    if (text_.refused) return std::move(reading_);
    for (const InterfacesBlock& block : text_.blocks) add(block);
    for (NetworkEntry& entry : entries_) {
      if (entry.interface.empty()) entry.method = AddressMethod::other;
      reading_.entries.push_back(std::move(entry));
    }
    return std::move(reading_);
  }

 private:
  void add(const InterfacesBlock& block) {
    const std::string_view name = without_label(block.interface);
    if (name == "lo" || (block.family != "inet" && block.family != "inet6" && !block.inherits))
      return;
    if (block.family == "inet6" && !block.inherits) return add_ipv6(block);
    NetworkEntry& entry = entry_of(block);
    AddressMethod method = method_of(block, entry);
    // Blocks of one name add up: DHCP with a static address beside it is DHCP.
    if (seen_.insert(block.interface).second)
      entry.method = method;
    else if (entry.method == AddressMethod::other || method == AddressMethod::other)
      entry.method = AddressMethod::other;
    else if (entry.method == AddressMethod::dhcp || method == AddressMethod::dhcp)
      entry.method = AddressMethod::dhcp;
    else if (method == AddressMethod::fixed)
      entry.method = AddressMethod::fixed;
    if (entry.gateway.empty()) entry.gateway = first_word(option(block, "gateway"));
    std::string_view servers = option(block, "dns-nameservers");
    while (!servers.empty()) {
      const std::string_view server = first_word(servers);
      entry.dns.emplace_back(server);
      servers = trimmed(servers.substr(server.size()));
    }
  }

  AddressMethod method_of(const InterfacesBlock& block, NetworkEntry& entry) {
    if (block.inherits)
      return problem(block, block.line, "what this block inherits is not followed yet");
    if (block.method == "dhcp" || block.method == "bootp") return AddressMethod::dhcp;
    if (block.method == "manual") {
      if (const InterfacesBlock::Option* command = command_with_address(block))
        return problem(block, command->line, "the method is manual, and a command sets an address");
      return AddressMethod::none;
    }
    if (block.method != "static") return AddressMethod::other;
    const std::optional<Cidr> address = address_of(block);
    if (!address)
      return problem(block, block.line,
                     fmt::format("\"{}\" is static, and its address or netmask cannot be read",
                                 printable(block.interface, 40)));
    entry.addresses.push_back(address->text());
    return AddressMethod::fixed;
  }

  void add_ipv6(const InterfacesBlock& block) {
    const std::optional<Cidr> address = parse_cidr(first_word(option(block, "address")));
    if (block.method != "static" || !address || !is_ipv6(address->address)) return;
    NetworkEntry& entry = entry_of(block);
    entry.addresses.push_back(address->text());
    // Without an IPv4 block there is no IPv4.
    if (!seen_.count(block.interface)) entry.method = AddressMethod::none;
  }

  NetworkEntry& entry_of(const InterfacesBlock& block) {
    const auto [found, is_new] = index_.try_emplace(block.interface, entries_.size());
    if (is_new) {
      NetworkEntry entry;
      entry.interface = without_label(block.interface);
      entry.method = AddressMethod::none;
      entry.file = block.file;
      entry.line = block.line;
      entry.stack = NetworkStack::ifupdown;
      entry.at_boot = text_.boot.count(block.interface) > 0;
      if (is_pattern(entry.interface) || entry.interface.starts_with('/')) {
        problem(block, block.line, "a pattern of interface names is not followed yet");
        entry.interface.clear();
      }
      entries_.push_back(std::move(entry));
    }
    return entries_[found->second];
  }

  AddressMethod problem(const InterfacesBlock& block, int line, std::string reason) {
    reading_.problem(block.file, line, std::move(reason));
    return AddressMethod::other;
  }

  InterfacesText text_;
  NetworkReading reading_;
  std::vector<NetworkEntry> entries_;
  std::map<std::string, std::size_t> index_;  // by name with label
  std::set<std::string> seen_;                // names that had an IPv4 block
};

}  // namespace

NetworkReading read_interfaces(std::string_view root, const NetworkFiles& files) {
  return Reader(read_interfaces_text(root, files)).read();
}

}  // namespace fbd
