#include "collectors/evidence/secret_values.h"

namespace fbd {
namespace {

constexpr std::size_t longest_key = 64;

bool at_end(std::string_view text, std::size_t at) {
  return at >= text.size() || ends_line(text[at]);
}

/// Whether a delimiter ends a value: only when another key follows it, else it is part of the
/// value. "Password=a;b;User=x" has the password "a;b".
bool key_follows(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("amp;")) at += 4;
  const std::size_t limit = std::min(text.size(), at + longest_key);
  while (at < limit && is_blank(text[at])) ++at;
  const std::size_t start = at;
  while (at < limit && is_word(text[at])) ++at;
  // "User Id=x"
  while (at > start && at + 1 < limit && text[at] == ' ' && is_word(text[at + 1]))
    for (++at; at < limit && is_word(text[at]);) ++at;
  return at > start && separator_at(text, at).size > 0 && !separator_at(text, at).colon;
}

bool closes_tag(std::string_view text, std::size_t at) {
  return text[at] == '<' && at + 2 < text.size() && text[at + 1] == '/' && is_word(text[at + 2]);
}

}  // namespace

std::size_t skip_blanks(std::string_view text, std::size_t at) { return skip(text, at, is_blank); }

std::size_t end_of_word(std::string_view text, std::size_t at) { return skip(text, at, is_word); }

std::optional<Quote> quote_at(std::string_view text, std::size_t at) {
  Quote quote;
  while (at < text.size() && text[at] == '\\' && quote.backslashes < 16) {
    ++quote.backslashes;
    ++at;
  }
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return std::nullopt;
  // Each string in a string doubles them and adds one: 0, 1, 3, 7.
  if ((quote.backslashes & (quote.backslashes + 1)) != 0) return std::nullopt;
  quote.mark = text[at];
  return quote;
}

QuotedEnd end_of_quoted(std::string_view text, std::size_t content, Quote quote) {
  std::size_t backslashes = 0;
  std::size_t at = content;
  for (; !at_end(text, at); ++at) {
    if (text[at] == '\\') {
      ++backslashes;
      continue;
    }
    if (text[at] == quote.mark) {
      if (backslashes < quote.backslashes) return {at - backslashes, false};
      // Whole escaped backslashes may stand before it, which belong to the content.
      if ((backslashes - quote.backslashes) % (2 * quote.size()) == 0)
        return {at - quote.backslashes, true};
    }
    backslashes = 0;
  }
  return {at, false};
}

std::size_t end_of_word_value(std::string_view text, std::size_t at, Surroundings in) {
  const std::size_t start = at;
  std::size_t backslashes = 0;
  for (; !at_end(text, at) && (in.list || !is_blank(text[at])); ++at) {
    const char c = text[at];
    if (c == '"' && in.double_quotes && backslashes % 2 == 0) break;
    if (c == '\'' && in.single_quotes) break;
    if (c == '>' && in.tag) break;
    if (closes_tag(text, at)) break;
    if ((c == ';' || c == '&' || c == ',' || c == '|') && key_follows(text, at + 1)) break;
    if (c == '%' && text.substr(at).starts_with("%26") && key_follows(text, at + 3)) break;
    if (c == '\\' && text.substr(at).starts_with("\\u0026") && key_follows(text, at + 6)) break;
    backslashes = c == '\\' ? backslashes + 1 : 0;
  }
  // In "(password=x, user=y)" what is last is punctuation.
  while (at > start + 1 && (text[at - 1] == ',' || text[at - 1] == ';')) --at;
  if (in.braces && at > start + 1 && text[at - 1] == '}') --at;
  return at;
}

std::size_t end_of_line_value(std::string_view text, std::size_t at, Surroundings in) {
  std::size_t backslashes = 0;
  for (; !at_end(text, at); ++at) {
    const char c = text[at];
    if (c == '"' && in.double_quotes && backslashes % 2 == 0) break;
    if (c == '\'' && in.single_quotes) break;
    if (c == '>' && in.tag) break;
    if (in.braces && (c == ',' || c == '}' || c == ']')) break;
    if (closes_tag(text, at)) break;
    backslashes = c == '\\' ? backslashes + 1 : 0;
  }
  return at;
}

Separator separator_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const std::string_view rest = text.substr(at, 6);
  constexpr std::array<std::string_view, 9> spellings{"==",  "=>",      "=",       ":=", "%3D",
                                                      "%3d", "\\u003d", "\\u003D", ":"};
  if (rest.starts_with("::")) return {};
  for (std::string_view spelling : spellings)
    if (rest.starts_with(spelling)) return {spelling.size(), spelling == ":"};
  return {};
}

std::size_t begins_private_key(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at, 100);
  std::size_t i = 0;
  while (i < rest.size() && rest[i] == '-') ++i;
  if (i < 4) return 0;
  if (i < rest.size() && rest[i] == ' ') ++i;  // SSH2 writes "---- BEGIN"
  if (!rest.substr(i).starts_with("BEGIN ")) return 0;
  const std::size_t dashes = rest.find("----", i);
  if (dashes == std::string_view::npos) return 0;
  const std::string_view label = rest.substr(i, dashes - i);
  if (label.find("PRIVATE KEY") == std::string_view::npos) return 0;
  if (std::any_of(label.begin(), label.end(), [](char c) {
        return c != ' ' && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9');
      }))
    return 0;
  i = dashes;
  while (i < rest.size() && rest[i] == '-') ++i;
  return i;
}

}  // namespace fbd
