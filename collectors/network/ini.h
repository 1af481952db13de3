// Ini files as GLib reads them: groups of key=value lines. NetworkManager's.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fbd {

/// '#' comments out a whole line only, nothing is unquoted, blanks at the end of a value belong to
/// it, and of a key set twice the last counts. Source: GLib's GKeyFile, measured with 2.74.
class Ini {
 public:
  struct Entry {
    std::string group;
    std::string key;
    std::string value;  // as it stands there
    int line = 0;
  };
  struct Refusal {
    int line = 0;
    std::string reason;
  };

  explicit Ini(std::string_view text);

  /// Of keys set twice one, where the first stood, as the last says.
  const std::vector<Entry>& entries() const { return entries_; }
  /// Why GLib would refuse the file; the entries are those up to there.
  const std::optional<Refusal>& refusal() const { return refusal_; }

  bool has_group(std::string_view group) const;
  /// In the order of their first appearance.
  const std::vector<std::string>& groups() const { return groups_; }
  /// Where the group begins first; 0 if there is none.
  int group_line(std::string_view group) const;

  /// As it stands there; "" if it is not set.
  std::string_view value(std::string_view group, std::string_view key) const;
  /// 0 if it is not set.
  int line(std::string_view group, std::string_view key) const;
  const Entry* find(std::string_view group, std::string_view key) const;

 private:
  void refuse(int line, std::string reason);
  void add_line(std::string_view line, int number);
  void begin_group(std::string_view name, int number);

  std::vector<Entry> entries_;
  std::map<std::string, std::map<std::string, std::size_t, std::less<>>, std::less<>> index_;
  std::map<std::string, int, std::less<>> group_lines_;
  std::vector<std::string> groups_;
  std::optional<Refusal> refusal_;
  std::string group_;  // the one being read
};

/// A value with its escapes (\s \n \t \r \\) undone; nothing where GLib gives an error instead: a
/// wrong escape, or bytes that are no UTF-8.
std::optional<std::string> ini_string(std::string_view value);
/// The parts of "a;b;", "\;" being no separator; empty ones are kept: "a;;b" has three.
std::optional<std::vector<std::string>> ini_list(std::string_view value);
/// "true", "1", "false" and "0", with blanks behind; nothing for any other word.
std::optional<bool> ini_boolean(std::string_view value);

}  // namespace fbd
