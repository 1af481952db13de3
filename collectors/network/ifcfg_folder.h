// The files of a folder of Red Hat's network-scripts, by name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/network/network_files.h"

namespace fbd {

/// Files directly in one folder. Views into the tree it was made from, which has to live as long.
struct IfcfgFolder {
  std::string path;  // with a slash at the end
  bool backup = false;
  std::map<std::string_view, std::string_view> files;  // name and text

  /// `folder` is "/etc/sysconfig/network-scripts", or one of copies below it.
  IfcfgFolder(const NetworkTree& tree, std::string_view folder);

  bool has(std::string_view name) const { return files.find(name) != files.end(); }
  /// "" if it is not there.
  std::string_view text(std::string_view name) const;
  std::string file(std::string_view name) const { return path + std::string(name); }
};

struct GlobalSettings {
  std::string file;
  std::string_view text;
};

/// /etc/sysconfig/network, or for a folder of copies the copy that was made at the same time: the
/// failover edits that file as well, and what stands there now was never meant for them.
std::optional<GlobalSettings> global_settings(const NetworkTree& tree, const IfcfgFolder& folder);

}  // namespace fbd
