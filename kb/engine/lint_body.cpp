#include "kb/engine/lint_body.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

#include <cmark.h>
#include <fmt/format.h>

#include "kb/engine/markdown_tree.h"
#include "kb/engine/placeholder.h"

namespace fbd {
namespace {

/// Deeper than this, nobody finds his way.
constexpr int deepest_list = 3;

bool has_names(std::string_view text) {
  const std::vector<Piece> all = pieces(text);
  return std::any_of(all.begin(), all.end(), [](const Piece& piece) { return piece.is_name; });
}

/// How many lists an item is in.
int depth(cmark_node* item) {
  int lists = 0;
  for (; item; item = cmark_node_parent(item))
    if (cmark_node_get_type(item) == CMARK_NODE_LIST) ++lists;
  return lists;
}

class BodyLint {
 public:
  BodyLint(const Article& article, const Nameable& nameable)
      : article_(article), nameable_(nameable), body_(article.body) {}

  std::vector<Complaint> complaints() {
    const std::vector<Section> all = sections(body_.root());
    check_headings(all);
    const auto titled = [&](std::string_view title) {
      return std::find_if(all.begin(), all.end(),
                          [title](const Section& section) { return is_titled(section, title); });
    };
    if (const auto cause = titled("Cause"); cause != all.end() && cause->blocks.empty())
      complain(line_of(cause->heading), "there is nothing below \"## Cause\"");
    if (const auto fix = titled("Fix"); fix != all.end()) check_fix(*fix);
    for_each_node(body_.root(), [this](cmark_node* node) { check(node); });
    return std::move(complaints_);
  }

 private:
  int line_of(const cmark_node* node) const {
    // Some inline nodes have no line; the block they are in has.
    auto* at = const_cast<cmark_node*>(node);
    while (at && cmark_node_get_start_line(at) == 0) at = cmark_node_parent(at);
    return article_.body_line + (at ? cmark_node_get_start_line(at) : 1) - 1;
  }

  void complain(int line, std::string message) {
    complaints_.push_back({article_.file, line, std::move(message)});
  }

  void take(std::vector<Complaint> more) {
    std::move(more.begin(), more.end(), std::back_inserter(complaints_));
  }

  void check_headings(const std::vector<Section>& all) {
    if (!all.front().blocks.empty())
      complain(line_of(all.front().blocks.front()), "something stands before \"## Cause\"");
    bool has_cause = false;
    bool has_fix = false;
    for (const Section& section : all) {
      if (!section.heading) continue;
      const bool is_cause = is_titled(section, "Cause") && !has_cause;
      const bool is_fix = is_titled(section, "Fix") && !has_fix;
      if (is_cause && has_fix)
        complain(line_of(section.heading), "\"## Cause\" comes before \"## Fix\"");
      if (!is_cause && !is_fix)
        complain(line_of(section.heading),
                 "the only headings are \"## Cause\" and \"## Fix\", each once");
      has_cause |= is_cause;
      has_fix |= is_fix;
    }
    if (!has_cause) complain(article_.body_line, "there is no \"## Cause\"");
    if (!has_fix) complain(article_.body_line, "there is no \"## Fix\"");
  }

  void check_fix(const Section& section) {
    for (cmark_node* block : section.blocks) {
      const bool is_steps = cmark_node_get_list_type(block) == CMARK_ORDERED_LIST && steps_.empty();
      if (!is_steps) complain(line_of(block), "a fix is one numbered list and nothing else");
      if (is_steps)
        for (cmark_node* item : children(block)) steps_.insert(item);
    }
    const std::vector<Step> plan = fix_plan(article_, {});
    if (plan.empty() || !std::holds_alternative<Check>(plan.back()))
      complain(line_of(section.heading), "the fix does not end with a check");
  }

  void check(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_HTML_BLOCK:
      case CMARK_NODE_HTML_INLINE:
        complain(line_of(node), "HTML is not shown; for a '<' write \"\\<\" or use a code span");
        break;
      case CMARK_NODE_HEADING:
        if (cmark_node_parent(node) != body_.root())
          complain(line_of(node), "a heading stands inside of something else");
        break;
      case CMARK_NODE_LINK:
      case CMARK_NODE_IMAGE:
        if (has_names(cmark_node_get_url(node)))
          complain(line_of(node), "values are not filled in in the address of a link");
        break;
      case CMARK_NODE_ITEM:
        if (depth(node) > deepest_list)
          complain(line_of(node), fmt::format("lists are nested more than {} deep", deepest_list));
        break;
      case CMARK_NODE_CODE_BLOCK:
        take(lint_code_block(node, article_, line_of(node),
                             steps_.contains(cmark_node_parent(node)), nameable_));
        break;
      default:
        take(lint_names(literal(node), article_, line_of(node), nameable_));
        break;
    }
  }

  const Article& article_;
  const Nameable& nameable_;
  Markdown body_;
  std::set<const cmark_node*> steps_;
  std::vector<Complaint> complaints_;
};

}  // namespace

std::vector<Complaint> lint_body(const Article& article, const Nameable& nameable) {
  return BodyLint(article, nameable).complaints();
}

}  // namespace fbd
