// Where {names} stand in a text.
#pragma once

#include <string_view>
#include <vector>

namespace fbd {

/// A part of a text: characters as they are, or the name of a value. "{{" and "}}" are parts that
/// hold one brace.
struct Piece {
  std::string_view text;  // a view of the text that was split; of a name without its braces
  bool is_name = false;
};

/// A name is [a-z][a-z0-9_]*. Any other brace is itself.
std::vector<Piece> pieces(std::string_view text);

}  // namespace fbd
