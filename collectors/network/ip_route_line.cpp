#include "collectors/network/ip_route_line.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, parse_route_line() in nms-ifcfg-rh-reader.c.

namespace fbd {
namespace {

constexpr std::int64_t largest = 0xFFFFFFFF;

/// What follows the word.
enum class Argument {
  text,
  name,
  small,
  number,
  lockable,
  yes_or_no,
  address,
  prefix,
  flag,
  scope
};

struct Keyword {
  std::string_view word;
  Argument argument;
  bool in_options = true;
};

constexpr std::array<Keyword, 20> keywords{{{"type", Argument::text},
                                            {"table", Argument::number},
                                            {"src", Argument::address},
                                            {"from", Argument::prefix},
                                            {"tos", Argument::small},
                                            {"weight", Argument::number},
                                            {"scope", Argument::scope},
                                            {"onlink", Argument::flag},
                                            {"window", Argument::lockable},
                                            {"cwnd", Argument::lockable},
                                            {"advmss", Argument::lockable},
                                            {"initcwnd", Argument::lockable},
                                            {"initrwnd", Argument::lockable},
                                            {"mtu", Argument::lockable},
                                            {"quickack", Argument::yes_or_no},
                                            {"rto_min", Argument::number},
                                            {"to", Argument::prefix, false},
                                            {"via", Argument::address, false},
                                            {"metric", Argument::number, false},
                                            {"dev", Argument::name, false}}};

// "broadcast" and "multicast" are missing there, for want of a comma.
constexpr std::array<std::string_view, 8> types{"local",     "unicast",     "broadcastmulticast",
                                                "throw",     "unreachable", "prohibit",
                                                "blackhole", "nat"};
constexpr std::array<std::string_view, 5> scopes{"global", "nowhere", "host", "link", "site"};

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& all) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

class LineReader {
 public:
  LineReader(std::string_view line, bool v4, bool options_only)
      : words_(split_words(line, " \t\n")), v4_(v4), options_only_(options_only) {}

  /// Why not, if it cannot.
  std::optional<std::string> read() {
    while (at_ < words_.size())
      if (!one()) return std::move(problem_);
    return std::nullopt;
  }

  std::map<std::string_view, std::string> found;

 private:
  bool fail(std::string reason) {
    problem_ = std::move(reason);
    return false;
  }

  bool one() {
    const std::string_view word = words_[at_];
    const auto known = std::find_if(keywords.begin(), keywords.end(),
                                    [word](const Keyword& k) { return k.word == word; });
    if (known != keywords.end() && (known->in_options || !options_only_) &&
        !(v4_ && word == "from")) {
      if (found.count(known->word) > 0) return fail(fmt::format("{} stands there twice", word));
      ++at_;
      return argument(known->word, known->argument);
    }
    if (found.count("type") == 0 && is_one_of(word, types)) return argument("type", Argument::text);
    if (found.count("to") == 0 && !options_only_) return argument("to", Argument::prefix);
    return fail(fmt::format("{} is not understood", printable(word, 40)));
  }

  bool argument(std::string_view name, Argument kind) {
    if (kind == Argument::flag) return found.emplace(name, ""), true;
    if (at_ == words_.size()) return fail(fmt::format("nothing follows {}", name));
    if (kind == Argument::lockable && words_[at_] == "lock" && ++at_ == words_.size())
      return fail(fmt::format("nothing follows {}", name));
    const std::string_view value = words_[at_++];
    std::optional<std::string> read = read_value(name, value, kind);
    if (!read) return fail(fmt::format("{} is no value for {}", printable(value, 40), name));
    found.emplace(name, std::move(*read));
    return true;
  }

  std::optional<std::string> read_value(std::string_view name, std::string_view value,
                                        Argument kind) const {
    const auto in_range = [value](int base, std::int64_t most) -> std::optional<std::string> {
      if (const auto number = whole_number(value, base, 0, most)) return std::to_string(*number);
      return std::nullopt;
    };
    switch (kind) {
      case Argument::small:
        return in_range(16, 255);
      case Argument::scope:
        if (is_one_of(value, scopes)) return std::string(value);
        return in_range(0, 255);
      case Argument::number:
      case Argument::lockable:
        return in_range(10, largest);
      case Argument::yes_or_no:
        return in_range(10, 1);
      case Argument::address:
        // Older releases wrote "via (null)" for no gateway.
        if (name == "via" && value == "(null)") return "";
        if (v4_ ? !is_ipv4(value) : !is_ipv6(value)) return std::nullopt;
        return is_any(value) ? "" : short_ip(value);
      case Argument::prefix:
        return prefix(name, value);
      default:
        return std::string(value);
    }
  }

  static bool is_any(std::string_view address) {
    return address == "0.0.0.0" || short_ip(address) == "::";
  }

  std::optional<std::string> prefix(std::string_view name, std::string_view value) const {
    if (name == "to" && value == "default") return "default";
    const std::size_t slash = value.find('/');
    const std::string_view address = value.substr(0, slash);
    if (v4_ ? !is_ipv4(address) : !is_ipv6(address)) return std::nullopt;
    const int most = v4_ ? 32 : 128;
    if (slash == std::string_view::npos) return route_destination(address, most);
    const auto length = whole_number(value.substr(slash + 1), 10, 0, most);
    if (!length) return std::nullopt;
    return route_destination(address, static_cast<int>(*length));
  }

  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
  bool v4_;
  bool options_only_;
  std::string problem_;
};

void take_table(LineReader& reader, ConfiguredRoute& route) {
  const auto found = reader.found.find("table");
  if (found == reader.found.end()) return;
  route.table = route_table(found->second);
  // To the kernel none is the main one.
  if (route.table == main_route_table || route.table == 0U) route.table.reset();
}

}  // namespace

std::string route_destination(std::string_view address, int prefix) {
  const std::string text = short_ip(address);
  if (prefix == 0 && (text == "0.0.0.0" || text == "::")) return "default";
  return fmt::format("{}/{}", text, prefix);
}

tl::expected<ConfiguredRoute, std::string> ip_route_line(std::string_view line, bool v4) {
  LineReader reader(line, v4, false);
  if (std::optional<std::string> problem = reader.read())
    return tl::unexpected<std::string>(std::move(*problem));
  if (reader.found.count("to") == 0) return tl::unexpected<std::string>("no destination is given");
  ConfiguredRoute route{reader.found["to"], reader.found["via"], std::nullopt};
  if (reader.found.count("metric") > 0)
    if (const auto metric = whole_number(reader.found["metric"], 10, 0, largest))
      route.metric = static_cast<unsigned>(*metric);
  take_table(reader, route);
  return route;
}

tl::expected<ConfiguredRoute, std::string> ip_route_options(std::string_view options, bool v4) {
  LineReader reader(options, v4, true);
  if (std::optional<std::string> problem = reader.read())
    return tl::unexpected<std::string>(std::move(*problem));
  ConfiguredRoute route;
  take_table(reader, route);
  return route;
}

bool is_no_route(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first == std::string_view::npos || line[first] == '#';
}

}  // namespace fbd
