#include <algorithm>

#include <cmark.h>

#include "kb/engine/article.h"
#include "kb/engine/code_block.h"
#include "kb/engine/command.h"
#include "kb/engine/markdown_tree.h"
#include "kb/engine/placeholder.h"
#include "kb/engine/visible.h"

namespace fbd {
namespace {

void fill_code_block(cmark_node* node, const Values& values) {
  const std::string info(fence_info(node));
  const CodeBlock block = code_block(info);
  const std::string_view text = literal(node);
  const std::string filled = block.kind == CodeBlock::Kind::run
                                 ? filled_command(text, values, shell_of(block.where))
                                 : fill(text, values);
  cmark_node_set_literal(node, filled.c_str());
  cmark_node_set_fence_info(node, filled_info(info, values).c_str());
}

void add_names(std::vector<std::string>& names, std::string_view text) {
  for (const Piece& piece : pieces(text))
    if (piece.is_name) names.emplace_back(piece.text);
}

}  // namespace

std::string fill(std::string_view text, const Values& values) {
  std::string filled;
  for (const Piece& piece : pieces(text)) {
    const auto value = piece.is_name ? values.find(piece.text) : values.end();
    if (value != values.end())
      filled += visible(value->second);
    else if (piece.is_name)
      filled.append("{").append(piece.text).append("}");
    else
      filled += piece.text;
  }
  return filled;
}

Markdown filled_body(const Article& article, const Values& values) {
  Markdown body(article.body);
  for_each_node(body.root(), [&](cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        cmark_node_set_literal(node, fill(literal(node), values).c_str());
        break;
      case CMARK_NODE_CODE_BLOCK:
        fill_code_block(node, values);
        break;
      default:
        break;
    }
  });
  return body;
}

std::vector<std::string> used_values(const Article& article) {
  std::vector<std::string> names;
  add_names(names, article.title);
  add_names(names, article.symptom);
  Markdown body(article.body);
  for_each_node(body.root(), [&](cmark_node* node) {
    add_names(names, literal(node));
    add_names(names, fence_info(node));
  });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace fbd
