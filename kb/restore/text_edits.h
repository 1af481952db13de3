// Small changes to configuration files that people wrote: what they say otherwise stays.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fbd {

/// `word` where it stands as a word of its own, upper or lower case alike, becomes `by`.
std::string with_word(std::string_view text, std::string_view word, std::string_view by);

/// Without the lines for which `goes` says so; the others keep their bytes.
std::string without_lines(std::string_view text, const std::function<bool(std::string_view)>& goes);

/// "KEY=value" of a shell file: in place of the first line that sets it, the others go; at the end
/// if there is none.
std::string with_shell_setting(std::string_view text, std::string_view key, std::string_view value);

/// "key=value" in the first section of that name, in place of a line that sets it there; the
/// section is added if there is none.
std::string with_ini_setting(std::string_view text, std::string_view section, std::string_view key,
                             std::string_view value);

/// Without the mapping entry of YAML's block style that begins in that line, from 1, and all that
/// is indented below it; entries above that are left with nothing go as well.
std::string without_yaml_entry(std::string_view text, int line);

/// /etc/network/interfaces without the stanzas of that interface, which "auto" and its like no
/// longer name. Source: interfaces(5).
std::string without_stanzas(std::string_view interfaces, std::string_view interface);

}  // namespace fbd
