#include <algorithm>

#include <cmark.h>

#include "kb/engine/article.h"
#include "kb/engine/code_block.h"
#include "kb/engine/markdown_tree.h"

namespace fbd {
namespace {

/// The blocks of "## TITLE", of every section that is called so.
std::vector<cmark_node*> blocks_below(const Markdown& body, std::string_view title) {
  std::vector<cmark_node*> blocks;
  for (const Section& section : sections(body.root()))
    if (is_titled(section, title))
      blocks.insert(blocks.end(), section.blocks.begin(), section.blocks.end());
  return blocks;
}

std::string without_last_newline(std::string_view text) {
  return std::string(text.substr(0, text.size() - (text.empty() || text.back() != '\n' ? 0 : 1)));
}

/// Text and what is to be done in the order in which the article has them: a sentence after a
/// command usually says what to make of its output.
void add_step(std::vector<Step>& steps, const std::vector<cmark_node*>& blocks) {
  using Kind = CodeBlock::Kind;
  std::vector<cmark_node*> told;
  const auto tell = [&] {
    if (!told.empty()) steps.push_back(Tell{commonmark(told)});
    told.clear();
  };
  for (cmark_node* node : blocks) {
    const CodeBlock block = code_block(fence_info(node));
    const std::string_view text = literal(node);
    if (block.kind != Kind::plain) tell();
    switch (block.kind) {
      case Kind::plain:
        told.push_back(node);
        break;
      case Kind::run:
        steps.push_back(Run{std::string(block.where), without_last_newline(text)});
        break;
      case Kind::write:
        steps.push_back(
            Write{std::string(block.where), std::string(block.argument), std::string(text)});
        break;
      case Kind::check:
        steps.push_back(Check{std::string(block.argument)});
        break;
    }
  }
  tell();
}

}  // namespace

std::vector<Step> fix_plan(const Article& article, const Values& values) {
  const Markdown body = filled_body(article, values);
  std::vector<Step> steps;
  for (cmark_node* block : blocks_below(body, "Fix")) {
    const bool is_steps = cmark_node_get_type(block) == CMARK_NODE_LIST &&
                          cmark_node_get_list_type(block) == CMARK_ORDERED_LIST;
    // Only a list of steps passes lint; from elsewhere nothing that is said there gets lost.
    if (is_steps)
      for (const cmark_node* item : children(block)) add_step(steps, children(item));
    else
      add_step(steps, {block});
  }
  return steps;
}

std::string cause(const Article& article, const Values& values) {
  const Markdown body = filled_body(article, values);
  return commonmark(blocks_below(body, "Cause"));
}

}  // namespace fbd
