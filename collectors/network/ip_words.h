// What "ip" prints for people, by words: for releases of iproute2 that know no -json.
#pragma once

#include <string_view>

namespace fbd {

/// The next word, without the blanks before it; what follows is left in `rest`. "" at the end.
std::string_view pop_word(std::string_view& rest);

/// The word after `name`, or "".
std::string_view word_after(std::string_view rest, std::string_view name);

/// Whether `flags` ("<BROADCAST,UP,LOWER_UP>") holds this one.
bool has_link_flag(std::string_view flags, std::string_view flag);

}  // namespace fbd
