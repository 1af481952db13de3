// Which interface gets a stanza of /etc/network/interfaces, and whether at boot. Only for
// interfaces*.cpp.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "collectors/network/interfaces_text.h"

namespace fbd {

/// Of "auto", "allow-hotplug" and mappings. The text has to live as long.
class InterfacesSelection {
 public:
  explicit InterfacesSelection(const InterfacesText& text);

  /// Sets interface, match, at_boot, and parent for a label. A stanza whose name no interface can
  /// have, and that nothing chooses, is ignored.
  void choose(Connection& connection) const;

  /// Words whose meaning depends on the running system.
  std::vector<NetworkProblem> problems() const { return problems_; }

 private:
  struct Chooser {  // "mac/00:11:*/1=home" is mac, 00:11:*, 1 and home
    std::string variable, value, number, logical;
    bool is_pattern = false;
    bool at_boot = false;
  };
  static Chooser read(const InterfacesText::Start& start);
  bool is_below_vlan(const std::string& name) const;
  bool choose_by_name(Connection& connection) const;
  void choose_by_mapping(Connection& connection) const;

  const InterfacesText& text_;
  std::set<std::string, std::less<>> started_, at_boot_;
  std::vector<Chooser> patterns_;  // without a logical name
  std::map<std::string, std::vector<Chooser>, std::less<>> by_logical_name_;
  std::vector<NetworkProblem> problems_;
};

}  // namespace fbd
