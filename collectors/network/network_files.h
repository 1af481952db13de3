// The files of a tree by path.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/tree.h"
#include "collectors/network/connection.h"

namespace fbd {

/// Files by path, as far as they were read.
using NetworkFiles = std::map<std::string, std::string_view, std::less<>>;

/// Views into the tree it was made from, which has to live as long.
struct NetworkTree {
  NetworkFiles files;
  std::map<std::string, unsigned, std::less<>> modes;
  std::map<std::string, std::string, std::less<>> links;  // where each leads; what it leads to is
                                                          // among the files, if it can be read
  std::vector<NetworkProblem> problems;
};

NetworkTree network_tree(std::span<const TreeEntry> tree);

/// "/etc/a/../b/" is "/etc/b". Links on the way are not followed.
std::string normal_path(std::string_view path);

/// Whether Site Recovery put a file there before it changed the network.
bool is_failover_backup(std::string_view path);

}  // namespace fbd
