// Files of a machine by path, as tests write them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/tree.h"
#include "collectors/network/connection.h"

namespace fbd {

/// Path and content; " -> " in a path makes a link, "? " before it a file nobody may read.
using FileTexts = std::map<std::string, std::string>;

inline std::string tree(const FileTexts& files, unsigned mode = 0600) {
  std::vector<TreeEntry> entries;
  for (const auto& file : files) {
    const std::size_t arrow = file.first.find(" -> ");
    if (file.first.starts_with("? "))
      entries.push_back({TreeEntry::Kind::error, 0, ErrorKind::denied, file.first.substr(2),
                         "permission denied"});
    else if (arrow != std::string::npos)
      entries.push_back({TreeEntry::Kind::link,
                         0777,
                         {},
                         file.first.substr(0, arrow),
                         file.first.substr(arrow + 4)});
    else
      entries.push_back({TreeEntry::Kind::file, mode, {}, file.first, file.second});
  }
  return write_tree(entries);
}

/// "eth0 static 10.1.2.3/24 10.1.2.4/24", "eth0 dhcp", "eth0 dhcp (ignored)"; "?" for an interface
/// that is chosen neither by name nor by its address.
inline std::string brief(const Connection& connection) {
  const bool by_mac = connection.match && !connection.match->macs.empty();
  std::string text = !connection.interface.empty() ? connection.interface
                     : by_mac                      ? connection.match->macs.front()
                                                   : "?";
  text += " " + std::string(name(connection.ipv4.method));
  for (const Cidr& address : connection.ipv4.addresses) text += " " + address.text();
  if (connection.status != ConnectionStatus::ok)
    text += " (" + std::string(name(connection.status)) + ")";
  return text;
}

/// All connections in short, joined by "; ", and "!" for each problem.
inline std::string brief(const std::vector<Connection>& connections,
                         const std::vector<NetworkProblem>& problems) {
  std::string text;
  for (const Connection& one : connections) text += (text.empty() ? "" : "; ") + brief(one);
  for (std::size_t i = 0; i < problems.size(); ++i) text += "!";
  return text;
}

}  // namespace fbd
