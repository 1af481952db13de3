#include "collectors/network/interfaces_command.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "collectors/network/interfaces_lines.h"

// Source: ip-address(8), ip-route(8) of iproute2; ifconfig(8), route(8) of net-tools.

namespace fbd {
namespace {

constexpr std::size_t max_commands = 32;

using Words = std::vector<std::string>;

bool is_short_for(std::string_view word, std::string_view whole) {
  return !word.empty() && whole.starts_with(word);
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Cidr> with_length(std::string_view text) {
  std::optional<Cidr> cidr = parse_cidr(text);
  if (cidr && !cidr->prefix) cidr->prefix = is_ipv4(cidr->address) ? 32 : 128;
  return cidr;
}

class Command {
 public:
  Command(Words words, std::string_view interface, InterfacesCommand& found)
      : words_(std::move(words)), interface_(interface), found_(found) {}

  void read() {
    if (words_.empty()) return;
    const std::string_view program = file_name(word());
    ++at_;
    if (program == "ip") return ip();
    if (program == "ifconfig") return ifconfig();
    if (program == "route") return route();
    if (is_one_of(program, {"dhclient", "dhcpcd", "udhcpc", "pump"})) found_.hides_address = true;
  }

 private:
  bool at_end() const { return at_ >= words_.size(); }
  std::string_view word() const { return at_end() ? std::string_view() : words_[at_]; }
  std::string_view next() {
    const std::string_view one = word();
    ++at_;
    return one;
  }

  bool is_own(std::string_view device) const {
    return device == interface_ || without_label(device) == without_label(interface_) ||
           device == "$IFACE" || device == "${IFACE}" || device == "$LOGICAL" || device == "--";
  }

  void ip() {
    while (word().starts_with('-')) {
      const std::string_view flag = next();
      if (flag == "-f" || flag == "-family") ++at_;
    }
    const std::string_view object = next(), verb = next();
    const bool adds = is_short_for(verb, "add") || is_short_for(verb, "replace") ||
                      is_short_for(verb, "append") || is_short_for(verb, "change");
    if (!adds) return;
    if (is_short_for(object, "address")) return ip_address();
    if (is_short_for(object, "route")) ip_route();
  }

  void ip_address() {
    std::optional<Cidr> address;
    bool own = false;
    for (bool first = true; !at_end(); first = false) {
      const std::string_view one = next();
      if (one == "dev") {
        own = is_own(next());
      } else if (one == "local") {
        address = with_length(next());
      } else if (is_one_of(one, {"label", "peer", "broadcast", "brd", "scope", "anycast"})) {
        ++at_;
      } else if (first) {
        address = with_length(one);
      }
    }
    if (own) add(address);
  }

  void ip_route() {
    ConfiguredRoute route;
    std::optional<Cidr> to;
    bool is_default = false, own = true;
    if (word() == "unicast" || word() == "to") ++at_;
    const std::string_view destination = next();
    is_default = destination == "default";
    if (!is_default) to = with_length(destination);
    while (!at_end()) {
      const std::string_view one = next();
      if (one == "via") {
        if (is_one_of(word(), {"inet", "inet6"})) ++at_;
        route.via = next();
      } else if (one == "dev") {
        own = is_own(next());
      } else if (is_one_of(one, {"metric", "preference"})) {
        route.metric = number(next());
      } else if (one == "table") {
        route.table = route_table(next());
        if (!route.table) return;  // a name that only the machine knows
        if (route.table == main_route_table) route.table.reset();
      }
    }
    const bool v6 = std::find(words_.begin(), words_.end(), "-6") != words_.end();
    if (own) add(std::move(route), to, is_default, v6);
  }

  void ifconfig() {
    const std::string_view device = next();
    if (!is_own(device)) return;
    std::optional<Cidr> address;
    while (!at_end()) {
      const std::string_view one = next();
      if (is_one_of(one, {"inet", "inet6", "add"})) continue;
      if (one == "netmask" && address) {
        address->prefix = ipv4_prefix(next());
        if (!address->prefix) address.reset(), found_.hides_address = true;
      } else if (one == "0" || one == "0.0.0.0" || one == "broadcast" || one == "pointopoint") {
        if (!one.starts_with('0')) ++at_;
      } else if (const std::optional<Cidr> cidr = parse_cidr(one)) {
        address = cidr;
      } else if (one.starts_with('$')) {
        found_.hides_address = true;
      }
    }
    if (!address) return;
    if (!address->prefix)
      address->prefix = is_ipv4(address->address) ? classful_prefix(address->address) : 128;
    add(address);
  }

  void route() {
    ConfiguredRoute route;
    std::string_view destination;
    std::optional<int> mask;
    bool v6 = false, own = true, adds = false, host = false;
    while (!at_end()) {
      const std::string_view one = next();
      if (one == "add") {
        adds = true;
      } else if (one == "-A") {
        v6 = next() == "inet6";
      } else if (is_one_of(one, {"-6", "--inet6"})) {
        v6 = true;
      } else if (is_one_of(one, {"-net", "-host"})) {
        host = one == "-host";
      } else if (one == "netmask") {
        mask = ipv4_prefix(next());
        if (!mask) return;
      } else if (one == "gw") {
        route.via = next();
      } else if (one == "metric") {
        route.metric = number(next());
      } else if (one == "dev") {
        own = is_own(next());
      } else if (destination.empty() && !one.starts_with('-')) {
        destination = one;
      } else if (own && at_end()) {
        own = is_own(one);
      }
    }
    std::optional<Cidr> to = parse_cidr(destination);
    if (to && mask) to->prefix = mask;
    if (to && !to->prefix) {
      const bool v4 = is_ipv4(to->address);
      const bool network = v4 && !host && to->address.ends_with(".0");
      to->prefix = !v4 ? 128 : network ? classful_prefix(to->address) : 32;
    }
    if (adds && own) add(std::move(route), to, destination == "default", v6);
  }

  void add(const std::optional<Cidr>& address) {
    if (!address) {
      found_.hides_address = true;
      return;
    }
    found_.addresses.push_back(*address);
  }

  void add(ConfiguredRoute route, const std::optional<Cidr>& to, bool is_default, bool v6) {
    if (!is_default && !to) return;
    if (!route.via.empty() && !is_ipv4(route.via) && !is_ipv6(route.via)) return;
    v6 = v6 || (to && is_ipv6(to->address)) || is_ipv6(route.via);
    route.to = is_default || to->prefix == 0 ? "default" : to->text();
    (v6 ? found_.ipv6_routes : found_.ipv4_routes).push_back(std::move(route));
  }

  Words words_;
  std::string_view interface_;
  InterfacesCommand& found_;
  std::size_t at_ = 0;
};

}  // namespace

InterfacesCommand read_interfaces_command(std::string_view command, std::string_view interface) {
  InterfacesCommand found;
  std::size_t commands = 0;
  bool is_alternative = false;  // behind "||": not run if all goes well
  while (!command.empty() && ++commands <= max_commands) {
    const std::size_t end = std::min(command.find_first_of("|&;#"), command.size());
    std::string text(command.substr(0, end));
    std::erase_if(text, [](char c) { return c == '"' || c == '\''; });
    std::string_view rest = text;
    Words words;
    if (!rest.empty() && interfaces_blanks.find(rest.front()) != std::string_view::npos)
      take_word(rest);
    while (!rest.empty()) words.emplace_back(take_word(rest));
    if (!is_alternative) Command(std::move(words), interface, found).read();
    if (end == command.size() || command[end] == '#') break;
    const std::string_view sign = command.substr(end, 2);
    is_alternative = sign == "||";
    command.remove_prefix(end + (sign == "||" || sign == "&&" ? 2 : 1));
  }
  return found;
}

}  // namespace fbd
