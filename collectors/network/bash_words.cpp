#include "collectors/network/bash_words.h"

// Source: the bash manual, "Shell Syntax" and "Shell Expansions"; tried with bash 5.2.

namespace fbd {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool ends_word(char c) {
  return is_blank(c) || c == '\n' || c == ';' || c == '&' || c == '|' || c == '(' || c == ')' ||
         c == '<' || c == '>';
}

}  // namespace

std::size_t bash_name_length(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(length > 0 && is_digit(c))) break;
    ++length;
  }
  return length;
}

void BashWords::doubt(BashToken& token, const char* why) {
  if (token.doubt.empty()) token.doubt = why;
}

void BashWords::skip_blanks() {
  while (!at_end()) {
    if (here() == '\\' && here(1) == '\n') {
      step();
      step();
    } else if (is_blank(here())) {
      step();
    } else if (here() == '#') {
      while (!at_end() && here() != '\n') step();
    } else {
      return;
    }
  }
}

BashToken BashWords::next() {
  skip_blanks();
  if (at_end()) {
    BashToken token;
    token.line = line_;
    return token;
  }
  return ends_word(here()) ? operator_token() : word();
}

BashToken BashWords::operator_token() {
  BashToken token;
  token.line = line_;
  const char c = here();
  const bool twice = here(1) == c && c != '\n';
  using Kind = BashToken::Kind;
  if (c == '\n' || c == ';')
    token.kind = Kind::end_of_command;
  else if (c == '&')
    token.kind = twice ? Kind::and_or : here(1) == '>' ? Kind::redirection : Kind::background;
  else if (c == '|')
    token.kind = twice ? Kind::and_or : Kind::pipe;
  else
    token.kind = c == '(' || c == ')' ? Kind::parenthesis : Kind::redirection;
  if (token.kind == Kind::redirection && twice && c == '<') doubt(token, "text follows it");
  if (c == ';') token.text = c;
  step();
  if (!at_end() && (twice || (token.kind == Kind::redirection && here() == '>')) &&
      token.kind != Kind::parenthesis && token.kind != Kind::end_of_command)
    step();
  if (token.kind == Kind::end_of_command && twice) doubt(token, "\";;\" stands there");
  return token;
}

BashToken BashWords::word() {
  BashToken token;
  token.kind = BashToken::Kind::word;
  token.line = line_;
  const std::size_t length = bash_name_length(text_.substr(at_));
  const bool appends = length > 0 && here(length) == '+' && here(length + 1) == '=';
  if (length > 0 && (appends || here(length) == '=')) {
    token.name = text_.substr(at_, length);
    token.appends = appends;
    at_ += length + (appends ? 2 : 1);
    if (here() == '(') {
      doubt(token, "it is a list");
      skip_nested(token, '(', ')');
    }
    if (here() == '~') doubt(token, "it begins with a tilde");
  } else if (length > 0 && here(length) == '[') {
    doubt(token, "it is one of a list");
  }
  while (!at_end() && !ends_word(here())) {
    part(token);
    if (token.text.size() > longest_bash_value) {
      doubt(token, "it is too long");
      token.text.clear();
    }
  }
  if (!token.doubt.empty()) token.text.clear();
  return token;
}

void BashWords::part(BashToken& token) {
  switch (here()) {
    case '\'':
      step();
      return single_quoted(token);
    case '"':
      step();
      return double_quoted(token);
    case '\\':
      step();
      if (at_end()) return;
      if (here() != '\n') {
        token.text += here();
        token.is_quoted = true;
      }
      return step();
    case '$':
      return expansion(token);
    case '`':
      return skip_backquoted(token);
    default:
      if (here() == '\0') doubt(token, "it holds a NUL");
      token.text += here();
      return step();
  }
}

}  // namespace fbd
