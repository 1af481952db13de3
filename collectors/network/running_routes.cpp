#include "collectors/network/running_routes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/ip_json.h"
#include "collectors/network/ip_words.h"

namespace fbd {
namespace {

using Json = nlohmann::json;

// Of each kind. A router's tables belong to nobody's static address.
constexpr std::size_t at_most = 256;

// Between the answers for the two families.
constexpr std::string_view separator = "inet6";

/// Destinations of the wrong family are those of a kernel without IPv6, which lists IPv4 again.
bool is_destination(std::string_view text, bool ipv4) {
  if (text == "default") return true;
  const auto cidr = parse_cidr(text);
  return cidr && is_ipv4(cidr->address) == ipv4;
}

void keep(RunningRoutes& all, RunningRoute route) {
  if (route.table.empty()) route.table = "main";
  if (route.protocol.empty()) route.protocol = "boot";
  if (route.table == "local" || !is_destination(route.to, route.ipv4)) return;
  const bool is_default = route.to == "default";
  if (!is_default && route.protocol == "kernel") return;
  std::vector<RunningRoute>& kind = is_default ? all.defaults : all.others;
  if (kind.size() == at_most)
    ++all.left_out;
  else
    kind.push_back(std::move(route));
}

/// What was printed for IPv4 and, after the line between, for IPv6; nothing without that line.
std::optional<std::array<std::string_view, 2>> halves(std::string_view answer) {
  for (std::string_view line : lines(answer)) {
    const auto at = static_cast<std::size_t>(line.data() - answer.data());
    if (line == separator) return {{answer.substr(0, at), answer.substr(at + separator.size())}};
  }
  return std::nullopt;
}

// ------------------------------------------------------------------------------------------ JSON

/// {"gateway": "10.0.0.1"} or {"via": {"family": "inet6", "host": "fe80::1"}}
std::string gateway(const Json& hop) {
  const std::string plain = json_text(json_member(hop, "gateway"));
  return plain.empty() ? json_text(json_member(json_member(hop, "via"), "host")) : plain;
}

Result<void> add_json(RunningRoutes& all, std::string_view text, bool ipv4) {
  // Some releases print nothing at all where there is nothing.
  if (trimmed(text).empty()) return {};
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array()) return error(ErrorKind::malformed, "ip: the answer is no JSON array");
  for (const Json& one : json) {
    if (one.is_object() && one.empty()) continue;
    RunningRoute route;
    route.ipv4 = ipv4;
    route.to = json_text(json_member(one, "dst"));
    if (route.to.empty()) return error(ErrorKind::malformed, "ip: a route without dst");
    const std::string type = json_text(json_member(one, "type"));
    if (!type.empty() && type != "unicast") continue;
    route.via = gateway(one);
    route.device = json_text(json_member(one, "dev"));
    route.table = json_text(json_member(one, "table"));
    route.protocol = json_text(json_member(one, "protocol"));
    route.source = json_text(json_member(one, "prefsrc"));
    route.metric = json_number(json_member(one, "metric")).value_or(0);
    const Json& hops = json_member(one, "nexthops");
    if (!hops.is_array()) {
      keep(all, std::move(route));
      continue;
    }
    for (const Json& hop : hops) {
      RunningRoute part = route;
      part.shared = hops.size() > 1;
      part.via = gateway(hop);
      part.device = json_text(json_member(hop, "dev"));
      keep(all, std::move(part));
    }
  }
  return {};
}

Result<RunningRoutes> parse_json(std::string_view answer) {
  RunningRoutes all;
  const auto both = halves(answer);
  if (!both) return error(ErrorKind::malformed, "ip: the answer is cut off");
  for (const bool ipv4 : {true, false}) {
    const auto read = add_json(all, (*both)[ipv4 ? 0 : 1], ipv4);
    if (!read) return tl::unexpected<Error>(read.error());
  }
  return all;
}

// ------------------------------------------------------------------------------------------ text

/// "via 10.0.0.1" or "via inet6 fe80::1"
std::string_view gateway(std::string_view words) {
  const std::string_view after = word_after(words, "via");
  return after == "inet6" ? word_after(words, "inet6") : after;
}

std::uint32_t number(std::string_view word) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  return problem == std::errc() && end == word.data() + word.size() ? value : 0;
}

/// "default via 10.0.0.1 dev eth0 proto dhcp metric 100", "local 10.0.0.4 dev eth0 table local",
/// "10.5.0.0/16 proto static \ nexthop via 10.0.0.1 dev eth0 weight 1 \ nexthop via ..."
bool add_line(RunningRoutes& all, std::string_view line, bool ipv4) {
  constexpr std::array<std::string_view, 9> other_types{"local",    "broadcast", "multicast",
                                                        "anycast",  "throw",     "unreachable",
                                                        "prohibit", "blackhole", "xresolve"};
  std::string_view rest = line;
  std::string_view to = pop_word(rest);
  if (std::find(other_types.begin(), other_types.end(), to) != other_types.end()) return true;
  if (to == "unicast") to = pop_word(rest);
  if (!is_destination(to, true) && !is_destination(to, false)) return false;
  const std::string_view head = rest.substr(0, rest.find('\\'));
  RunningRoute route;
  route.ipv4 = ipv4;
  route.to = to;
  route.via = gateway(head);
  route.device = word_after(head, "dev");
  route.table = word_after(head, "table");
  route.protocol = word_after(head, "proto");
  route.source = word_after(head, "src");
  route.metric = number(word_after(head, "metric"));
  rest.remove_prefix(head.size());
  bool has_hops = false;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    std::string_view hop = rest.substr(0, rest.find('\\'));
    rest.remove_prefix(hop.size());
    if (pop_word(hop) != "nexthop") continue;
    RunningRoute part = route;
    part.shared = true;
    part.via = gateway(hop);
    part.device = word_after(hop, "dev");
    keep(all, std::move(part));
    has_hops = true;
  }
  if (!has_hops) keep(all, std::move(route));
  return true;
}

Result<RunningRoutes> parse_text(std::string_view answer) {
  RunningRoutes all;
  const auto both = halves(answer);
  if (!both) return error(ErrorKind::malformed, "ip: the answer is cut off");
  for (const bool ipv4 : {true, false})
    for (std::string_view line : lines((*both)[ipv4 ? 0 : 1]))
      if (!trimmed(line).empty() && !add_line(all, line, ipv4))
        return error(ErrorKind::malformed,
                     fmt::format("ip: \"{}\" is no route", printable(line, 80)));
  return all;
}

// Not everybody who may log in has these folders in PATH. A kernel without IPv6 has no such file,
// and its "ip -6" may fail or list IPv4.
constexpr std::string_view ask_json =
    "PATH=$PATH:/usr/sbin:/sbin; ip -4 -json route show table all || exit; echo inet6; "
    "if [ -e /proc/net/if_inet6 ]; then ip -6 -json route show table all; fi";
constexpr std::string_view ask_text =
    "PATH=$PATH:/usr/sbin:/sbin; ip -4 -o route show table all || exit; echo inet6; "
    "if [ -e /proc/net/if_inet6 ]; then ip -6 -o route show table all; fi";

constexpr Origin<RunningRoutes> known_origins[] = {
    {"network.routes", Os::gnu_linux, run(ask_json), parse_json},
    // iproute2 before 4.17 knows no -json for routes, or takes it and prints text.
    {"network.routes-text", Os::gnu_linux, run(ask_text), parse_text},
};

nlohmann::ordered_json json_of(const std::vector<RunningRoute>& routes) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const RunningRoute& one : routes)
    all.push_back({{"family", one.ipv4 ? "inet" : "inet6"},
                   {"to", one.to},
                   {"via", one.via},
                   {"device", one.device},
                   {"table", one.table},
                   {"protocol", one.protocol},
                   {"source", one.source},
                   {"metric", one.metric}});
  return all;
}

}  // namespace

std::span<const Origin<RunningRoutes>> RunningRoutes::origins() { return known_origins; }

const RunningRoute* RunningRoutes::default_route(bool ipv4) const {
  const RunningRoute* best = nullptr;
  for (const RunningRoute& one : defaults)
    if (one.ipv4 == ipv4 && one.table == "main" && (!best || one.metric < best->metric))
      best = &one;
  return best;
}

std::string to_json(const RunningRoutes& fact) {
  using Ordered = nlohmann::ordered_json;
  return Ordered{{"defaults", json_of(fact.defaults)},
                 {"others", json_of(fact.others)},
                 {"left_out", fact.left_out}}
      .dump(2, ' ', false, Ordered::error_handler_t::replace);
}

}  // namespace fbd
