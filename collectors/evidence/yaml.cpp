#include "collectors/evidence/yaml.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <yaml.h>

namespace fbd {
namespace {

constexpr std::size_t max_yaml_bytes = 1U << 20;
constexpr std::size_t max_depth = 32;
// Of all copies for aliases together; a few lines of aliases can ask for the whole memory.
constexpr std::size_t max_copied_bytes = 8U << 20;

struct Place {
  int line = 0;
  int column = 0;
};

/// libyaml's parser and the event it holds.
class Events {
 public:
  explicit Events(std::string_view text) {
    ready_ = yaml_parser_initialize(&parser_) == 1;
    if (!ready_) return;
    // Told so that a byte order mark cannot turn the same bytes into UTF-16.
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events() {
    drop();
    if (ready_) yaml_parser_delete(&parser_);
  }

  /// nullptr when the text is no YAML; then parser() says why.
  const yaml_event_t* next() {
    drop();
    if (!ready_ || yaml_parser_parse(&parser_, &event_) != 1) return nullptr;
    holds_event_ = true;
    return &event_;
  }
  const yaml_parser_t& parser() const { return parser_; }
  bool ready() const { return ready_; }

 private:
  void drop() {
    if (holds_event_) yaml_event_delete(&event_);
    holds_event_ = false;
  }
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool ready_ = false;
  bool holds_event_ = false;
};

/// What libyaml says, and what a person should do about it.
struct Explained {
  std::string_view problem;
  std::string_view sentence;
  bool from_start = false;  // the place that helps is where it began, not where it went wrong
};

constexpr std::array<Explained, 15> explained{{
    {"mapping values are not allowed in this context",
     "a ':' does not fit here; check the indentation, or quote the value if the colon is part of "
     "it"},
    {"did not find expected key",
     "the indentation does not fit the lines above, or a quote or bracket is left over"},
    {"could not find expected ':'", "a key without ':' after it", true},
    {"did not find expected ',' or ']'", "a ',' or ']' is missing"},
    {"did not find expected ',' or '}'", "a ',' or '}' is missing"},
    {"did not find expected '-' indicator",
     "the indentation does not fit the list above, or a '-' is missing"},
    {"block sequence entries are not allowed in this context",
     "a list cannot begin here; put it on a line of its own"},
    {"mapping keys are not allowed in this context", "a key cannot begin here"},
    {"found unexpected end of stream", "a quote is opened here and never closed", true},
    {"found unexpected document indicator", "a quote is opened here and never closed", true},
    {"did not find expected node content", "a value is expected here"},
    {"found unknown escape character", "an unknown escape after '\\' in a quoted value"},
    {"found a tab character that violates indentation",
     "a tab is used for indentation; use blanks"},
    {"found a tab character where an indentation space is expected",
     "a tab is used for indentation; use blanks"},
    {"did not find expected <document start>",
     "something is left over here; check the indentation"},
}};

class Tree {
 public:
  Tree(std::string_view text, std::string_view file, int first_line, const YamlRules& rules)
      : text_(text), file_(file), first_line_(first_line), rules_(rules), events_(text) {}

  Result<YamlNode> parse();

 private:
  struct Frame {
    YamlNode node;
    std::optional<YamlNode::Member> member;  // of a mapping: its key has come, its value has not
    std::map<std::string, Place, std::less<>> keys;
    std::string anchor;
  };

  Place place(const yaml_mark_t& mark) const {
    return {static_cast<int>(mark.line) + first_line_, static_cast<int>(mark.column) + 1};
  }
  tl::unexpected<Error> refuse(Place at, std::string_view message) const {
    return error(ErrorKind::malformed, at_place(file_, at.line, at.column, message));
  }
  tl::unexpected<Error> what_libyaml_says() const;
  Place place_of_byte(std::size_t offset) const;
  char char_at(const yaml_mark_t& mark) const;
  YamlNode node(YamlNode::Kind kind, Place at) const;

  Result<void> open(YamlNode::Kind kind, Place at, const yaml_char_t* anchor);
  Result<void> close();
  Result<void> scalar(const yaml_event_t& event);
  Result<void> add(YamlNode node);
  Result<void> decorated(const yaml_char_t* anchor, const yaml_char_t* tag, Place at);
  Result<void> keep(const std::string& anchor, const YamlNode& node);
  Result<void> alias(const std::string& name, Place at);
  Result<void> take(const yaml_event_t& event);

  std::string_view text_;
  std::string_view file_;
  int first_line_;
  YamlRules rules_;
  Events events_;
  std::vector<Frame> open_;
  YamlNode root_;
  bool has_document_ = false;
  std::map<std::string, std::optional<YamlNode>, std::less<>> anchors_;  // nothing: still open
  std::size_t copied_bytes_ = 0;
};

/// How deep a node goes; what a copy of it takes is added to `bytes`.
std::size_t measured(const YamlNode& node, std::size_t& bytes) {
  bytes += sizeof(YamlNode::Member) + node.scalar.size();
  std::size_t below = 0;
  for (const YamlNode& item : node.items) below = std::max(below, measured(item, bytes));
  for (const YamlNode::Member& member : node.members) {
    bytes += member.key.size();
    below = std::max(below, measured(member.value, bytes));
  }
  return node.kind == YamlNode::Kind::sequence || node.kind == YamlNode::Kind::mapping ? below + 1
                                                                                       : 0;
}

Place Tree::place_of_byte(std::size_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t in_line =
      newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
  return {static_cast<int>(std::count(before.begin(), before.end(), '\n')) + first_line_,
          static_cast<int>(in_line) + 1};
}

/// A mark counts characters, not bytes.
char Tree::char_at(const yaml_mark_t& mark) const {
  std::size_t characters = 0;
  for (char c : text_) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;
    if (characters++ == mark.index) return c;
  }
  return '\0';
}

tl::unexpected<Error> Tree::what_libyaml_says() const {
  if (!events_.ready()) return error(ErrorKind::failed, "no memory to read YAML");
  const yaml_parser_t& parser = events_.parser();
  const std::string_view problem = parser.problem ? parser.problem : "";
  const std::string_view context = parser.context ? parser.context : "";
  if (parser.error == YAML_MEMORY_ERROR) return error(ErrorKind::failed, "no memory to read YAML");
  if (parser.error == YAML_READER_ERROR) {
    return refuse(place_of_byte(parser.problem_offset),
                  problem.find("control char") != std::string_view::npos
                      ? "a control character; only printable text is YAML"
                      : "this is not UTF-8");
  }
  if (problem == "found character that cannot start any token") {
    const char c = char_at(parser.problem_mark);
    if (c == '\t')
      return refuse(place(parser.problem_mark), "a tab is used for indentation; use blanks");
    return refuse(place(parser.problem_mark),
                  fmt::format("a value cannot begin with '{}'; put it in quotes", c));
  }
  for (const Explained& known : explained) {
    if (known.problem != problem) continue;
    return refuse(place(known.from_start ? parser.context_mark : parser.problem_mark),
                  known.sentence);
  }
  std::string message(problem);
  if (!context.empty()) message += fmt::format(" {}", context);
  return refuse(place(parser.problem_mark), message);
}

YamlNode Tree::node(YamlNode::Kind kind, Place at) const {
  YamlNode made;
  made.kind = kind;
  made.line = at.line;
  made.column = at.column;
  return made;
}

Result<void> Tree::decorated(const yaml_char_t* anchor, const yaml_char_t* tag, Place at) {
  if (anchor && !rules_.aliases)
    return refuse(at, "anchors (&name) are not used here; write the value itself");
  if (tag && !rules_.tags)
    return refuse(at, "tags (!name) are not used here; write the value alone");
  if (anchor && !anchors_.try_emplace(reinterpret_cast<const char*>(anchor)).second)
    return refuse(at, "this anchor (&name) is there already");
  return {};
}

Result<void> Tree::keep(const std::string& anchor, const YamlNode& node) {
  if (anchor.empty()) return {};
  measured(node, copied_bytes_);
  if (copied_bytes_ > max_copied_bytes)
    return refuse({node.line, node.column}, "aliases (*name) make too much of this");
  anchors_[anchor] = node;
  return {};
}

Result<void> Tree::alias(const std::string& name, Place at) {
  if (!rules_.aliases)
    return refuse(at, "aliases (*name) are not used here; write the value itself");
  const auto known = anchors_.find(name);
  if (known == anchors_.end())
    return refuse(at, "an alias (*name) of what has not been marked (&name) before");
  if (!known->second) return refuse(at, "an alias (*name) of what it is part of itself");
  const std::size_t depth = measured(*known->second, copied_bytes_);
  if (copied_bytes_ > max_copied_bytes) return refuse(at, "aliases (*name) make too much of this");
  if (open_.size() + depth > max_depth)
    return refuse(at, fmt::format("nested deeper than {} levels", max_depth));
  return add(*known->second);
}

Result<void> Tree::add(YamlNode node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return {};
  }
  Frame& frame = open_.back();
  if (frame.node.kind == YamlNode::Kind::sequence) {
    frame.node.items.push_back(std::move(node));
    return {};
  }
  if (frame.member) {
    frame.member->value = std::move(node);
    frame.node.members.push_back(std::move(*frame.member));
    frame.member.reset();
    return {};
  }
  const Place at{node.line, node.column};
  if (node.kind != YamlNode::Kind::scalar) return refuse(at, "a key must be a word");
  const auto [before, is_new] = frame.keys.try_emplace(node.scalar, at);
  if (!is_new && !rules_.repeated_keys)
    return refuse(at, fmt::format("the key '{}' is there already, at {}:{}", node.scalar,
                                  before->second.line, before->second.column));
  frame.member = YamlNode::Member{std::move(node.scalar), at.line, at.column, {}};
  return {};
}

Result<void> Tree::open(YamlNode::Kind kind, Place at, const yaml_char_t* anchor) {
  if (!open_.empty() && open_.back().node.kind == YamlNode::Kind::mapping && !open_.back().member)
    return refuse(at, "a key must be a word, not a list or a mapping");
  if (open_.size() == max_depth)
    return refuse(at, fmt::format("nested deeper than {} levels", max_depth));
  open_.push_back({node(kind, at), std::nullopt, {}, {}});
  if (anchor) open_.back().anchor = reinterpret_cast<const char*>(anchor);
  return {};
}

Result<void> Tree::close() {
  YamlNode closed = std::move(open_.back().node);
  const std::string anchor = std::move(open_.back().anchor);
  open_.pop_back();
  if (Result<void> kept = keep(anchor, closed); !kept) return kept;
  return add(std::move(closed));
}

Result<void> Tree::scalar(const yaml_event_t& event) {
  const auto& data = event.data.scalar;
  const Place at = place(event.start_mark);
  if (Result<void> plain = decorated(data.anchor, data.tag, at); !plain) return plain;
  YamlNode made = node(YamlNode::Kind::scalar, at);
  made.scalar.assign(reinterpret_cast<const char*>(data.value), data.length);
  made.quoted = data.style != YAML_PLAIN_SCALAR_STYLE;
  constexpr std::array<std::string_view, 5> nulls{"", "~", "null", "Null", "NULL"};
  if (!rules_.nulls_are_text && !made.quoted &&
      std::find(nulls.begin(), nulls.end(), made.scalar) != nulls.end())
    made = node(YamlNode::Kind::null, at);
  if (data.anchor)
    if (Result<void> kept = keep(reinterpret_cast<const char*>(data.anchor), made); !kept)
      return kept;
  return add(std::move(made));
}

Result<void> Tree::take(const yaml_event_t& event) {
  const Place at = place(event.start_mark);
  switch (event.type) {
    case YAML_DOCUMENT_START_EVENT:
      if (has_document_)
        return refuse(at, "a second document begins here; one file holds one document");
      has_document_ = true;
      return {};
    case YAML_ALIAS_EVENT:
      return alias(reinterpret_cast<const char*>(event.data.alias.anchor), at);
    case YAML_SCALAR_EVENT:
      return scalar(event);
    case YAML_SEQUENCE_START_EVENT: {
      const auto& data = event.data.sequence_start;
      if (Result<void> plain = decorated(data.anchor, data.tag, at); !plain) return plain;
      return open(YamlNode::Kind::sequence, at, data.anchor);
    }
    case YAML_MAPPING_START_EVENT: {
      const auto& data = event.data.mapping_start;
      if (Result<void> plain = decorated(data.anchor, data.tag, at); !plain) return plain;
      return open(YamlNode::Kind::mapping, at, data.anchor);
    }
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      return close();
    default:
      return {};
  }
}

Result<YamlNode> Tree::parse() {
  root_ = node(YamlNode::Kind::null, {first_line_, 1});
  while (true) {
    const yaml_event_t* event = events_.next();
    if (!event) return what_libyaml_says();
    if (event->type == YAML_STREAM_END_EVENT ||
        (event->type == YAML_DOCUMENT_END_EVENT && rules_.further_documents))
      return std::move(root_);
    if (Result<void> taken = take(*event); !taken) return tl::unexpected(taken.error());
  }
}

}  // namespace

const YamlNode* YamlNode::at(std::string_view key) const {
  for (const Member& member : members)
    if (member.key == key) return &member.value;
  return nullptr;
}

Result<YamlNode> parse_yaml(std::string_view text, std::string_view file, int first_line,
                            const YamlRules& rules) {
  if (text.size() > max_yaml_bytes)
    return error(ErrorKind::malformed,
                 at_place(file, first_line, 1,
                          fmt::format("{} bytes are too many; at most {} are read", text.size(),
                                      max_yaml_bytes)));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Tree(text, file, first_line, rules).parse();
}

std::string at_place(std::string_view file, int line, int column, std::string_view message) {
  return fmt::format("{}:{}:{}: {}", file, line, column, message);
}

}  // namespace fbd
