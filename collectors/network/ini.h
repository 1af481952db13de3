// Ini files as GLib reads them: groups of key=value lines. NetworkManager's and systemd's.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fbd {

/// '#' comments out a whole line only, nothing is unquoted, of a key set twice the last counts.
class Ini {
 public:
  struct Entry {
    std::string group;
    std::string key;
    std::string value;
    int line = 0;
  };
  struct Refusal {
    int line = 0;
    std::string reason;
  };

  explicit Ini(std::string_view text);

  const std::vector<Entry>& entries() const { return entries_; }
  /// Why GLib would refuse the file; the entries are those up to there.
  const std::optional<Refusal>& refusal() const { return refusal_; }

  bool has_group(std::string_view group) const;
  /// "" if it is not set.
  std::string_view value(std::string_view group, std::string_view key) const;
  /// 0 if it is not set.
  int line(std::string_view group, std::string_view key) const;

 private:
  const Entry* find(std::string_view group, std::string_view key) const;

  std::vector<Entry> entries_;
  std::map<std::pair<std::string, std::string>, std::size_t> index_;
  std::vector<std::string> groups_;
  std::optional<Refusal> refusal_;
};

}  // namespace fbd
