#include "kb/engine/code_block.h"

#include <algorithm>

#include "collectors/evidence/text.h"
#include "kb/engine/article.h"

namespace fbd {
namespace {

constexpr std::string_view blanks = " \t";

/// Takes the first word off.
std::string_view next_word(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(blanks));
  rest = trimmed(rest.substr(word.size()));
  return word;
}

/// A value must not become the next word, so its blanks go.
std::string filled_word(std::string_view word, const Values& values) {
  std::string filled = fill(word, values);
  std::replace(filled.begin(), filled.end(), ' ', '_');
  return filled;
}

}  // namespace

CodeBlock code_block(std::string_view info) {
  using Kind = CodeBlock::Kind;
  std::string_view rest = info;
  const std::string_view kind = next_word(rest);
  if (kind == "check") {
    const std::string_view probe = next_word(rest);
    return probe.empty() || !rest.empty() ? CodeBlock{} : CodeBlock{Kind::check, "", probe};
  }
  if (kind != "run" && kind != "write") return {};
  const std::string_view where = next_word(rest);
  if (where.empty() || rest.empty() != (kind == "run")) return {};
  return kind == "run" ? CodeBlock{Kind::run, where, ""} : CodeBlock{Kind::write, where, rest};
}

std::string filled_info(std::string_view info, const Values& values) {
  const CodeBlock block = code_block(info);
  switch (block.kind) {
    case CodeBlock::Kind::run:
      return "run " + filled_word(block.where, values);
    case CodeBlock::Kind::write:
      return "write " + filled_word(block.where, values) + " " + fill(block.argument, values);
    case CodeBlock::Kind::check:
    case CodeBlock::Kind::plain:
      break;
  }
  return std::string(info);
}

}  // namespace fbd
