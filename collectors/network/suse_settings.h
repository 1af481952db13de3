// The sysconfig files of SUSE as wicked reads them. They look like shell, but nothing is a shell
// here: one NAME=value or NAME="value" a line, and what does not look so is passed over.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// Source: wicked 0.6, src/sysconfig.c. The scripts of SLES 11 sourced the same files in bash, and
/// so also took "export", variables and continued lines.
class SuseSettings {
 public:
  struct Setting {
    std::string name;
    std::string value;
    int line = 0;
  };
  /// A line that looks like a setting and is none.
  struct PassedOver {
    std::string name;
    int line = 0;
    std::string reason;
  };

  SuseSettings() = default;
  explicit SuseSettings(std::string_view text);

  /// The value, "" if there is none.
  std::string_view value(std::string_view name) const;
  int line(std::string_view name) const;
  bool has(std::string_view name) const { return index_.contains(name); }
  /// "yes", "true" or "on" in any case.
  bool is_true(std::string_view name) const;
  /// Those with a value whose name begins so, in the order of the file.
  std::vector<Setting> starting_with(std::string_view name) const;
  const std::vector<PassedOver>& passed_over() const { return passed_over_; }

 private:
  void read(std::string_view line, int number);
  void set(std::string_view name, std::string_view value, int number);

  std::vector<Setting> settings_;  // a name set again keeps its place
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<PassedOver> passed_over_;
};

}  // namespace fbd
