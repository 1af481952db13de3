// Lines of key=value in sections, as drscout.conf, .vx_version and os-release have them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

struct KeyValue {
  std::string_view section;  // "" before the first section
  std::string_view key;
  std::string_view value;  // without the blanks around it, with its quotes
};

/// Views into the text they were read from.
struct KeyValues {
  std::vector<KeyValue> all;  // in the order of the text
  std::vector<std::string_view> sections;
  int open_section_line = 0;  // the first line that starts a section and does not end it; 0: none

  bool has_section(std::string_view name) const;
  /// Names are compared ignoring case; of several values the last one counts. It comes unquoted
  /// and printable.
  std::optional<std::string> find(std::string_view section, std::string_view key) const;
};

/// Reads any text. Tolerates a byte order mark, CRLF, blanks around everything, comments that start
/// a line (# or ;), and ignores lines without '='. A '#' or ';' inside a value belongs to it.
KeyValues key_values(std::string_view text);

/// The text inside one pair of quotes (' or "), as a shell reads it; without quotes, as it is.
std::string unquoted(std::string_view value);

/// ASCII only, so that no verdict depends on a locale.
std::string lower_case(std::string_view text);
}  // namespace fbd
