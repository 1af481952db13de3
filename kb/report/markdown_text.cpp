#include <algorithm>
#include <string>
#include <vector>

#include <cmark.h>
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/engine/markdown_tree.h"
#include "kb/engine/visible.h"
#include "kb/report/code_block_lines.h"
#include "kb/report/paragraph.h"
#include "kb/report/report.h"
#include "kb/report/wrap.h"

namespace fbd {
namespace {

/// However deep something is nested, so much of a line is left for text.
constexpr int narrowest = 20;
constexpr int section_indent = 2;

std::string blanks(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

/// Writes a document from top to bottom, without recursion. One instance per document.
class Page {
 public:
  Page(const TextStyle& style, int indent)
      : style_(style), indent_(indent), first_(blanks(indent)), rest_(first_) {}

  std::string write(const cmark_node* root) {
    const CmarkIterator walk = iterate(root);
    for (cmark_event_type event; (event = cmark_iter_next(walk.get())) != CMARK_EVENT_DONE;) {
      if (event == CMARK_EVENT_ENTER)
        enter(cmark_iter_get_node(walk.get()));
      else
        leave(cmark_iter_get_node(walk.get()));
    }
    return std::move(out_);
  }

 private:
  struct List {
    bool is_tight = true;
    bool is_ordered = false;
    int number = 0;
    char delimiter = '.';
  };

  void enter(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_HEADING:
        if (is_outermost(node)) first_ = rest_ = blanks(indent_);
        gap_ = true;
        look_.bold = ++strong_ > 0;
        [[fallthrough]];
      case CMARK_NODE_PARAGRAPH:
        paragraph_ = {};
        break;
      case CMARK_NODE_LIST:
        enter_list(node);
        break;
      case CMARK_NODE_ITEM:
        enter_item();
        break;
      case CMARK_NODE_BLOCK_QUOTE:
        open("> ", "> ");
        lists_.push_back({.is_tight = false});  // whatever list it is in
        break;
      case CMARK_NODE_CODE_BLOCK:
        write_block(code_block_lines(fence_info(node), literal(node), style_));
        break;
      case CMARK_NODE_HTML_BLOCK:
        write_html(literal(node));
        break;
      case CMARK_NODE_THEMATIC_BREAK:
        write_block({"---"});
        break;
      case CMARK_NODE_TEXT:
      case CMARK_NODE_HTML_INLINE:
        paragraph_.add(visible(literal(node)), look_);
        break;
      case CMARK_NODE_CODE: {
        Look look = look_;
        look.code = true;
        // Where there is no colour, marks show where a command ends.
        const std::string mark = style_.colour ? "" : "`";
        paragraph_.add_unbroken(mark + visible(literal(node)) + mark, look);
        break;
      }
      case CMARK_NODE_SOFTBREAK:
        paragraph_.add(" ");
        break;
      case CMARK_NODE_LINEBREAK:
        paragraph_.break_line();
        break;
      case CMARK_NODE_STRONG:
        look_.bold = ++strong_ > 0;
        break;
      case CMARK_NODE_EMPH:
        look_.italic = ++emphasis_ > 0;
        break;
      default:
        break;
    }
  }

  void leave(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_PARAGRAPH:
        write_block(paragraph_.lines(room(), style_.colour));
        break;
      case CMARK_NODE_HEADING:
        leave_heading(node);
        break;
      case CMARK_NODE_LIST:
        lists_.pop_back();
        end_block();
        break;
      case CMARK_NODE_ITEM:
        if (has_open_marker_) put("");
        close();
        end_block();
        break;
      case CMARK_NODE_BLOCK_QUOTE:
        close();
        lists_.pop_back();
        end_block();
        break;
      case CMARK_NODE_STRONG:
        look_.bold = --strong_ > 0;
        break;
      case CMARK_NODE_EMPH:
        look_.italic = --emphasis_ > 0;
        break;
      case CMARK_NODE_LINK:
      case CMARK_NODE_IMAGE:
        write_address(node);
        break;
      default:
        break;
    }
  }

  static bool is_outermost(cmark_node* node) {
    return cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_DOCUMENT;
  }

  int room() const { return std::max(style_.columns - width(rest_), narrowest); }

  void put(std::string_view text) {
    std::string line = first_ + std::string(text);
    if (text.empty()) line.resize(line.find_last_not_of(' ') + 1);
    out_ += line + "\n";
    first_ = rest_;
    has_open_marker_ = false;
  }

  void begin_block() {
    if (gap_ && !out_.empty()) out_ += "\n";
    gap_ = false;
  }

  void end_block() { gap_ = lists_.empty() || !lists_.back().is_tight; }

  void write_block(const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    begin_block();
    for (const std::string& line : lines) put(line);
    end_block();
  }

  /// The lines below get a longer prefix, the first of them a marker in it; up to a limit, or there
  /// would be no room for text.
  void open(std::string_view marker, std::string_view continuation) {
    prefix_lengths_.push_back(rest_.size());
    const int most = std::max(style_.columns / 2, indent_ + narrowest);
    if (width(rest_) + width(marker) > most) return;
    first_ += marker;
    rest_ += continuation;
  }

  void close() {
    rest_.resize(prefix_lengths_.back());
    prefix_lengths_.pop_back();
    first_ = rest_;
  }

  void enter_list(cmark_node* node) {
    lists_.push_back({cmark_node_get_list_tight(node) != 0,
                      cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
                      cmark_node_get_list_start(node),
                      cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ')' : '.'});
  }

  void enter_item() {
    List& list = lists_.back();
    const std::string marker =
        list.is_ordered ? fmt::format("{}{} ", list.number, list.delimiter) : "- ";
    ++list.number;
    open(marker, blanks(width(marker)));
    has_open_marker_ = true;
  }

  void leave_heading(cmark_node* node) {
    write_block(paragraph_.lines(room(), style_.colour));
    look_.bold = --strong_ > 0;
    gap_ = false;
    if (is_outermost(node)) first_ = rest_ = blanks(indent_ + section_indent);
  }

  void write_address(cmark_node* node) {
    const std::string address = visible(cmark_node_get_url(node));
    const bool is_link = cmark_node_get_type(node) == CMARK_NODE_LINK;
    const std::string text = is_link ? visible(plain_text(node)) : "";
    if (address.empty() || address == text || address == "mailto:" + text) return;
    paragraph_.add(" ");
    paragraph_.add_unbroken("(" + address + ")", look_);
  }

  /// Lint refuses it in articles; elsewhere it is shown as it is, except for comments.
  void write_html(std::string_view html) {
    if (trimmed(html).starts_with("<!--")) return;
    std::vector<std::string> all;
    for (const std::string_view line : lines(html)) all.push_back(visible(line));
    write_block(all);
  }

  const TextStyle& style_;
  int indent_;
  std::string out_;
  std::string first_;                        // what the next line begins with
  std::string rest_;                         // and those after it
  std::vector<std::size_t> prefix_lengths_;  // of `rest_`, outside of each open item and quote
  std::vector<List> lists_;
  bool has_open_marker_ = false;  // of an item that has said nothing yet
  bool gap_ = false;              // a blank line comes before the next block
  Paragraph paragraph_;
  Look look_;
  int strong_ = 0;
  int emphasis_ = 0;
};

}  // namespace

std::string markdown_text(const Markdown& markdown, const TextStyle& style, int indent) {
  return Page(style, indent).write(markdown.root());
}

}  // namespace fbd
