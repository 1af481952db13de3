#include "kb/restore/with_servers.h"

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/restore/text_edits.h"

namespace fbd {
namespace {

constexpr const char* why = "the name servers that were there before";
constexpr const char* netconfig = "/etc/sysconfig/network/config";

std::string joined(const std::vector<std::string>& all, std::string_view between) {
  return fmt::format("{}", fmt::join(all, between));
}

std::string ifcfg(std::string_view text, const std::vector<std::string>& servers) {
  std::string result = without_lines(text, [](std::string_view line) {
    line = trimmed(line);
    return line.starts_with("DNS") && line.size() > 4 && line[3] >= '1' && line[3] <= '9' &&
           line[4] == '=';
  });
  for (std::size_t i = 0; i < servers.size(); ++i)
    result = with_shell_setting(result, fmt::format("DNS{}", i + 1), servers[i]);
  return result;
}

/// The first of that section names them; those of others go, because systemd-networkd adds up.
std::string networkd(std::string_view text, const std::vector<std::string>& servers) {
  const std::string plain = without_lines(text, [](std::string_view line) {
    line = trimmed(line);
    return line.starts_with("DNS") && trimmed(line.substr(3)).starts_with('=');
  });
  return with_ini_setting(plain, "Network", "DNS", joined(servers, " "));
}

}  // namespace

bool with_servers(FileEdits& edits, const Connection& connection,
                  const std::vector<std::string>& servers) {
  const std::string& file = connection.file();
  const std::string* text = edits.text(file);
  if (!text || !file.starts_with("/etc/")) return false;
  switch (connection.stack) {
    case NetworkStack::nm_keyfile:
      edits.write(file, with_ini_setting(*text, "ipv4", "dns", joined(servers, ";") + ";"), why);
      return true;
    case NetworkStack::ifcfg_rh:
    case NetworkStack::network_scripts:
      edits.write(file, ifcfg(*text, servers), why);
      return connection.stack == NetworkStack::ifcfg_rh;
    case NetworkStack::networkd:
      edits.write(file, networkd(*text, servers), why);
      return true;
    case NetworkStack::netplan: {
      // Lists of several files add up, so what has one already is left to a person.
      if (!connection.ipv4.dns.empty()) return false;
      const std::string kind = connection.type.empty() ? "ethernet" : connection.type;
      if (kind != "ethernet" && kind != "bond" && kind != "bridge" && kind != "vlan") return false;
      edits.write(fmt::format("/etc/netplan/99-failback-doctor-{}-dns.yaml", connection.id),
                  fmt::format("network:\n  version: 2\n  {}s:\n    \"{}\":\n      nameservers:\n"
                              "        addresses: [\"{}\"]\n",
                              kind, connection.id, joined(servers, "\", \"")),
                  why, 0600);
      return true;
    }
    case NetworkStack::suse_ifcfg:
      if (const std::string* config = edits.text(netconfig))
        edits.write(netconfig,
                    with_shell_setting(*config, "NETCONFIG_DNS_STATIC_SERVERS",
                                       fmt::format("\"{}\"", joined(servers, " "))),
                    why);
      return false;
    case NetworkStack::dhcpcd:
      edits.write(file,
                  fmt::format("{}{}\ninterface {}\nstatic domain_name_servers={}\n", *text,
                              text->empty() || text->back() == '\n' ? "" : "\n",
                              connection.interface, joined(servers, " ")),
                  why);
      return true;
    case NetworkStack::ifupdown:
      return false;
  }
  return false;
}

}  // namespace fbd
