// The part of a shell script that two readers agree about: NAME=value lines with quotes and
// comments. ifcfg files are scripts to some of their readers and lists of settings to others; here
// nothing is ever expanded or run, and whatever the two would read differently is a doubt.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

struct ShellSettings {
  struct Setting {
    std::string value;
    int line = 0;
  };
  struct Doubt {
    std::string name;  // of the setting it concerns; empty: the whole file
    int line = 0;
    std::string reason;
  };

  std::map<std::string, Setting, std::less<>> settings;  // of a name set twice the last
  std::vector<Doubt> doubts;

  /// The value, "" if there is none.
  std::string_view value(std::string_view name) const;
  int line(std::string_view name) const;
};

/// `cr_is_blank`: whether the readers of this file take "\r\n" for a line end. If not all of them
/// do, a setting that ends so is doubtful.
ShellSettings read_shell_settings(std::string_view text, bool cr_is_blank);

}  // namespace fbd
