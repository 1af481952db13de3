// One profile of NetworkManager: what one file says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/connection.h"

namespace fbd {

struct KeyfileProfile {
  Connection connection;  // ok, or refused
  /// Profiles with the same one stand for each other: the UUID in lower case, or what stands for
  /// the one that NetworkManager makes of the file's name.
  std::string uuid;
  bool is_profile = false;  // it is an ini file with a group [connection]
  std::vector<NetworkProblem> problems;
};

/// `path` gives the name to a profile that has none.
KeyfileProfile keyfile_profile(std::string_view text, std::string_view path);

}  // namespace fbd
