#include "kb/restore/bring_up.h"

#include <fmt/format.h>

#include "kb/engine/article.h"

// Sources: nmcli(1), ifup(8), wicked(8), networkctl(1), netplan-apply(8).

namespace fbd {

std::optional<NetworkStack> stack_of(std::string_view path, NetworkStack ifcfg_reader) {
  if (path.starts_with("/etc/network/")) return NetworkStack::ifupdown;
  if (path.starts_with("/etc/netplan/")) return NetworkStack::netplan;
  if (path.starts_with("/etc/sysconfig/network/")) return NetworkStack::suse_ifcfg;
  if (path.starts_with("/etc/sysconfig/network")) return ifcfg_reader;
  if (path.starts_with("/etc/NetworkManager/")) return NetworkStack::nm_keyfile;
  if (path.starts_with("/etc/systemd/network/")) return NetworkStack::networkd;
  if (path == "/etc/dhcpcd.conf") return NetworkStack::dhcpcd;
  return std::nullopt;
}

void add_commands(RestorePlan& plan, NetworkStack stack,
                  const std::vector<std::string>& interfaces) {
  const auto each = [&](std::vector<std::string>& to, std::string_view format) {
    for (const std::string& interface : interfaces)
      to.push_back(fmt::format(fmt::runtime(format), shell_quoted(interface)));
  };
  switch (stack) {
    case NetworkStack::ifupdown:
      // With the old file, else its DHCP client lives on.
      each(plan.before, "ifdown --force {0} || true");
      each(plan.after, "ip address flush dev {0}");
      each(plan.after, "ifup --force {0}");
      return;
    case NetworkStack::netplan:
      plan.after.emplace_back("netplan generate");
      plan.after.emplace_back("netplan apply");
      return;
    case NetworkStack::nm_keyfile:
    case NetworkStack::ifcfg_rh:
      plan.after.emplace_back("nmcli connection reload");
      each(plan.after, "nmcli device reapply {0} || nmcli device connect {0}");
      return;
    case NetworkStack::network_scripts:
      each(plan.before, "ifdown {0} || true");
      each(plan.after, "ifdown {0} || true; ip address flush dev {0}; ifup {0}");
      return;
    case NetworkStack::suse_ifcfg:
      each(plan.after,
           "if command -v wicked >/dev/null; then wicked ifreload {0}; "
           "else ifdown {0}; ifup {0}; fi");
      return;
    case NetworkStack::networkd:
      plan.after.emplace_back("networkctl reload");
      each(plan.after, "networkctl reconfigure {0}");
      return;
    case NetworkStack::dhcpcd:
      each(plan.after, "dhcpcd --rebind {0} || systemctl restart dhcpcd");
      return;
  }
}

}  // namespace fbd
