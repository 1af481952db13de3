#include "kb/engine/placeholder.h"

#include <algorithm>

namespace fbd {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_name_character(char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; }

/// The name in braces at the start of `text`, or "".
std::string_view name_at_start(std::string_view text) {
  text.remove_prefix(1);
  if (text.empty() || !is_lower(text.front())) return {};
  const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
  return end != text.end() && *end == '}'
             ? text.substr(0, static_cast<std::size_t>(end - text.begin()))
             : std::string_view();
}

}  // namespace

std::vector<Piece> pieces(std::string_view text) {
  std::vector<Piece> found;
  while (!text.empty()) {
    std::size_t length = std::min(text.find_first_of("{}"), text.size());
    std::size_t skipped = length;
    bool is_name = false;
    std::string_view piece = text.substr(0, length);
    if (length == 0) {
      const bool doubled = text.size() > 1 && text[1] == text[0];
      const std::string_view name = doubled || text[0] == '}' ? "" : name_at_start(text);
      is_name = !name.empty();
      piece = is_name ? name : text.substr(0, 1);
      skipped = is_name ? name.size() + 2 : doubled ? 2 : 1;
    }
    found.push_back({piece, is_name});
    text.remove_prefix(skipped);
  }
  return found;
}

}  // namespace fbd
