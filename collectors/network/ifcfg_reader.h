// What the two dialects of ifcfg files have in common. Only for ifcfg*.cpp.
#pragma once

#include <string>
#include <string_view>

#include "collectors/network/network_entry.h"
#include "collectors/network/shell_settings.h"

namespace fbd {

std::string lower_case_ascii(std::string_view text);
/// "yes", "true", "y", "t", "1" in any case; and their opposites.
bool is_yes(std::string_view word);
bool is_no(std::string_view word);
/// "00:50:56:01:02:03"
bool is_mac(std::string_view text);

/// Reads the settings of one file into one entry. A doubt makes the entry `other`, whatever else it
/// says.
class IfcfgReader {
 public:
  IfcfgReader(std::string_view text, std::string_view file, NetworkStack stack);

 protected:
  std::string_view value(std::string_view name) const { return settings.value(name); }
  std::string_view value(std::string_view name, std::string_view index) const {
    return settings.value(std::string(name) + std::string(index));
  }
  /// What decides whether there is an address, before it is known how it is got.
  AddressMethod fixed_or_none() const {
    return entry.addresses.empty() ? AddressMethod::none : AddressMethod::fixed;
  }
  void doubt(std::string_view setting, std::string reason);
  void add_name_servers();
  NetworkReading finished(AddressMethod method);

  ShellSettings settings;
  std::string_view file;
  std::string_view suffix;  // of the file name, after "ifcfg-"
  NetworkEntry entry;
  NetworkReading reading;

 private:
  bool doubtful_ = false;
};

NetworkReading read_red_hat_ifcfg(std::string_view text, std::string_view file);
NetworkReading read_suse_ifcfg(std::string_view text, std::string_view file);

}  // namespace fbd
