#include "collectors/network/running_addresses.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/ip_json.h"
#include "collectors/network/ip_words.h"

namespace fbd {
namespace {

using Json = nlohmann::json;

// What iproute2 and the kernel call "forever".
constexpr std::uint32_t forever = 0xFFFFFFFF;

bool is_family(std::string_view family) { return family == "inet" || family == "inet6"; }

// ------------------------------------------------------------------------------------------ JSON

Result<RunningAddress> json_address(const Json& json) {
  RunningAddress address;
  address.address = json_text(json_member(json, "local"));
  const Json& prefix = json_member(json, "prefixlen");
  address.ipv4 = json_text(json_member(json, "family")) == "inet";
  const bool readable = address.ipv4 ? is_ipv4(address.address) : is_ipv6(address.address);
  if (!readable || !prefix.is_number_unsigned() || prefix.get<std::uint64_t>() > 128)
    return error(ErrorKind::malformed, "ip: an address without local or prefixlen");
  address.prefix = prefix.get<int>();
  const Json& dynamic = json_member(json, "dynamic");
  address.dynamic = dynamic.is_boolean() && dynamic.get<bool>();
  const Json& valid = json_member(json, "valid_life_time");
  if (valid.is_number_unsigned() && valid.get<std::uint64_t>() < forever)
    address.valid_seconds = valid.get<std::uint32_t>();
  return address;
}

Result<RunningAddresses> parse_json(std::string_view answer) {
  const Json json = Json::parse(answer, nullptr, false);
  if (!json.is_array()) return error(ErrorKind::malformed, "ip: the answer is no JSON array");
  RunningAddresses running;
  for (const Json& one : json) {
    // Some releases of iproute2 print {} for what a filter leaves out.
    if (one.is_object() && one.empty()) continue;
    RunningInterface interface;
    if (!one.is_object() || (interface.name = json_text(json_member(one, "ifname"))).empty())
      return error(ErrorKind::malformed, "ip: an interface without ifname");
    if (json_text(json_member(one, "link_type")) == "ether")
      interface.mac = json_text(json_member(one, "address"));
    const Json& flags = json_member(one, "flags");
    interface.up = json_holds(flags, "UP") && json_holds(flags, "LOWER_UP");
    const Json& addresses = json_member(one, "addr_info");
    if (!addresses.is_array())
      return error(ErrorKind::malformed, "ip: an interface without addr_info");
    for (const Json& info : addresses) {
      if (!info.is_object() || !is_family(json_text(json_member(info, "family")))) continue;
      Result<RunningAddress> address = json_address(info);
      if (!address) return tl::unexpected<Error>(address.error());
      interface.addresses.push_back(std::move(*address));
    }
    running.interfaces.push_back(std::move(interface));
  }
  return running;
}

// ------------------------------------------------------------------------------------------ text

/// Seconds of "valid_lft 86355sec"; nothing for "forever" and for releases that print none.
std::optional<std::uint32_t> seconds(std::string_view word) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (problem != std::errc() || std::string_view(end, word.data() + word.size()) != "sec")
    return std::nullopt;
  return value;
}

class TextReader {
 public:
  /// "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 ... link/ether 00:50:56:... brd ..." or
  /// "2: eth0    inet 10.1.2.3/24 brd 10.1.2.255 scope global dynamic eth0\ valid_lft 8635sec ..."
  bool line(std::string_view rest) {
    const std::string_view index = pop_word(rest);
    std::string_view name = pop_word(rest);
    if (index.size() < 2 || index.find_first_not_of("0123456789") != index.size() - 1 ||
        index.back() != ':' || name.empty() || trimmed(rest).empty())
      return false;
    const bool is_link = name.back() == ':';
    if (is_link) name.remove_suffix(1);
    name = name.substr(0, name.find('@'));  // "eth0@if5": where its other end is
    RunningInterface& interface = interface_named(name);
    return is_link ? link(interface, rest) : address(interface, rest);
  }

  RunningAddresses take() { return std::move(running_); }

 private:
  RunningInterface& interface_named(std::string_view name) {
    const auto [found, is_new] = index_.try_emplace(std::string(name), running_.interfaces.size());
    if (is_new) running_.interfaces.emplace_back().name = name;
    return running_.interfaces[found->second];
  }

  static bool link(RunningInterface& interface, std::string_view rest) {
    const std::string_view flags = pop_word(rest);
    if (flags.size() < 2 || flags.front() != '<' || flags.back() != '>') return false;
    interface.up = has_link_flag(flags, "UP") && has_link_flag(flags, "LOWER_UP");
    interface.mac = word_after(rest, "link/ether");
    return true;
  }

  static bool address(RunningInterface& interface, std::string_view rest) {
    const std::string_view family = pop_word(rest);
    if (!is_family(family)) return true;  // another family's address
    // "10.0.0.1 peer 10.0.0.2/32": the length stands behind the other end.
    const std::string_view local = pop_word(rest);
    const std::string_view peer = word_after(rest, "peer");
    const std::optional<Cidr> whole = parse_cidr(peer.empty() ? local : peer);
    const std::optional<Cidr> own = parse_cidr(local);
    if (!whole || !own || is_ipv4(own->address) != (family == "inet")) return false;
    RunningAddress found;
    found.address = own->address;
    found.ipv4 = family == "inet";
    found.prefix = whole->prefix.value_or(found.ipv4 ? 32 : 128);
    found.valid_seconds = seconds(word_after(rest, "valid_lft"));
    // The word "dynamic" could also be an interface's name.
    found.dynamic = found.valid_seconds.has_value();
    interface.addresses.push_back(std::move(found));
    return true;
  }

  RunningAddresses running_;
  std::map<std::string, std::size_t> index_;  // by name
};

Result<RunningAddresses> parse_text(std::string_view answer) {
  TextReader reader;
  for (std::string_view line : lines(answer))
    if (!reader.line(line))
      return error(ErrorKind::malformed,
                   fmt::format("ip: \"{}\" is no interface and no address", printable(line, 80)));
  RunningAddresses running = reader.take();
  if (running.interfaces.empty()) return error(ErrorKind::malformed, "ip: no interface at all");
  return running;
}

// Not everybody who may log in has these folders in PATH.
constexpr std::string_view ask_json = "PATH=$PATH:/usr/sbin:/sbin; ip -json address show";
constexpr std::string_view ask_text =
    "PATH=$PATH:/usr/sbin:/sbin; ip -o link show && ip -o address show";

constexpr Origin<RunningAddresses> known_origins[] = {
    {"network.addresses", Os::gnu_linux, run(ask_json), parse_json},
    // iproute2 before 4.13 (RHEL 5 to 7, SLES 11 and 12) knows no -json.
    {"network.addresses-text", Os::gnu_linux, run(ask_text), parse_text},
};

}  // namespace

std::span<const Origin<RunningAddresses>> RunningAddresses::origins() { return known_origins; }

std::string RunningAddress::text() const { return fmt::format("{}/{}", address, prefix); }

bool RunningInterface::has_ipv4(std::string_view wanted) const {
  return std::any_of(addresses.begin(), addresses.end(), [wanted](const RunningAddress& one) {
    return one.ipv4 && one.address == wanted;
  });
}

bool RunningInterface::has_dynamic_ipv4() const {
  return std::any_of(addresses.begin(), addresses.end(),
                     [](const RunningAddress& one) { return one.ipv4 && one.dynamic; });
}

std::string RunningInterface::ipv4_text() const {
  std::string all;
  for (const RunningAddress& one : addresses)
    if (one.ipv4) all += (all.empty() ? "" : ", ") + one.text();
  return all;
}

const RunningInterface* RunningAddresses::find(std::string_view name) const {
  const auto found = std::find_if(interfaces.begin(), interfaces.end(),
                                  [name](const auto& one) { return one.name == name; });
  return found == interfaces.end() ? nullptr : &*found;
}

std::string to_json(const RunningAddresses& fact) {
  using Ordered = nlohmann::ordered_json;
  Ordered interfaces = Ordered::array();
  for (const RunningInterface& interface : fact.interfaces) {
    Ordered addresses = Ordered::array();
    for (const RunningAddress& one : interface.addresses)
      addresses.push_back(
          {{"address", one.address},
           {"prefix", one.prefix},
           {"family", one.ipv4 ? "inet" : "inet6"},
           {"dynamic", one.dynamic},
           {"valid_seconds", one.valid_seconds ? Ordered(*one.valid_seconds) : Ordered()}});
    interfaces.push_back({{"name", interface.name},
                          {"mac", interface.mac},
                          {"up", interface.up},
                          {"addresses", std::move(addresses)}});
  }
  return Ordered{{"interfaces", std::move(interfaces)}}.dump(2, ' ', false,
                                                             Ordered::error_handler_t::replace);
}

}  // namespace fbd
