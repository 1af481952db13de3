#include "kb/engine/markdown_tree.h"

#include <cstdlib>

#include "kb/engine/article.h"

namespace fbd {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool starts_line(const cmark_node* text) {
  const auto previous = cmark_node_get_type(cmark_node_previous(const_cast<cmark_node*>(text)));
  return previous == CMARK_NODE_NONE || previous == CMARK_NODE_SOFTBREAK ||
         previous == CMARK_NODE_LINEBREAK;
}

bool ends_line(const cmark_node* text) {
  const auto next = cmark_node_get_type(cmark_node_next(const_cast<cmark_node*>(text)));
  return next == CMARK_NODE_NONE || next == CMARK_NODE_SOFTBREAK || next == CMARK_NODE_LINEBREAK;
}

/// Plain text as Markdown that means just that text. cmark's own renderer escapes less than it
/// should for text that did not come from Markdown ("~~~", "&#27;", blanks at the ends).
std::string escaped(std::string_view text, bool at_start, bool at_end) {
  const std::size_t first = text.find_first_not_of(' ');
  const std::size_t end = text.find_last_not_of(' ') + 1;
  const std::size_t number_end = text.find_first_not_of("0123456789");
  std::string markdown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((at_start && i < first) || (at_end && i >= end)) {
      markdown += "&#32;";
      continue;
    }
    const bool in_word = c == '_' && i > 0 && i + 1 < text.size() &&
                         is_letter_or_digit(text[i - 1]) && is_letter_or_digit(text[i + 1]);
    const bool always = std::string_view("\\`*_[]<&").find(c) != std::string_view::npos && !in_word;
    const bool as_first =
        at_start && i == first && std::string_view("-+=~#>").find(c) != std::string_view::npos;
    const bool after_number = at_start && (c == '.' || c == ')') && i > 0 && i == number_end;
    if (always || as_first || after_number) markdown += '\\';
    markdown += c;
  }
  return markdown;
}

/// The renderer writes "custom" nodes as they are.
void escape_text(cmark_node* text) {
  cmark_node* custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
  const std::string markdown = escaped(literal(text), starts_line(text), ends_line(text));
  cmark_node_set_on_enter(custom, markdown.c_str());
  if (cmark_node_replace(text, custom))
    cmark_node_free(text);
  else
    cmark_node_free(custom);
}

}  // namespace

Markdown::Markdown(std::string_view text)
    : root_(cmark_parse_document(text.data(), text.size(), CMARK_OPT_VALIDATE_UTF8)) {
  std::vector<cmark_node*> too_deep;
  int depth = 0;
  const CmarkIterator walk = iterate(root_.get());
  for (cmark_event_type event; (event = cmark_iter_next(walk.get())) != CMARK_EVENT_DONE;) {
    cmark_node* node = cmark_iter_get_node(walk.get());
    const cmark_node_type type = cmark_node_get_type(node);
    const bool holds_blocks =
        type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM;
    if (!holds_blocks) continue;
    depth += event == CMARK_EVENT_ENTER ? 1 : -1;
    if (event == CMARK_EVENT_ENTER && depth == deepest_nesting + 1) too_deep.push_back(node);
  }
  for (cmark_node* node : too_deep) {
    cmark_node_unlink(node);
    cmark_node_free(node);
  }
}

void Markdown::Free::operator()(cmark_node* node) const { cmark_node_free(node); }

std::vector<cmark_node*> children(const cmark_node* node) {
  std::vector<cmark_node*> found;
  cmark_node* child = cmark_node_first_child(const_cast<cmark_node*>(node));
  for (; child; child = cmark_node_next(child)) found.push_back(child);
  return found;
}

std::string_view literal(const cmark_node* node) {
  const char* text = cmark_node_get_literal(const_cast<cmark_node*>(node));
  return text ? text : "";
}

std::string_view fence_info(const cmark_node* node) {
  const char* info = cmark_node_get_fence_info(const_cast<cmark_node*>(node));
  return info ? info : "";
}

std::string plain_text(const cmark_node* node) {
  std::string text;
  for_each_node(node, [&](cmark_node* inner) {
    const cmark_node_type type = cmark_node_get_type(inner);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
      text += ' ';
    else
      text += literal(inner);
  });
  return text;
}

std::vector<Section> sections(const cmark_node* root) {
  std::vector<Section> found(1);
  for (cmark_node* block : children(root)) {
    if (cmark_node_get_type(block) == CMARK_NODE_HEADING)
      found.push_back({block, {}});
    else
      found.back().blocks.push_back(block);
  }
  return found;
}

bool is_titled(const Section& section, std::string_view title) {
  auto* heading = const_cast<cmark_node*>(section.heading);
  return heading && cmark_node_get_heading_level(heading) == 2 && plain_text(heading) == title;
}

std::string commonmark(const std::vector<cmark_node*>& blocks) {
  const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(
      cmark_node_new(CMARK_NODE_DOCUMENT), &cmark_node_free);
  for (cmark_node* block : blocks) {
    cmark_node_unlink(block);
    cmark_node_append_child(document.get(), block);
  }
  std::vector<cmark_node*> texts;
  for_each_node(document.get(), [&](cmark_node* node) {
    if (cmark_node_get_type(node) == CMARK_NODE_TEXT) texts.push_back(node);
  });
  for (cmark_node* text : texts) escape_text(text);
  const std::unique_ptr<char, decltype(&std::free)> text(
      cmark_render_commonmark(document.get(), CMARK_OPT_DEFAULT, 0), &std::free);
  std::string markdown(text.get());
  while (!markdown.empty() && markdown.back() == '\n') markdown.pop_back();
  return markdown;
}

}  // namespace fbd
