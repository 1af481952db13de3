#include "kb/engine/placeholder.h"

#include <string>

#include <doctest/doctest.h>

namespace fbd {
namespace {

/// Names in angle brackets, other pieces between bars.
std::string drawn(std::string_view text) {
  std::string drawing;
  for (const Piece& piece : pieces(text))
    drawing += (piece.is_name ? "<" : "|") + std::string(piece.text) + (piece.is_name ? ">" : "|");
  return drawing;
}

TEST_CASE("names, doubled braces and other braces") {
  struct Case {
    std::string_view text;
    std::string_view drawing;
  };
  const Case cases[] = {
      {"", ""},
      {"no braces", "|no braces|"},
      {"{name}", "<name>"},
      {"a {b} c", "|a |<b>| c|"},
      {"{a}{b_2}", "<a><b_2>"},
      {"{{name}}", "|{||name||}|"},
      {"{{{name}}}", "|{|<name>|}|"},
      {"{Name} {2} {_a} {} { a }", "|{||Name||}|| ||{||2||}|| ||{||_a||}|| ||{||}|| ||{|| a ||}|"},
      {"{open", "|{||open|"},
      {"{", "|{|"},
      {"}", "|}|"},
      {"{a", "|{||a|"},
      {"${HOME} $1 {print}", "|$||{||HOME||}|| $1 |<print>"},
      {"{a\xC3\xA4}", "|{||a\xC3\xA4||}|"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(drawn(c.text) == c.drawing);
  }
}

}  // namespace
}  // namespace fbd
