// NAME=value lines as NetworkManager's plugin for ifcfg files reads them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// No shell: every line stands for itself, nothing is expanded, "export" is not known, and of a
/// name set twice the last line counts. A value with bad quotes, a variable or a command, or bytes
/// that are no UTF-8, is empty. Source: NetworkManager 1.42, shvar.c.
class Shvar {
 public:
  /// A line from which a shell would take something else.
  struct Misread {
    std::string name;
    int line = 0;
    std::string reason;
  };

  Shvar() = default;
  explicit Shvar(std::string_view text);

  /// Whether there is such a line, if only with an empty value.
  bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  /// "" if it is not set.
  std::string_view value(std::string_view name) const;
  /// 0 if it is not set.
  int line(std::string_view name) const;
  /// Nothing if it is not set, or neither yes nor no.
  std::optional<bool> yes(std::string_view name) const;
  const std::vector<Misread>& misread() const { return misread_; }

 private:
  struct Value {
    std::string text;
    int line = 0;
  };
  std::map<std::string, Value, std::less<>> values_;
  std::vector<Misread> misread_;
};

}  // namespace fbd
