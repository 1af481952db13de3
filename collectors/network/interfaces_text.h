// The statements of /etc/network/interfaces, put together from all files. Only for interfaces*.cpp.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/network_files.h"

namespace fbd {

/// One "iface" stanza. What it inherits is copied into it, as ifupdown does.
struct InterfacesBlock {
  struct Option {
    std::string name;   // "post-up" is "up"
    std::string value;  // of a repeated option all, with '\n' between; of a command one
    int line = 0;       // in the block's file; 0: inherited
  };
  std::string name;  // with its label: "eth0:1"
  std::string family;
  std::string method;
  SourcePlace place;
  std::vector<Option> options;
  bool is_base = false;  // another one inherits it
  std::string lost;      // why ifupdown does not know this block; empty: it does

  /// The first option of this name, or null.
  const Option* find(std::string_view option) const;
  /// Its value, or "".
  std::string_view value(std::string_view option) const;
};

struct InterfacesText {
  /// One word after "auto" or "allow-CLASS": "eth0", "eth0=home", "/en*", "mac/00:11:*=home".
  struct Start {
    std::string word;
    bool at_boot = false;
    SourcePlace place;
  };
  /// A script chooses which of the blocks an interface gets.
  struct Mapping {
    std::vector<std::string> patterns;
    std::set<std::string, std::less<>> names;  // all words of the lines it is given
    std::string script;
    SourcePlace place;
  };

  std::vector<InterfacesBlock> blocks;
  std::vector<Start> starts;
  std::vector<Mapping> mappings;
  std::vector<NetworkProblem> problems;
};

/// A mistake in `root` makes ifupdown refuse everything; one in a file that is sourced loses only
/// the rest of that file.
InterfacesText read_interfaces_text(const std::string& root, const NetworkTree& tree);

}  // namespace fbd
