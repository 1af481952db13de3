#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include <cmark.h>
#include <fmt/format.h>

#include "collectors/evidence/site.h"
#include "collectors/evidence/text.h"
#include "kb/engine/code_block.h"
#include "kb/engine/command.h"
#include "kb/engine/lint_body.h"
#include "kb/engine/markdown_tree.h"
#include "kb/engine/placeholder.h"

namespace fbd {
namespace {

using Kind = CodeBlock::Kind;

/// The first three are something to do, the others something to read. No word at all is fine, too.
constexpr std::array<std::string_view, 5> words{"run", "write", "check", "text", "ini"};
constexpr std::size_t words_to_do = 3;

template <class Words>
bool holds(const Words& known, std::string_view word) {
  return std::find(known.begin(), known.end(), word) != known.end();
}

/// Where something can be done: on machines by their role, on that of the person who reads, and on
/// the one that the finding is about.
std::vector<std::string_view> places() {
  return {name(Role::configuration_server),
          name(Role::process_server),
          name(Role::master_target),
          name(Role::protected_vm),
          name(Role::esxi),
          name(Role::vcenter),
          "admin",
          "here",
          "there"};
}

bool is_one_name(std::string_view text) {
  const std::vector<Piece> all = pieces(text);
  return all.size() == 1 && all.front().is_name;
}

int newlines(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

/// cmark does not tell. An indented block has as many lines as its text, a fenced one more.
bool is_fenced(cmark_node* block) {
  const int lines = cmark_node_get_end_line(block) - cmark_node_get_start_line(block) + 1;
  return lines > newlines(literal(block));
}

std::string_view form(std::string_view word) {
  if (word == "run") return "\"run\" takes one word: a role";
  if (word == "write") return "\"write\" takes a role and the path of the file";
  return "\"check\" takes one word: a probe";
}

}  // namespace

std::vector<Complaint> lint_code_block(cmark_node* node, const Article& article, int line,
                                       bool in_step, const Nameable& nameable) {
  std::vector<Complaint> complaints;
  const auto complain = [&](int where, std::string message) {
    complaints.push_back({article.file, where, std::move(message)});
  };
  const auto check_names = [&](std::string_view text, int first_line) {
    std::vector<Complaint> found = lint_names(text, article, first_line, nameable);
    std::move(found.begin(), found.end(), std::back_inserter(complaints));
  };
  const std::string_view info = fence_info(node);
  const std::string_view text = literal(node);
  const int first_line = line + (is_fenced(node) ? 1 : 0);
  check_names(info, line);
  check_names(text, first_line);

  const std::string_view word = info.substr(0, info.find_first_of(" \t"));
  const auto known = std::find(words.begin(), words.end(), word);
  if (known == words.end() && !word.empty())
    complain(line, fmt::format("code blocks are {}, not '{}'{}", fmt::join(words, ", "), word,
                               did_you_mean(word, words)));
  if (known >= words.begin() + words_to_do) return complaints;

  const CodeBlock block = code_block(info);
  if (!in_step)
    complain(line, fmt::format("a \"{}\" block belongs directly into a step of \"## Fix\"", word));
  if (block.kind == Kind::plain) complain(line, std::string(form(word)));
  // Whatever could not be judged: its probe is not known here.
  const bool is_all = block.argument == "all" && article.code.starts_with("unknown.");
  if (block.kind == Kind::check && !is_all && !holds(nameable.probes, block.argument))
    complain(line, fmt::format("there is no probe '{}'{}", block.argument,
                               did_you_mean(block.argument, nameable.probes)));
  const bool is_somewhere = holds(places(), block.where) || is_one_name(block.where);
  if ((block.kind == Kind::run || block.kind == Kind::write) && !is_somewhere)
    complain(line, fmt::format("there is no role '{}'{}", block.where,
                               did_you_mean(block.where, places())));
  if (block.kind != Kind::run) return complaints;
  if (trimmed(text).empty()) complain(line, "there is no command in this \"run\" block");
  for (const UnsafePlace& place : unsafe_places(text, shell_of(block.where)))
    complain(first_line + newlines(text.substr(0, place.offset)),
             fmt::format("{{{}}} stands where quoting does not hold: inside quotes, a comment, a "
                         "here-document, or after '$' or '\\'",
                         place.name));
  return complaints;
}

}  // namespace fbd
