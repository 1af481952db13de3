// Where a secret value ends, depending on what surrounds it. Pure functions of redaction; each
// looks at no more than the value and a bounded piece after it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "collectors/evidence/secret_keys.h"

namespace fbd {

/// What stands where a secret stood; the second form where the text is XML.
inline constexpr std::string_view redacted = "<redacted>";
inline constexpr std::string_view redacted_in_xml = "&lt;redacted&gt;";

/// What a value stands in: each of them ends the value when it ends.
struct Surroundings {
  bool double_quotes = false;
  bool single_quotes = false;
  bool tag = false;     // between '<' and '>'
  bool braces = false;  // of a mapping in one line: {user: x, password: y}
  bool list = false;    // of a connection string: Pool=1;Password=a b;User=x
};

/// A quote, with the backslashes before it when it is part of a string in a string: \"password\".
struct Quote {
  char mark = '"';
  std::size_t backslashes = 0;
  std::size_t size() const { return backslashes + 1; }
};

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
inline bool is_quote(char c) { return c == '"' || c == '\''; }
/// NUL too: it separates the words of a command line and of an environment.
inline bool ends_line(char c) { return c == '\n' || c == '\r' || c == '\0'; }
inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }
/// What names are made of. A table, because every character of every answer is asked about.
inline bool is_word(char c) {
  static constexpr std::array<bool, 256> known = [] {
    std::array<bool, 256> table{};
    for (int i = 0; i < 128; ++i) {
      const bool is_letter = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z');
      table[static_cast<std::size_t>(i)] =
          is_letter || (i >= '0' && i <= '9') || i == '_' || i == '-' || i == '.';
    }
    return table;
  }();
  return known[static_cast<unsigned char>(c)];
}

template <class Predicate>
std::size_t skip(std::string_view text, std::size_t at, Predicate predicate) {
  while (at < text.size() && predicate(text[at])) ++at;
  return at;
}
std::size_t skip_blanks(std::string_view text, std::size_t at);
std::size_t end_of_word(std::string_view text, std::size_t at);

std::optional<Quote> quote_at(std::string_view text, std::size_t at);

/// Where the content of a quoted value ends, and whether that is at its closing quote: else it is
/// where the line or the string around it ends.
struct QuotedEnd {
  std::size_t at;
  bool closed;
};
QuotedEnd end_of_quoted(std::string_view text, std::size_t content, Quote quote);

/// The end of a value in a longer line: "password=x;user=y", "password=x&user=y", "password=x y".
std::size_t end_of_word_value(std::string_view text, std::size_t at, Surroundings in);

/// The end of a value that reaches to the end of its line. Trailing blanks are part of it.
std::size_t end_of_line_value(std::string_view text, std::size_t at, Surroundings in);

/// The size of "=" or ":" and its spellings ("=>", "%3D", "\u003d") at a place; 0 if none is there.
struct Separator {
  std::size_t size = 0;
  bool colon = false;
};
Separator separator_at(std::string_view text, std::size_t at);

/// Whether a word is one of some, whatever its case.
template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& known) {
  return std::any_of(known.begin(), known.end(), [word](std::string_view candidate) {
    return equal_ignoring_case(word, candidate);
  });
}

/// Whether a block of a private key begins here: "-----BEGIN RSA PRIVATE KEY-----".
/// Gives the size of that line, 0 if none does.
std::size_t begins_private_key(std::string_view text, std::size_t at);

}  // namespace fbd
