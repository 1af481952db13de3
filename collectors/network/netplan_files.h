// Which of netplan's files count, and in which order. Only for netplan*.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/network_files.h"

namespace fbd {

struct NetplanFile {
  std::string path;
  std::string_view text;
  std::string leads_to;  // not empty: a link to what is not among the files
};

/// Of files with one name that in /run beats that in /etc beats that in /lib; then they are read in
/// the order of their names, whatever their folders.
std::vector<NetplanFile> netplan_files(const NetworkTree& tree);

}  // namespace fbd
