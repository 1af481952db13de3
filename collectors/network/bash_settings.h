// The variables that bash has after it read a file of settings, as far as that can be told without
// running anything.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace fbd {

/// Files are read one after the other into the same variables, as the legacy network scripts do.
/// Never executes anything: what only a shell could tell (commands, variables from elsewhere,
/// conditions) is not known, and from a line on that could change anything nothing is.
class BashSettings {
 public:
  struct Value {
    std::string text;   // "" if not known
    std::string doubt;  // why it is not known; empty: it is
    std::string file;
    int line = 0;
  };

  void read(std::string_view text, const std::string& file);

  /// "" if it is not set or not known.
  std::string_view text(std::string_view name) const;
  /// Null if it is not set.
  const Value* find(std::string_view name) const;
  /// Whether it is certain what it is, or that it is not set.
  bool is_known(std::string_view name) const;
  void set(const std::string& name, Value value);
  void unset(std::string_view name);
  /// Where it becomes uncertain what any variable is; its text is empty.
  const std::optional<Value>& spoiled() const { return spoiled_; }
  void spoil(Value why);

 private:
  std::map<std::string, Value, std::less<>> values_;
  std::optional<Value> spoiled_;
};

}  // namespace fbd
