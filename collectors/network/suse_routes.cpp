#include "collectors/network/suse_routes.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/connection.h"

namespace fbd {
namespace {

constexpr std::size_t max_routes = 4096;
constexpr int max_lines = 65'536;
constexpr std::size_t buffer_at_most = 511;  // of one fgets() of wicked

// Options with one value after them; those of the first group also take "lock" before it.
constexpr std::array<std::string_view, 12> metrics{"mtu",      "window",   "rtt",     "rttvar",
                                                   "ssthresh", "cwnd",     "advmss",  "reordering",
                                                   "hoplimit", "initcwnd", "rto_min", "initrwnd"};
constexpr std::array<std::string_view, 7> others{"src",   "realm", "mark",    "scope",
                                                 "proto", "type",  "protocol"};
constexpr std::array<std::string_view, 4> refusals{"blackhole", "unreachable", "prohibit", "throw"};
constexpr std::array<std::string_view, 6> kinds{"unicast",   "local",     "broadcast",
                                                "multicast", "blackhole", "unreachable"};

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) return words;
    words.push_back(line.substr(0, line.find_first_of(" \t")));
    line.remove_prefix(words.back().size());
  }
}

/// One line, with the words that are still to be read.
class RouteLine {
 public:
  RouteLine(std::vector<std::string_view> words, std::string_view interface)
      : words_(std::move(words)), interface_(interface) {}

  /// An empty reason if it is a route.
  std::string read();
  SuseRoute route;
  std::string key;  // what must not come twice

 private:
  std::string_view next() { return at_ < words_.size() ? words_[at_++] : std::string_view(); }
  std::string options();
  std::string hops();
  std::string destination(std::string_view text, std::string_view mask);

  std::vector<std::string_view> words_;
  std::string_view interface_;
  std::size_t at_ = 0;
  std::string tos_;
};

std::string RouteLine::read() {
  const std::string_view to = next(), gateway = next(), mask = next();
  std::string_view name = next();
  // In an ifroute file another interface's name is not taken.
  if (name != "-" && interface_.empty()) interface_ = name;
  SuseRoute::Hop first;
  if (!gateway.empty() && gateway != "-") {
    first.via = parse_suse_address(gateway);
    if (!first.via) return fmt::format("the gateway {} is no address", printable(gateway, 60));
  }
  route.hops.push_back(first);
  if (std::string reason = options(); !reason.empty()) return reason;
  const auto via = std::find_if(route.hops.begin(), route.hops.end(),
                                [](const SuseRoute::Hop& hop) { return hop.via.has_value(); });
  const bool has_family = via != route.hops.end();
  if (has_family) route.v4 = via->via->v4;
  if (to != "default") {
    if (std::string reason = destination(to, mask); !reason.empty()) return reason;
    if (has_family && via->via->v4 != route.destination.v4)
      return "gateway and destination are of different families";
    route.v4 = route.destination.v4;
  } else if (!has_family) {
    return "a default route without a gateway is neither of IPv4 nor of IPv6";
  }
  route.destination.v4 = route.v4;
  for (SuseRoute::Hop& hop : route.hops) {
    if (hop.interface.empty()) hop.interface = interface_;
    if (!route.is_refusal && hop.interface.empty() && !hop.via)
      return "there is neither a gateway nor an interface";
  }
  key = fmt::format("{} {} {} {} {}", route.to(), route.v4, route.metric.value_or(0), tos_,
                    route.table.value_or(0));
  return "";
}

std::string RouteLine::options() {
  while (at_ < words_.size()) {
    const std::string_view option = next();
    if (option == "nexthop") {
      if (route.hops.front().via) return "it has both a gateway and \"nexthop\"";
      return hops();
    }
    if (is_one_of(option, refusals)) {
      route.is_refusal = true;
    } else if (is_one_of(option, metrics) || is_one_of(option, others) || option == "table" ||
               option == "metric" || option == "priority" || option == "preference" ||
               option == "tos" || option == "dsfield") {
      std::string_view value = next();
      if (value == "lock" && is_one_of(option, metrics)) value = next();
      if (value.empty()) return fmt::format("{} has no value", option);
      if (option == "table") {
        route.table = route_table(value);
        route.is_in_known_table = route.table.has_value();
        if (route.table == main_route_table) route.table.reset();
      } else if (option == "tos" || option == "dsfield") {
        tos_ = value;
      } else if (option == "type") {
        route.is_refusal = is_one_of(value, refusals);
      } else if (option == "metric" || option == "priority" || option == "preference") {
        route.metric = parse_suse_number(value);
      }
      if ((option == "metric" || option == "priority" || option == "preference") && !route.metric)
        return fmt::format("{} {} is no number", option, printable(value, 40));
    } else if (!is_one_of(option, kinds)) {
      return fmt::format("the option {} is unknown", printable(option, 40));
    }
  }
  return "";
}

std::string RouteLine::hops() {
  route.hops.assign(1, {});
  while (at_ < words_.size()) {
    const std::string_view option = next();
    if (option == "onlink") continue;
    if (option == "nexthop") {
      route.hops.emplace_back();
      continue;
    }
    const std::string_view value = next();
    if (value.empty()) return fmt::format("{} has no value", printable(option, 40));
    if (option == "via")
      route.hops.back().via = parse_suse_address(value);
    else if (option == "dev")
      route.hops.back().interface = value;
    else if (option != "weight" && option != "realm")
      return fmt::format("the option {} is unknown", printable(option, 40));
    if (option == "via" && !route.hops.back().via)
      return fmt::format("the gateway {} is no address", printable(value, 60));
  }
  return "";
}

std::string RouteLine::destination(std::string_view text, std::string_view mask) {
  const std::size_t slash = text.find('/');
  const auto address = parse_suse_address(text.substr(0, slash));
  if (!address) return fmt::format("the destination {} is no address", printable(text, 60));
  route.destination = *address;
  const auto length_of = [&](std::string_view length) {
    const auto value = parse_suse_number(length);
    route.length = value && *value <= 128 ? static_cast<int>(*value) : 129;
  };
  if (slash != std::string_view::npos) {
    length_of(text.substr(slash + 1));
  } else if (mask.empty() || mask == "-") {
    route.length = address->bits();
  } else if (mask.find('.') != std::string_view::npos) {
    const auto netmask = parse_suse_address(mask);
    route.length = netmask && netmask->v4 && address->v4 ? leading_ones(*netmask) : 129;
  } else {
    length_of(mask);
  }
  if (route.length > address->bits())
    return fmt::format("the length of the destination {} {} cannot be read", printable(text, 60),
                       printable(mask, 40));
  return "";
}

/// Joins continued lines. A backslash anywhere but at the end of a line is an error to wicked, even
/// in a comment.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  bool next() {
    line.clear();
    number = next_number_;
    if (text_.empty() || is_broken) return false;
    while (!text_.empty()) {
      const std::size_t end = text_.substr(0, buffer_at_most).find('\n');
      const bool is_whole = end != std::string_view::npos;
      std::string_view part = text_.substr(0, is_whole ? end : buffer_at_most);
      text_.remove_prefix(std::min(is_whole ? end + 1 : buffer_at_most, text_.size()));
      if (is_whole) ++next_number_;
      part = part.substr(0, part.find('\0'));
      const std::size_t carriage_return = part.find('\r');
      const bool ends = is_whole || carriage_return != std::string_view::npos;
      part = part.substr(0, carriage_return);
      const std::size_t backslash = part.find('\\');
      line += part.substr(0, backslash);
      if (backslash == std::string_view::npos && ends) return true;
      if (backslash != std::string_view::npos && backslash + 1 != part.size()) {
        is_broken = true;
        return false;
      }
    }
    return true;
  }

  std::string line;
  int number = 1;
  bool is_broken = false;

 private:
  std::string_view text_;
  int next_number_ = 1;
};

}  // namespace

std::string SuseRoute::to() const {
  return length == 0 ? "default" : fmt::format("{}/{}", destination.text, length);
}

SuseRoutes read_suse_routes(std::string_view text, std::string_view interface) {
  SuseRoutes found;
  std::set<std::string> known;
  Lines lines(text);
  while (found.routes.size() < max_routes && found.bad_lines.size() < max_routes &&
         lines.number < max_lines && lines.next()) {
    std::vector<std::string_view> words =
        words_of(std::string_view(lines.line).substr(0, lines.line.find('#')));
    if (words.empty()) continue;
    RouteLine one(std::move(words), interface);
    one.route.line = lines.number;
    if (std::string reason = one.read(); !reason.empty())
      found.bad_lines.push_back({lines.number, std::move(reason)});
    else if (known.insert(one.key).second)
      found.routes.push_back(std::move(one.route));
  }
  if (lines.is_broken) {
    found.routes.clear();
    found.breaks_at = {lines.number, "a backslash stands in the middle of the line"};
  }
  return found;
}

}  // namespace fbd
