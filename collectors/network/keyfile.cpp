#include "collectors/network/keyfile.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/ini.h"

// Source: nm-settings-keyfile(5), checked with NetworkManager 1.42.4 (nmcli --offline connection
// modify).

namespace fbd {
namespace {

/// The parts of "a;b;" or "a,b".
std::vector<std::string_view> parts(std::string_view text, char separator) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (const std::string_view part = trimmed(text.substr(0, end)); !part.empty())
      found.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

/// "address", "address1", "addresses1", but not "address01" or "address-data".
bool names_an_address(std::string_view key) {
  if (!key.starts_with("address")) return false;
  std::string_view index = key.substr(key.starts_with("addresses") ? 9 : 7);
  return index.size() < 10 && index.find_first_not_of("0123456789") == std::string_view::npos &&
         (index.size() < 2 || index[0] != '0');
}

struct Address {
  Cidr cidr;
  std::string gateway;
};

/// "10.1.2.3/24,10.1.2.1" or the older "10.1.2.3;24;10.1.2.1;". Every key takes both forms, and a
/// gateway that is none spoils the address. A length that is missing is made up (24 in 1.42), which
/// is not followed.
std::optional<Address> address_in(std::string value) {
  std::replace(value.begin(), value.end(), ',', ';');
  if (value.find_first_of(" \t") != std::string::npos) return std::nullopt;
  const std::vector<std::string_view> fields = parts(value, ';');
  if (fields.empty()) return std::nullopt;
  std::size_t used = 1;
  std::optional<Cidr> cidr = parse_cidr(fields[0]);
  if (cidr && !cidr->prefix && fields.size() > 1) {
    cidr = parse_cidr(fmt::format("{}/{}", fields[0], fields[1]));
    used = 2;
  }
  if (!cidr || !cidr->prefix) return std::nullopt;
  Address address{*cidr, fields.size() > used ? std::string(fields[used]) : ""};
  if (!address.gateway.empty() && !is_ipv4(address.gateway) && !is_ipv6(address.gateway))
    return std::nullopt;
  return address;
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view file) : ini_(text), file_(file) {
    entry_.file = file;
    entry_.stack = NetworkStack::nm_keyfile;
  }

  NetworkReading read();

 private:
  std::string_view value(std::string_view group, std::string_view key) const {
    return ini_.value(group, key);
  }
  bool is_for_a_network_card() const;
  bool is_port() const;
  void bind();
  void add_addresses(std::string_view group);
  /// What is wrong makes NetworkManager refuse the profile.
  std::optional<AddressMethod> method();
  void refuse(int line, std::string reason) {
    reading_.problem(file_, line, std::move(reason) + "; NetworkManager refuses the profile");
  }

  Ini ini_;
  std::string file_;
  NetworkEntry entry_;
  NetworkReading reading_;
};

bool Reader::is_for_a_network_card() const {
  constexpr std::array<std::string_view, 7> types{
      "ethernet", "802-3-ethernet", "bond", "bridge", "team", "vlan", "infiniband"};
  return std::find(types.begin(), types.end(), value("connection", "type")) != types.end();
}

bool Reader::is_port() const {
  return !value("connection", "master").empty() || !value("connection", "controller").empty();
}

void Reader::bind() {
  entry_.interface = value("connection", "interface-name");
  for (std::string_view group : {"ethernet", "802-3-ethernet"})
    if (entry_.mac.empty()) entry_.mac = value(group, "mac-address");
  // The name, when there is one, is what is known of the machine after its cards were replaced.
  if (!entry_.interface.empty()) entry_.mac.clear();
  if (ini_.has_group("match")) {
    entry_.condition = "[match]";
    const auto names = parts(value("match", "interface-name"), ';');
    if (entry_.interface.empty() && names.size() == 1) entry_.interface = names.front();
  }
}

void Reader::add_addresses(std::string_view group) {
  const bool v4 = group == "ipv4";
  for (const Ini::Entry& one : ini_.entries()) {
    if (one.group != group || !names_an_address(one.key)) continue;
    const std::optional<Address> address = address_in(one.value);
    if (!address || is_ipv4(address->cidr.address) != v4) {
      // With IPv6 nothing is decided here.
      if (v4)
        reading_.problem(
            file_, one.line,
            fmt::format("\"{}\" is no address with a prefix length", printable(one.value, 60)));
      continue;
    }
    entry_.addresses.push_back(address->cidr.text());
    if (entry_.line == 0) entry_.line = one.line;
    if (v4 && entry_.gateway.empty() && address->gateway != "0.0.0.0")
      entry_.gateway = address->gateway;
  }
}

std::optional<AddressMethod> Reader::method() {
  if (!ini_.has_group("ipv4")) return AddressMethod::dhcp;
  const std::string_view word = value("ipv4", "method");
  const int line = ini_.line("ipv4", "method");
  if (word == "manual") {
    if (!entry_.ipv4().empty()) return AddressMethod::fixed;
    refuse(line, "the method is manual and there is no address");
    return std::nullopt;
  }
  if (word == "auto") return AddressMethod::dhcp;
  if (word == "disabled") return AddressMethod::none;
  if (word == "shared" || word == "link-local") return AddressMethod::other;
  refuse(line, word.empty() ? "[ipv4] has no method"
                            : fmt::format("the method \"{}\" is unknown", printable(word, 40)));
  return std::nullopt;
}

NetworkReading Reader::read() {
  if (const auto& refusal = ini_.refusal()) {
    refuse(refusal->line, refusal->reason);
    return std::move(reading_);
  }
  if (!is_for_a_network_card()) return {};
  bind();
  add_addresses("ipv4");
  const bool address_problem = !reading_.problems.empty();
  if (const std::string_view gateway = value("ipv4", "gateway"); !gateway.empty())
    entry_.gateway = gateway;
  for (std::string_view server : parts(value("ipv4", "dns"), ';')) entry_.dns.emplace_back(server);
  if (entry_.line == 0) entry_.line = ini_.line("ipv4", "method");
  const std::optional<AddressMethod> how = method();
  if (!how) return std::move(reading_);
  if (value("ipv6", "method") == "manual") add_addresses("ipv6");
  entry_.method = is_port() ? AddressMethod::none : address_problem ? AddressMethod::other : *how;
  const std::string_view autoconnect = value("connection", "autoconnect");
  entry_.at_boot = autoconnect != "false" && autoconnect != "no" && autoconnect != "0";
  if (entry_.at_boot) reading_.needs_network_manager.push_back(file_);
  reading_.entries.push_back(std::move(entry_));
  return std::move(reading_);
}

}  // namespace

bool is_ignored_keyfile(std::string_view file) {
  const std::string_view name = file_name(file);
  if (name.starts_with('.') || name.ends_with('~') || name.ends_with(".pem") ||
      name.ends_with(".der"))
    return true;
  // A name as mkstemp(3) makes it: a file that is just being written.
  const std::size_t dot = name.rfind('.');
  return dot != std::string_view::npos && name.size() - dot == 7 &&
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

NetworkReading read_keyfile(std::string_view text, std::string_view file) {
  return Reader(text, file).read();
}

}  // namespace fbd
