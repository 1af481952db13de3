#include "collectors/network/bash_words.h"
#include "collectors/network/shvar_value.h"

// What stands within a word of a script: quotes and expansions.

namespace fbd {

void BashWords::single_quoted(BashToken& token) {
  token.is_quoted = true;
  while (!at_end() && here() != '\'') {
    token.text += here();
    step();
  }
  token.unfinished |= at_end();
  if (!at_end()) step();
}

void BashWords::double_quoted(BashToken& token) {
  constexpr std::string_view escaped = "$`\"\\";
  token.is_quoted = true;
  while (!at_end() && here() != '"') {
    if (here() == '$' && here(1) != '\'') {
      expansion(token);
    } else if (here() == '`') {
      skip_backquoted(token);
    } else if (here() == '\\' && here(1) == '\n') {
      step();
      step();
    } else {
      if (here() == '\\' && here(1) != '\0' && escaped.find(here(1)) != std::string_view::npos)
        step();
      token.text += here();
      step();
    }
  }
  token.unfinished |= at_end();
  if (!at_end()) step();
}

void BashWords::ansi_quoted(BashToken& token) {
  const std::size_t begin = at_;
  token.is_quoted = true;
  step();
  step();
  while (!at_end() && here() != '\'') {
    if (here() == '\\') step();
    if (!at_end()) step();
  }
  token.unfinished |= at_end();
  if (at_end()) return;
  step();
  const std::string_view whole = text_.substr(begin, at_ - begin);
  const std::optional<std::string> value = shvar_value(whole);
  if (value)
    token.text += *value;
  else
    doubt(token, "its escape sequences cannot be read");
}

void BashWords::expansion(BashToken& token) {
  constexpr std::string_view special = "@*#?-$!0123456789";
  if (here(1) == '\'' && !token.unfinished) return ansi_quoted(token);
  if (here(1) == '(') {
    step();
    doubt(token, "a command tells it");
    return skip_nested(token, '(', ')');
  }
  if (here(1) == '[') {
    doubt(token, "it is computed");
    step();
    return skip_nested(token, '[', ']');
  }
  if (here(1) == '{') {
    const std::size_t length = bash_name_length(text_.substr(at_ + 2));
    if (length > 0 && here(2 + length) == '}') {
      replace(token, text_.substr(at_ + 2, length));
      at_ += length + 3;
      return;
    }
    doubt(token, "a variable is changed in it");
    step();
    return skip_nested(token, '{', '}');
  }
  if (const std::size_t length = bash_name_length(text_.substr(at_ + 1)); length > 0) {
    replace(token, text_.substr(at_ + 1, length));
    at_ += length + 1;
    return;
  }
  if (here(1) != '\0' && special.find(here(1)) != std::string_view::npos) {
    doubt(token, "it depends on who reads it");
    step();
  } else if (here(1) == '\\' && here(2) == '\n') {
    doubt(token, "it is written on two lines");
  } else if (here(1) != '"') {
    token.text += '$';
  }
  step();
}

void BashWords::replace(BashToken& token, std::string_view name) {
  token.is_replaced = true;
  const std::optional<std::string> value = lookup_(name);
  if (value && token.text.size() <= longest_bash_value)
    token.text += *value;
  else if (value)
    doubt(token, "it is too long");
  else
    doubt(token, "it refers to a variable that this file does not set");
}

void BashWords::skip_nested(BashToken& token, char open, char close) {
  std::size_t depth = 0;
  while (!at_end()) {
    const char c = here();
    step();
    if (c == '\\' && !at_end()) step();
    if (c == '\'' || c == '"') {
      while (!at_end() && here() != c) {
        if (c == '"' && here() == '\\') step();
        if (!at_end()) step();
      }
      if (!at_end()) step();
    }
    if (c == open) ++depth;
    if (c == close && --depth == 0) return;
  }
  token.unfinished = true;
}

void BashWords::skip_backquoted(BashToken& token) {
  doubt(token, "a command tells it");
  step();
  while (!at_end() && here() != '`') {
    if (here() == '\\') step();
    if (!at_end()) step();
  }
  token.unfinished |= at_end();
  if (!at_end()) step();
}

}  // namespace fbd
