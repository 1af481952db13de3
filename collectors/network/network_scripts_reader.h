// What the parts of the reader of the legacy network scripts share. Only for network_scripts*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/network/bash_settings.h"
#include "collectors/network/connection.h"
#include "collectors/network/ifcfg_folder.h"

namespace fbd {

/// One ifcfg file, the connection that comes of it, and what is to be told about it.
struct ScriptedFile {
  const IfcfgFolder& folder;
  const std::optional<GlobalSettings>& global;
  std::string suffix;  // of the file's name, after "ifcfg-"
  BashSettings values;
  Connection connection;
  NetworkReading reading;

  std::string path() const { return folder.file("ifcfg-" + suffix); }
  std::string_view value(std::string_view name) const { return values.text(name); }
  int line(std::string_view name) const;
  /// The file that sets it; the ifcfg file if none does.
  std::string file(std::string_view name) const;
  /// False, and a problem, if it is not known what a setting is.
  bool knows(std::string_view name);
  void problem(std::string_view setting, std::string reason, std::string consequence);
  /// "DEVICE" without what follows a colon.
  std::string real_device() const;
};

/// Kind, controller, VLAN; what the scripts give up on is refused.
void read_scripted_link(ScriptedFile& file);
void read_scripted_ipv4(ScriptedFile& file);
void read_scripted_ipv6(ScriptedFile& file);
/// "ifcfg-eth0:1" and "ifcfg-eth0-range0", for the connection on eth0.
void read_scripted_aliases(ScriptedFile& file);
/// route-* and route6-*, by device and by the name of the ifcfg file.
void read_scripted_routes(ScriptedFile& file);

/// The address as it would be set; nothing, and a problem, if the scripts fail on it.
std::optional<Cidr> scripted_address(ScriptedFile& file, const BashSettings& values,
                                     const std::string& index);

/// Files that no script reads.
bool network_scripts_ignore(std::string_view name);

}  // namespace fbd
