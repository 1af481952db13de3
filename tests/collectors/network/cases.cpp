#include "tests/collectors/network/cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collectors/evidence/redaction.h"
#include "tests/tests_directory.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

std::string words(const std::string& before, const std::vector<std::string>& all) {
  return all.empty() ? "" : fmt::format("{}{}", before, fmt::join(all, " "));
}

std::string drawn(const char* family, const IpConfiguration& ip) {
  std::string line = fmt::format("  {} {}", family, name(ip.method));
  for (const Cidr& address : ip.addresses) line += " " + address.text();
  if (!ip.gateway.empty()) line += " via " + ip.gateway;
  line += words(" dns ", ip.dns) + words(" search ", ip.search) + words(" also ", ip.also) + "\n";
  for (const ConfiguredRoute& route : ip.routes)
    line +=
        fmt::format("  route {}{}{}{}\n", route.to, route.via.empty() ? "" : " via " + route.via,
                    route.metric ? fmt::format(" metric {}", *route.metric) : "",
                    route.table ? fmt::format(" table {}", *route.table) : "");
  return line;
}

std::string drawn(const ConnectionMatch& match) {
  std::string line = "  match" + words(" name=", match.names) + words(" mac=", match.macs) +
                     words(" driver=", match.drivers);
  for (const auto& [key, value] : match.others) line += fmt::format(" {}={}", key, value);
  return line + "\n";
}

std::string drawn(const Connection& connection) {
  const Connection& c = connection;
  std::string text =
      fmt::format("{} {} {}\n", name(c.stack), c.id.empty() ? "-" : c.id, name(c.status));
  const auto line = [&text](const std::string& what) { text += "  " + what + "\n"; };
  if (!c.interface.empty()) line("interface " + c.interface);
  if (c.match) text += drawn(*c.match);
  if (!c.type.empty() && c.type != "ethernet") line("type " + c.type);
  if (!c.controller.empty()) line("port of " + c.controller);
  if (!c.ports.empty()) line(words("ports ", c.ports));
  if (c.vlan_id) line(fmt::format("vlan {}", *c.vlan_id));
  if (!c.parent.empty()) line("on " + c.parent);
  if (c.mtu) line(fmt::format("mtu {}", *c.mtu));
  if (!c.set_mac.empty()) line("sets mac " + c.set_mac);
  if (!c.at_boot) line("not at boot");
  if (c.backup) line("backup");
  if (c.by_failover) line("by failover");
  return text + drawn("ipv4", c.ipv4) + drawn("ipv6", c.ipv6);
}

/// Whether it is refused because of a secret that is none: that cannot be seen any more.
bool is_about_a_secret(std::string_view name) { return name.find("-secret-") != name.npos; }

struct Case {
  std::vector<TreeEntry> tree;
  std::string expected;
};

Case read_case(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  Case found;
  std::string* into = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("=== ")) {
      if (into) *into += line + "\n";
      continue;
    }
    std::istringstream header(line.substr(4));
    std::string first, second;
    header >> first >> second;
    if (first == "expect") {
      into = &found.expected;
    } else if (first == "link") {
      std::string target;
      header >> target;
      found.tree.push_back({TreeEntry::Kind::link, 0777, {}, second, target});
      into = nullptr;
    } else {
      const unsigned mode =
          second.empty() ? 0644U : static_cast<unsigned>(std::stoul(second, nullptr, 8));
      found.tree.push_back({TreeEntry::Kind::file, mode, {}, first, ""});
      into = &found.tree.back().bytes;
    }
  }
  return found;
}

}  // namespace

std::string draw_reading(const NetworkReading& reading) {
  std::string text;
  for (const Connection& connection : reading.connections) text += drawn(connection);
  for (const NetworkProblem& problem : reading.problems) {
    CHECK_FALSE(problem.reason.empty());
    CHECK_FALSE(problem.consequence.empty());
    text += fmt::format("problem {}:{}\n", problem.file, problem.line);
  }
  return text;
}

void check_cases(const std::string& folder, std::size_t least,
                 const std::function<NetworkReading(const NetworkTree&)>& read) {
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(tests_directory()) / "collectors/network/cases" / folder))
    if (entry.path().extension() == ".case") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  CHECK(paths.size() >= least);
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    const Case one = read_case(path);
    CHECK_FALSE(one.tree.empty());
    CHECK_FALSE(one.expected.empty());
    // A tree that was written and read again, as a bundle holds it.
    Result<std::vector<TreeEntry>> tree = read_tree(write_tree(one.tree));
    REQUIRE(tree);
    CHECK(draw_reading(read(network_tree(*tree))) == one.expected);
    // No answer holds secrets, and nothing may be read differently for want of them.
    if (is_about_a_secret(name)) continue;
    for (TreeEntry& entry : *tree)
      if (entry.kind == TreeEntry::Kind::file) entry.bytes = without_secrets(entry.bytes);
    CHECK(draw_reading(read(network_tree(*tree))) == one.expected);
  }
}

}  // namespace fbd
