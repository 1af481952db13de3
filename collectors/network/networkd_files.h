// The files of systemd-networkd by name, of which several folders may have one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/network_files.h"
#include "collectors/network/systemd_ini.h"

namespace fbd {

struct NetworkdFile {
  std::string path;
  std::string_view text;
  /// Why it counts for nothing: masked, replaced by a file of the same name, or a link to nothing.
  std::string ignored;
};

/// All files "*SUFFIX" of /etc, /run, /usr/local/lib, /usr/lib and /lib systemd/network, sorted by
/// name, those of one name by folder. systemd 252, src/basic/conf-files.c; systemd.network(5).
std::vector<NetworkdFile> networkd_files(const NetworkTree& tree, std::string_view suffix);

/// The file with its drop-ins (NAME.d/*.conf of all folders, sorted and replaced in the same way).
SystemdIni read_with_drop_ins(const NetworkTree& tree, const NetworkdFile& file);

/// "10-eth0.network" is "10-eth0" without ".network".
std::string without_suffix(std::string_view path, std::string_view suffix);

}  // namespace fbd
