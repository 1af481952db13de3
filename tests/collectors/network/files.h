// Files of a machine by path, as tests write them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/tree.h"
#include "collectors/network/network_entry.h"

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

/// "eth0 static 10.1.2.3/24 10.1.2.4/24", "eth0 dhcp"; "?" for an interface without a name.
inline std::string brief(const NetworkEntry& entry) {
  std::string text = !entry.interface.empty() ? entry.interface
                     : !entry.mac.empty()     ? entry.mac
                                              : "?";
  text += " " + std::string(name(entry.method));
  for (const std::string& address : entry.addresses) text += " " + address;
  return text;
}

/// All entries in short, joined by "; ", and "!" for each problem.
inline std::string brief(const std::vector<NetworkEntry>& entries,
                         const std::vector<NetworkProblem>& problems) {
  std::string text;
  for (const NetworkEntry& entry : entries) text += (text.empty() ? "" : "; ") + brief(entry);
  for (std::size_t i = 0; i < problems.size(); ++i) text += "!";
  return text;
}
inline std::string brief(const NetworkReading& reading) {
  return brief(reading.entries, reading.problems);
}

}  // namespace fbd
