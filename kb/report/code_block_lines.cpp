#include "kb/report/code_block_lines.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/engine/code_block.h"
#include "kb/engine/visible.h"
#include "kb/report/paragraph.h"

namespace fbd {
namespace {

using Kind = CodeBlock::Kind;

constexpr std::string_view indent = "    ";

std::string coloured(std::string_view text, const TextStyle& style) {
  return style.colour ? painted(text, {.bold = false, .italic = false, .code = true})
                      : std::string(text);
}

std::string place(std::string_view where, const TextStyle& style) {
  if (const auto known = style.places.find(where); known != style.places.end())
    return visible(known->second);
  if (where == "here") return "the machine itself";
  if (where == "there") return "the machine at the far end";
  if (where == "admin") return "your own machine";
  return visible(where);
}

/// Whether a line belongs to the command before it: it is indented, follows a backslash, or goes on
/// with what began there.
bool continues(std::string_view line, bool after_backslash) {
  constexpr std::array<std::string_view, 9> words{"then", "do",   "else", "elif", "fi",
                                                  "done", "esac", "}",    ")"};
  const std::string_view word = line.substr(0, line.find_first_of(" \t;|>&"));
  return after_backslash || word.empty() ||
         std::find(words.begin(), words.end(), word) != words.end();
}

/// What the block is for; "" if it is only to be read.
std::string head(const CodeBlock& block, const TextStyle& style) {
  switch (block.kind) {
    case Kind::run:
      return fmt::format("on {}:", place(block.where, style));
    case Kind::write:
      return fmt::format("write {} on {}:", visible(block.argument), place(block.where, style));
    case Kind::check: {
      std::string command = style.again.empty() ? TextStyle{}.again : style.again;
      if (block.argument != "all") command += fmt::format(" --probe {}", visible(block.argument));
      return "check again: " + coloured(command, style);
    }
    case Kind::plain:
      break;
  }
  return "";
}

}  // namespace

std::vector<std::string> code_block_lines(std::string_view info, std::string_view text,
                                          const TextStyle& style) {
  const CodeBlock block = code_block(info);
  std::vector<std::string> all;
  if (std::string line = head(block, style); !line.empty()) all.push_back(std::move(line));
  bool after_backslash = false;
  for (const std::string_view line : lines(text)) {
    const std::string_view prompt = block.kind != Kind::run            ? ""
                                    : continues(line, after_backslash) ? "  "
                                                                       : "$ ";
    const std::string shown = std::string(prompt) + visible(line);
    all.push_back(trimmed(line).empty() ? "" : std::string(indent) + coloured(shown, style));
    after_backslash = line.ends_with('\\');
  }
  return all;
}

}  // namespace fbd
