#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/engine/lint_body.h"
#include "kb/engine/placeholder.h"

namespace fbd {
namespace {

/// Whether a piece that is one brace stands for two in the text.
bool is_doubled(const Piece& piece, std::string_view text) {
  const auto next = static_cast<std::size_t>(piece.text.data() - text.data()) + 1;
  return (piece.text == "{" || piece.text == "}") && next < text.size() &&
         text[next] == piece.text.front();
}

}  // namespace

std::vector<Complaint> lint_names(std::string_view text, const Article& article, int line,
                                  const Nameable& nameable) {
  std::vector<Complaint> complaints;
  const std::vector<std::string_view>& known = nameable.values;
  int open = 0;
  int here = line;
  for (const Piece& piece : pieces(text)) {
    if (piece.is_name && std::find(known.begin(), known.end(), piece.text) == known.end())
      complaints.push_back({article.file, here,
                            fmt::format("no finding fills in {{{}}}{}", piece.text,
                                        did_you_mean(piece.text, known))});
    here += static_cast<int>(std::count(piece.text.begin(), piece.text.end(), '\n'));
    if (piece.is_name || !is_doubled(piece, text)) continue;
    // Nested braces, as of JSON, end in a "}}" that was not meant to be one brace.
    open += piece.text == "{" ? 1 : -1;
    if (open >= 0) continue;
    complaints.push_back({article.file, here, "\"}}\" stands for one '}'; for two write \"}}}}\""});
    open = 0;
  }
  return complaints;
}

}  // namespace fbd
