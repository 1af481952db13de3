#include "kb/restore/without_gateway.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interfaces_lines.h"

namespace fbd {
namespace {

bool is_everywhere(std::string_view destination) {
  return destination == "default" || destination == "0.0.0.0/0" || destination == "0/0" ||
         destination == "0.0.0.0";
}

bool sets(std::string_view line, std::string_view key) {
  line = trimmed(line);
  return line.starts_with(key) && trimmed(line.substr(key.size())).starts_with('=');
}

class Taker {
 public:
  Taker(FileEdits& edits, const Connection& connection, const std::string& interface)
      : edits_(edits), connection_(connection), interface_(interface) {}

  std::string run() {
    const std::string& file = connection_.file();
    const std::string* text = edits_.text(file);
    if (!text || !file.starts_with("/etc/"))
      return fmt::format("{} is not a file below /etc that was read", file);
    const bool is_dhcp = connection_.ipv4.method == AddressMethod::dhcp;
    switch (connection_.stack) {
      case NetworkStack::nm_keyfile:
        write(file, with_ini_setting(*text, "ipv4", "never-default", "true"));
        return "";
      case NetworkStack::ifcfg_rh:
      case NetworkStack::network_scripts:
        write(file, with_shell_setting(
                        without_lines(*text, [](auto line) { return sets(line, "GATEWAY"); }),
                        "DEFROUTE", "no"));
        routes("/etc/sysconfig/network-scripts/route-" + interface_);
        return "";
      case NetworkStack::suse_ifcfg:
        if (is_dhcp) write(file, with_shell_setting(*text, "DHCLIENT_SET_DEFAULT_ROUTE", "'no'"));
        routes("/etc/sysconfig/network/ifroute-" + interface_);
        if (!is_dhcp) routes("/etc/sysconfig/network/routes");
        return "";
      case NetworkStack::networkd:
        write(file, networkd(*text, is_dhcp));
        return "";
      case NetworkStack::ifupdown:
        write(file, ifupdown(*text, is_dhcp));
        return "";
      case NetworkStack::dhcpcd:
        write(file, fmt::format("{}{}\ninterface {}\nnogateway\n", *text,
                                text->empty() || text->back() == '\n' ? "" : "\n", interface_));
        return "";
      case NetworkStack::netplan:
        return netplan(is_dhcp);
    }
    return "";
  }

 private:
  void write(const std::string& path, std::string content) {
    edits_.write(path, std::move(content), fmt::format("{} has no default route", interface_),
                 path.starts_with("/etc/netplan/") ? 0600 : 0644);
  }

  /// "default via 10.1.2.1 dev eth0", "default 10.1.2.1 - -"
  void routes(const std::string& path) {
    const std::string* text = edits_.text(path);
    if (!text) return;
    const bool is_shared = path.ends_with("/routes");
    write(path, without_lines(*text, [&](std::string_view line) {
            std::string_view rest = trimmed(line);
            if (!is_everywhere(take_word(rest))) return false;
            return !is_shared || rest.find(connection_.ipv4.gateway) != rest.npos;
          }));
  }

  static std::string networkd(std::string_view text, bool is_dhcp) {
    std::string result, section, name;
    const auto keep = [&] {
      const bool is_route = name == "[Route]";
      bool is_default = is_route && section.find("Destination") == std::string::npos &&
                        section.find("Gateway") != std::string::npos;
      for (std::string_view line : lines(section))
        if (is_route && sets(line, "Destination"))
          is_default = is_everywhere(trimmed(line.substr(line.find('=') + 1)));
      if (!is_default)
        result += name == "[Network]"
                      ? without_lines(section, [](auto line) { return sets(line, "Gateway"); })
                      : section;
      section.clear();
    };
    for (std::string_view line : lines(text)) {
      if (trimmed(line).starts_with('[')) {
        keep();
        name = trimmed(line);
      }
      (section += line) += '\n';
    }
    keep();
    return is_dhcp ? with_ini_setting(result, "DHCP", "UseRoutes", "no") : result;
  }

  std::string ifupdown(std::string_view text, bool is_dhcp) const {
    std::string result;
    bool is_own = false;
    for (std::string_view line : lines(text)) {
      std::string_view rest = trimmed(line);
      const std::string_view keyword = take_word(rest);
      if (keyword == "iface") {
        is_own = take_word(rest) == interface_ && take_word(rest) == "inet";
        (result += line) += '\n';
        // A lease always brings its router: behind the other one it does no harm.
        if (is_own && is_dhcp) result += "    metric 1024\n";
        continue;
      }
      if (keyword == "auto" || keyword == "mapping" || keyword == "source" ||
          keyword.starts_with("allow-"))
        is_own = false;
      if (is_own && keyword == "gateway") continue;
      if (is_own && is_dhcp && keyword == "metric") continue;
      (result += line) += '\n';
    }
    return result;
  }

  std::string netplan(bool is_dhcp) {
    if (is_dhcp) {
      write(fmt::format("/etc/netplan/99-failback-doctor-{}-route.yaml", interface_),
            fmt::format("network:\n  version: 2\n  ethernets:\n    \"{}\":\n      "
                        "dhcp4-overrides: {{use-routes: false}}\n",
                        connection_.id));
      if (connection_.ipv4.gateway.empty()) return "";
    }
    for (const SourcePlace& place : connection_.sources) {
      const std::string* text = edits_.text(place.file);
      if (!text || !place.file.starts_with("/etc/")) continue;
      std::string changed = *text;
      // From the last line on, so that the numbers of those before stay right.
      for (int line = static_cast<int>(lines(changed).size()); line > place.line; --line)
        if (is_default(changed, line)) changed = without_yaml_entry(changed, line);
      write(place.file, std::move(changed));
    }
    return "";
  }

  /// "gateway4: 10.1.2.1", or an item with this gateway to everywhere; what belongs to another
  /// definition has another gateway.
  bool is_default(const std::string& text, int number) const {
    const std::vector<std::string_view> all = lines(text);
    const auto at = static_cast<std::size_t>(number - 1);
    std::string_view line = at < all.size() ? trimmed(all[at]) : "";
    const std::string& gateway = connection_.ipv4.gateway;
    if (line.starts_with("gateway4:")) return line.find(gateway) != line.npos;
    // "routes: [{to: default, via: 10.1.2.1}]" with nothing else in it
    if (line.starts_with("routes:") && line.find('[') != line.npos)
      return line.find(gateway) != line.npos && std::count(line.begin(), line.end(), '{') == 1;
    if (!line.starts_with("- ")) return false;
    std::string item(line);
    const std::size_t own = all[at].find('-');
    for (std::size_t next = at + 1; next < all.size(); ++next) {
      if (all[next].find_first_not_of(' ') == all[next].npos) continue;
      if (all[next].find_first_not_of(' ') <= own) break;
      (item += '\n') += trimmed(all[next]);
    }
    if (item.find(gateway) == item.npos) return false;
    return item.find("default") != item.npos || item.find("0.0.0.0/0") != item.npos;
  }

  FileEdits& edits_;
  const Connection& connection_;
  const std::string& interface_;
};

}  // namespace

bool has_gateway(const Connection& connection) {
  const auto& routes = connection.ipv4.routes;
  return !connection.ipv4.gateway.empty() ||
         std::any_of(routes.begin(), routes.end(), [](const ConfiguredRoute& route) {
           return !route.table && is_everywhere(route.to);
         });
}

std::string without_gateway(FileEdits& edits, const Connection& connection,
                            const std::string& interface) {
  return Taker(edits, connection, interface).run();
}

}  // namespace fbd
