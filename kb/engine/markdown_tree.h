// What this house does with the trees of cmark. For .cpp files only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <cmark.h>

namespace fbd {

/// Blocks nested deeper than this are left out when a text is read. A list counts twice: itself and
/// its items.
inline constexpr int deepest_nesting = 64;

using CmarkIterator = std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)>;

inline CmarkIterator iterate(const cmark_node* root) {
  // cmark knows no const; nothing is changed by walking.
  return {cmark_iter_new(const_cast<cmark_node*>(root)), &cmark_iter_free};
}

/// Every node below and including root, parents first. `visit` may change what a node says, not
/// where it is. No recursion: documents can be nested as deeply as they are long.
template <class Visit>
void for_each_node(const cmark_node* root, Visit visit) {
  const CmarkIterator walk = iterate(root);
  for (cmark_event_type event; (event = cmark_iter_next(walk.get())) != CMARK_EVENT_DONE;)
    if (event == CMARK_EVENT_ENTER) visit(cmark_iter_get_node(walk.get()));
}

std::vector<cmark_node*> children(const cmark_node* node);

/// The text of text, code and HTML nodes; "" of others.
std::string_view literal(const cmark_node* node);

/// The words after the fence of a code block; "" for other nodes.
std::string_view fence_info(const cmark_node* node);

/// All text below a node, without markup: what a heading says.
std::string plain_text(const cmark_node* node);

/// A heading of the outermost level and the blocks up to the next one. The first section of a
/// document has no heading; it holds what stands before the first one.
struct Section {
  const cmark_node* heading = nullptr;
  std::vector<cmark_node*> blocks;
};
std::vector<Section> sections(const cmark_node* root);

/// Whether it is the section below "## TITLE".
bool is_titled(const Section& section, std::string_view title);

/// The blocks as CommonMark text that reads back as the same tree. The blocks are moved out of the
/// tree they are in, which the caller keeps alive until then.
std::string commonmark(const std::vector<cmark_node*>& blocks);

}  // namespace fbd
