#include "kb/engine/article.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/evidence/yaml.h"
#include "collectors/logs/message.h"
#include "kb/engine/visible.h"

namespace fbd {
namespace {

/// Bounds what a text from elsewhere can cost; ours are a twentieth of it.
constexpr std::size_t largest_article_bytes = std::size_t{64} * 1024;

constexpr std::array<std::string_view, 10> keys{"title",   "symptom", "source",  "explains",
                                                "codes",   "log",     "pattern", "weight",
                                                "matches", "ignores"};

tl::unexpected<Error> wrong(std::string_view file, int line, int column, std::string_view message) {
  return error(ErrorKind::malformed, at_place(file, line, column, message));
}

bool is_code(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos && std::all_of(text.begin(), text.end(), fits);
}

Result<std::string> code_of(std::string_view file) {
  constexpr std::string_view suffix = ".md";
  std::string_view code = file.substr(file.find_last_of('/') + 1);
  const bool is_markdown = code.size() > suffix.size() && code.ends_with(suffix);
  code.remove_suffix(is_markdown ? suffix.size() : 0);
  if (is_markdown && is_code(code)) return std::string(code);
  return error(ErrorKind::malformed,
               fmt::format("{}: an article is named by the code of a finding, such as "
                           "\"config-server.reachable.refused.md\"",
                           printable(file)));
}

bool is_plain(char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; }

/// The text before it is known to be good.
tl::unexpected<Error> wrong_character(std::string_view text, std::size_t at,
                                      std::string_view file) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  // Columns count characters, and these have one byte each that does not continue another.
  const auto column =
      std::count_if(before.begin() + static_cast<long>(before.rfind('\n') + 1), before.end(),
                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }) +
      1;
  const CodePoint point = first_code_point(text.substr(at));
  return wrong(
      file, static_cast<int>(line), static_cast<int>(column),
      point.valid
          ? fmt::format("control character U+{:04X}", static_cast<std::uint32_t>(point.value))
          : fmt::format("byte {:#04x} is not UTF-8", static_cast<unsigned char>(text[at])));
}

/// What nobody can see in an editor has no place in an article: it is shown on terminals, and its
/// commands are run after one look.
Result<void> check_characters(std::string_view text, std::string_view file) {
  const auto next = [text](std::size_t from) {
    const auto* found = std::find_if_not(text.begin() + static_cast<long>(from), text.end(),
                                         [](char c) { return is_plain(c); });
    return static_cast<std::size_t>(found - text.begin());
  };
  for (std::size_t at = next(0); at < text.size();) {
    const CodePoint point = first_code_point(text.substr(at));
    const bool ends_line = text.substr(at).starts_with("\r\n");
    if (!point.valid || (is_obeyed(point.value) && !ends_line))
      return wrong_character(text, at, file);
    at = next(at + point.bytes);
  }
  return {};
}

std::string without_carriage_returns(std::string_view text) {
  std::string kept(text);
  std::erase(kept, '\r');
  return kept;
}

Result<std::string> one_line(const YamlNode::Member& member, std::string_view file) {
  const YamlNode& value = member.value;
  if (value.kind == YamlNode::Kind::null) return std::string();
  if (value.kind != YamlNode::Kind::scalar)
    return wrong(file, value.line, value.column, fmt::format("'{}' is a text", member.key));
  const std::string_view text = trimmed(value.scalar);
  if (visible(text) != text)
    return wrong(file, value.line, value.column,
                 fmt::format("'{}' is one line without control characters", member.key));
  return std::string(text);
}

Result<void> read_explains(Article& article, const YamlNode& value) {
  if (value.kind == YamlNode::Kind::null) return {};
  if (value.kind != YamlNode::Kind::sequence)
    return wrong(article.file, value.line, value.column, "'explains' is a list of codes or probes");
  for (const YamlNode& item : value.items) {
    if (item.kind != YamlNode::Kind::scalar || !is_code(item.scalar))
      return wrong(article.file, item.line, item.column,
                   "'explains' lists codes or probes, such as \"config-server.https\"");
    article.explains.push_back(item.scalar);
    article.lines.explains.push_back(item.line);
  }
  return {};
}

/// Letters, digits and what stands between them: "95226", "EC0109", "SRSDRAHeartbeatMissing".
bool is_service_code(std::string_view text) {
  constexpr std::size_t longest = 80;
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

Result<void> read_codes(Article& article, const YamlNode& value) {
  if (value.kind == YamlNode::Kind::null) return {};
  if (value.kind != YamlNode::Kind::sequence)
    return wrong(article.file, value.line, value.column, "'codes' is a list of error codes");
  for (const YamlNode& item : value.items) {
    if (item.kind != YamlNode::Kind::scalar || !is_service_code(item.scalar))
      return wrong(article.file, item.line, item.column,
                   "'codes' lists error codes as the service shows them, such as 95226");
    article.codes.push_back(item.scalar);
    article.lines.codes.push_back(item.line);
  }
  return {};
}

/// One text, or a list of them; each is one line, as logs have them. Tabs are kept.
Result<std::vector<std::string>> texts(const YamlNode::Member& member, std::string_view file) {
  std::vector<std::string> all;
  const auto add = [&all](const YamlNode& item) {
    const bool fits = item.kind == YamlNode::Kind::scalar && !item.scalar.empty() &&
                      item.scalar.find('\n') == std::string::npos;
    if (fits) all.push_back(item.scalar);
    return fits;
  };
  const YamlNode& value = member.value;
  const bool is_list = value.kind == YamlNode::Kind::sequence;
  if (!is_list && !add(value))
    return wrong(file, value.line, value.column,
                 fmt::format("'{}' is a text of one line, or a list of them", member.key));
  for (const YamlNode& item : value.items)
    if (!add(item))
      return wrong(file, item.line, item.column,
                   fmt::format("'{}' lists texts of one line each", member.key));
  return all;
}

/// The keys about logs. Whether they fit together is for lint; what a pattern means, for the scan.
Result<void> read_message(Article& article, const YamlNode::Member& member) {
  Result<std::vector<std::string>> all = texts(member, article.file);
  if (!all) return tl::unexpected<Error>(std::move(all.error()));
  Article::Message& message = article.message;
  if (article.lines.message == 1) article.lines.message = member.line;
  if (member.key == "weight") {
    message.weight = all->size() == 1 ? all->front() : "";
    if (!weight(message.weight))
      return wrong(article.file, member.line, member.column, "'weight' is fail, warn or note");
  } else if (member.key == "log") {
    for (const std::string& kind : *all)
      if (!log_kind(kind))
        return wrong(article.file, member.line, member.column,
                     fmt::format("there is no kind of log '{}'{}", printable(kind),
                                 did_you_mean(kind, log_kind_names())));
    message.logs = std::move(*all);
  } else if (member.key == "pattern") {
    for (const YamlNode& item : member.value.items) article.lines.patterns.push_back(item.line);
    if (member.value.items.empty()) article.lines.patterns.push_back(member.line);
    message.patterns = std::move(*all);
  } else {
    (member.key == "matches" ? message.matches : message.ignores) = std::move(*all);
  }
  return {};
}

Result<void> read_key(Article& article, const YamlNode::Member& member) {
  if (member.key == "explains") return read_explains(article, member.value);
  if (member.key == "codes") return read_codes(article, member.value);
  for (const std::string_view key : {"log", "pattern", "weight", "matches", "ignores"})
    if (member.key == key) return read_message(article, member);
  struct Field {
    std::string_view key;
    std::string& text;
    int& line;
  };
  const std::array<Field, 3> fields{{{"title", article.title, article.lines.title},
                                     {"symptom", article.symptom, article.lines.symptom},
                                     {"source", article.source, article.lines.source}}};
  for (const Field& field : fields) {
    if (field.key != member.key) continue;
    Result<std::string> text = one_line(member, article.file);
    if (!text) return tl::unexpected<Error>(std::move(text.error()));
    field.text = std::move(*text);
    field.line = member.line;
    return {};
  }
  return wrong(
      article.file, member.line, member.column,
      fmt::format("unknown key '{}'{}", printable(member.key), did_you_mean(member.key, keys)));
}

Result<void> read_front_matter(Article& article, std::string_view text) {
  constexpr int first_line = 2;
  const Result<YamlNode> front = parse_yaml(text, article.file, first_line);
  if (!front) return tl::unexpected<Error>(front.error());
  if (front->kind != YamlNode::Kind::mapping)
    return wrong(article.file, first_line, 1, "the front matter is lines of \"key: text\"");
  for (const YamlNode::Member& member : front->members)
    if (Result<void> read = read_key(article, member); !read) return read;
  for (const std::string_view key : {"title", "symptom", "source"})
    if (!front->at(key))
      return wrong(article.file, first_line, 1, fmt::format("there is no '{}'", key));
  return {};
}

}  // namespace

Result<Article> parse_article(std::string_view text, std::string_view file) {
  Result<std::string> code = code_of(file);
  if (!code) return tl::unexpected<Error>(std::move(code.error()));
  if (text.size() > largest_article_bytes)
    return wrong(file, 1, 1,
                 fmt::format("{} bytes are too many, {} is the most for an article", text.size(),
                             largest_article_bytes));
  // Editors of Windows begin files with it.
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (Result<void> checked = check_characters(text, file); !checked)
    return tl::unexpected<Error>(std::move(checked.error()));
  const std::string clean = without_carriage_returns(text);

  constexpr std::string_view fence = "---\n";
  if (!clean.starts_with(fence))
    return wrong(file, 1, 1, "an article begins with a line \"---\" and front matter");
  std::string_view rest = std::string_view(clean).substr(fence.size());
  std::size_t front_size = 0;
  int line = 2;
  while (!rest.substr(front_size).starts_with(fence) && rest.substr(front_size) != "---") {
    const std::size_t end = rest.find('\n', front_size);
    if (end == std::string_view::npos)
      return wrong(file, 1, 1, "no line \"---\" ends the front matter that begins here");
    front_size = end + 1;
    ++line;
  }

  Article article;
  article.code = std::move(*code);
  article.file = file;
  if (Result<void> read = read_front_matter(article, rest.substr(0, front_size)); !read)
    return tl::unexpected<Error>(std::move(read.error()));
  article.body = rest.substr(std::min(front_size + fence.size(), rest.size()));
  article.body_line = line + 1;
  return article;
}

}  // namespace fbd
