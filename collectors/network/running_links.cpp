#include "collectors/network/running_links.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/network/ip_json.h"
#include "collectors/network/ip_words.h"
#include "collectors/network/mac.h"

namespace fbd {
namespace {

using Json = nlohmann::json;

// ------------------------------------------------------------------------------------------ JSON

Result<RunningLink> json_link(const Json& one) {
  RunningLink link;
  link.name = json_text(json_member(one, "ifname"));
  if (link.name.empty()) return error(ErrorKind::malformed, "ip: a link without ifname");
  link.index = json_number(json_member(one, "ifindex")).value_or(0);
  if (json_text(json_member(one, "link_type")) == "ether")
    link.mac = lower_case_mac(json_text(json_member(one, "address")));
  link.permanent_mac = lower_case_mac(json_text(json_member(one, "permaddr")));
  link.controller = json_text(json_member(one, "master"));
  link.mtu = json_number(json_member(one, "mtu"));
  link.state = json_text(json_member(one, "operstate"));
  const Json& flags = json_member(one, "flags");
  link.switched_on = json_holds(flags, "UP");
  link.carrier = json_holds(flags, "LOWER_UP");
  const Json& info = json_member(one, "linkinfo");
  link.kind = json_text(json_member(info, "info_kind"));
  // A veth's other end is no parent.
  if (link.kind != "veth") link.parent = json_text(json_member(one, "link"));
  if (link.kind == "vlan")
    link.vlan_id = json_number(json_member(json_member(info, "info_data"), "id"));
  // A bond shows the address of its port's hardware even where ip itself is too old for it.
  if (link.permanent_mac.empty())
    link.permanent_mac =
        lower_case_mac(json_text(json_member(json_member(info, "info_slave_data"), "perm_hwaddr")));
  const Json& names = json_member(one, "altnames");
  if (names.is_array())
    for (const Json& name : names)
      if (name.is_string()) link.other_names.push_back(name.get<std::string>());
  return link;
}

RunningLink tidy(RunningLink link) {
  std::transform(link.state.begin(), link.state.end(), link.state.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (link.permanent_mac == link.mac) link.permanent_mac.clear();
  return link;
}

Result<RunningLinks> parse_json(std::string_view answer) {
  const Json json = Json::parse(answer, nullptr, false);
  if (!json.is_array()) return error(ErrorKind::malformed, "ip: the answer is no JSON array");
  RunningLinks all;
  for (const Json& one : json) {
    if (one.is_object() && one.empty()) continue;
    Result<RunningLink> link = json_link(one);
    if (!link) return tl::unexpected<Error>(link.error());
    all.links.push_back(tidy(std::move(*link)));
  }
  return all;
}

// ------------------------------------------------------------------------------------------ text

std::optional<std::uint32_t> number(std::string_view word) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (problem != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

/// The details come as further parts of the line; each begins with what it is about.
void add_part(RunningLink& link, std::string_view part) {
  constexpr std::string_view kinds[] = {"bond",    "bridge",  "dummy", "geneve", "gre",
                                        "ifb",     "ip6tnl",  "ipip",  "ipoib",  "ipvlan",
                                        "macvlan", "macvtap", "sit",   "team",   "tun",
                                        "veth",    "vlan",    "vrf",   "vxlan",  "wireguard"};
  std::string_view rest = part;
  const std::string_view first = pop_word(rest);
  if (first.starts_with("link/")) {
    if (first == "link/ether") link.mac = lower_case_mac(pop_word(rest));
    link.permanent_mac = lower_case_mac(word_after(rest, "permaddr"));
  } else if (first == "altname") {
    link.other_names.emplace_back(pop_word(rest));
  } else if (first == "bond_slave" && link.permanent_mac.empty()) {
    link.permanent_mac = lower_case_mac(word_after(rest, "perm_hwaddr"));
  } else if (std::find(std::begin(kinds), std::end(kinds), first) != std::end(kinds)) {
    link.kind = first;
    if (first == "vlan") link.vlan_id = number(word_after(rest, "id"));
  }
}

/// "5: eth0.10@eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 master br0 state UP", then, each after a
/// backslash, "link/ether 00:50:56:00:00:10 brd ff:ff:ff:ff:ff:ff" and "vlan protocol 802.1Q id 10"
std::optional<RunningLink> text_link(std::string_view line) {
  RunningLink link;
  std::string_view head = line.substr(0, line.find('\\'));
  std::string_view rest = line.substr(head.size());
  const std::string_view index = pop_word(head);
  std::string_view name = pop_word(head);
  const std::string_view flags = pop_word(head);
  if (index.size() < 2 || index.back() != ':' || name.size() < 2 || name.back() != ':' ||
      !flags.starts_with('<'))
    return std::nullopt;
  const auto value = number(index.substr(0, index.size() - 1));
  if (!value) return std::nullopt;
  link.index = *value;
  name.remove_suffix(1);
  const std::size_t at = name.find('@');
  link.name = name.substr(0, at);
  if (link.name.empty()) return std::nullopt;
  link.switched_on = has_link_flag(flags, "UP");
  link.carrier = has_link_flag(flags, "LOWER_UP");
  link.mtu = number(word_after(head, "mtu"));
  link.controller = word_after(head, "master");
  link.state = word_after(head, "state");
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view part = rest.substr(0, rest.find('\\'));
    rest.remove_prefix(part.size());
    add_part(link, part);
  }
  // "eth0@if5" and "@NONE": what is below is in another namespace, or nothing.
  if (at != name.npos && link.kind != "veth") {
    const std::string_view below = name.substr(at + 1);
    const bool elsewhere = below.starts_with("if") && number(below.substr(2));
    if (!elsewhere && below != "NONE") link.parent = below;
  }
  return link;
}

Result<RunningLinks> parse_text(std::string_view answer) {
  RunningLinks all;
  for (std::string_view line : lines(answer)) {
    std::optional<RunningLink> link = text_link(line);
    if (!link)
      return error(ErrorKind::malformed, fmt::format("ip: \"{}\" is no link", printable(line, 80)));
    all.links.push_back(tidy(std::move(*link)));
  }
  if (all.links.empty()) return error(ErrorKind::malformed, "ip: no link at all");
  return all;
}

// Not everybody who may log in has these folders in PATH; RHEL 5 knows no details.
constexpr std::string_view ask_json = "PATH=$PATH:/usr/sbin:/sbin; ip -json -details link show";
constexpr std::string_view ask_text =
    "PATH=$PATH:/usr/sbin:/sbin; ip -o -d link show 2>/dev/null || ip -o link show";

constexpr Origin<RunningLinks> known_origins[] = {
    {"network.links", Os::gnu_linux, run(ask_json), parse_json},
    {"network.links-text", Os::gnu_linux, run(ask_text), parse_text},
};

}  // namespace

std::span<const Origin<RunningLinks>> RunningLinks::origins() { return known_origins; }

const RunningLink* RunningLinks::find(std::string_view name) const {
  for (const RunningLink& one : links)
    if (one.name == name) return &one;
  for (const RunningLink& one : links)
    if (std::find(one.other_names.begin(), one.other_names.end(), name) != one.other_names.end())
      return &one;
  return nullptr;
}

std::string to_json(const RunningLinks& fact) {
  using Ordered = nlohmann::ordered_json;
  Ordered links = Ordered::array();
  for (const RunningLink& one : fact.links)
    links.push_back({{"index", one.index},
                     {"name", one.name},
                     {"other_names", one.other_names},
                     {"mac", one.mac},
                     {"permanent_mac", one.permanent_mac},
                     {"kind", one.kind},
                     {"controller", one.controller},
                     {"parent", one.parent},
                     {"vlan_id", one.vlan_id ? Ordered(*one.vlan_id) : Ordered()},
                     {"mtu", one.mtu ? Ordered(*one.mtu) : Ordered()},
                     {"state", one.state},
                     {"switched_on", one.switched_on},
                     {"carrier", one.carrier}});
  return Ordered{{"links", std::move(links)}}.dump(2, ' ', false,
                                                   Ordered::error_handler_t::replace);
}

}  // namespace fbd
