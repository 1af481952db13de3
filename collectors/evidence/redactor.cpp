#include "collectors/evidence/redactor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fbd {
namespace {

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_base64(char c) { return is_digit(c) || is_letter(c) || c == '+' || c == '/'; }
bool is_token(char c) { return is_base64(c) || c == '-' || c == '_' || c == '.' || c == '~'; }

}  // namespace

Redactor::Redactor(std::string_view text, bool every_line)
    : text_(text), every_line_(every_line), hints_(text) {
  const std::size_t first = skip(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0,
                                 [](char c) { return is_blank(c) || ends_line(c); });
  xml_ = first + 1 < text.size() && text[first] == '<' && !has(first, redacted) &&
         (is_letter(text[first + 1]) || text[first + 1] == '?' || text[first + 1] == '!');
}

std::string Redactor::run() {
  out_.reserve(text_.size());
  while (at_ < text_.size()) {
    if (at_ == line_begin_ && !in_tag_ && !every_line_) {
      skip_harmless_lines();
      if (at_ == text_.size()) break;
    }
    const char c = text_[at_];
    if (c == '-' && private_key()) continue;
    if (is_word(c))
      word();
    else if (c == '<')
      tag();
    else if (has(at_, "//"))
      authority();
    else if (c == '$')
      crypt_hash();
    else
      character();
  }
  return std::move(out_);
}

/// At the beginning of a line nothing is remembered but the tag it is in.
void Redactor::skip_harmless_lines() {
  const std::size_t hint = hints_.next(at_);
  if (hint == std::string_view::npos) return emit_to(text_.size());
  std::size_t line = hint;
  while (line > at_ && !ends_line(text_[line - 1])) --line;
  if (line == at_) return;
  emit_to(line);
  new_line();
}

Surroundings Redactor::surroundings() const {
  return {double_quotes_, single_quotes_, in_tag_ && double_quotes_ == tag_in_double_quotes_,
          braces_ > 0, false};
}

void Redactor::new_line() {
  line_begin_ = at_;
  starts_line_ = true;
  double_quotes_ = single_quotes_ = false;
  backslashes_ = 0;
  braces_ = 0;
  program_ = Program::none;
  previous_word_ = {};
}

void Redactor::emit_to(std::size_t end) {
  out_ += text_.substr(at_, end - at_);
  at_ = end;
}

void Redactor::copy_to(std::size_t end) {
  while (at_ < end) character();
}

void Redactor::redact_to(std::size_t end) {
  const std::string_view secret = text_.substr(at_, end - at_);
  std::size_t first = 0;
  while (first < secret.size() && (ends_line(secret[first]) || is_blank(secret[first]))) ++first;
  out_ += secret.substr(0, first);
  if (first < secret.size()) out_ += xml_ || in_tag_ ? redacted_in_xml : redacted;
  for (char c : secret.substr(first))
    if (ends_line(c)) out_ += c;
  const bool several_lines = std::any_of(secret.begin(), secret.end(), ends_line);
  at_ = end;
  if (several_lines) new_line();
}

/// Copies one character that is no part of a word, or that is not looked at as one.
void Redactor::character() {
  const char c = text_[at_];
  out_ += c;
  ++at_;
  if (ends_line(c)) {
    new_line();
    return;
  }
  const bool escaped = backslashes_ % 2 == 1;
  backslashes_ = c == '\\' ? backslashes_ + 1 : 0;
  if (c == '"' && !escaped && !single_quotes_) {
    double_quotes_ = !double_quotes_;
  } else if (c == '\'' && !double_quotes_) {
    // An apostrophe in a sentence opens nothing.
    const bool opens = at_ < 2 || (!is_word(text_[at_ - 2]) && text_[at_ - 2] != ')');
    single_quotes_ = !single_quotes_ && opens;
  } else if (!double_quotes_ && !single_quotes_) {
    if (c == '{') ++braces_;
    if (c == '}' && braces_ > 0) --braces_;
  }
  if (c == '>' && in_tag_ && double_quotes_ == tag_in_double_quotes_) after_tag();
  constexpr std::string_view before_a_key = "#;!\"'";
  if (!is_blank(c) && before_a_key.find(c) == std::string_view::npos) starts_line_ = false;
}

void Redactor::word() {
  const std::size_t start = at_;
  std::size_t end = end_of_word(text_, start);
  // "x-----BEGIN ..." is a word by its letters.
  const std::size_t block = text_.substr(start, end - start).find("----", 1);
  if (block != std::string_view::npos && begins_private_key(text_, start + block))
    end = start + block;
  const std::string_view word = text_.substr(start, end - start);
  if (leading_token(word)) return;

  const Name name = name_at(start, end);
  emit_to(end);
  backslashes_ = 0;
  if (name.kind != SecretKey::none)
    secret(name);
  else
    after_word(name);

  constexpr std::array<std::string_view, 4> no_words{"export", "set", "setenv", "declare"};
  starts_line_ =
      name.starts_line && at_ == end && (name.bare.empty() || is_one_of(name.bare, no_words));
  if (at_ == end) previous_word_ = word;
}

/// A JSON web token, or another JSON object in base64: both begin with {" and that is eyJ.
bool Redactor::leading_token(std::string_view word) {
  const std::size_t start = at_;
  std::size_t skipped = 0;
  if (start > 0 && text_[start - 1] == '%' && word.size() > 2 && is_hex(word[0]) && is_hex(word[1]))
    skipped = 2;  // "Bearer%20eyJ"
  if (!word.substr(skipped).starts_with("eyJ")) return false;
  const std::size_t end = skip(text_, start, [](char c) { return is_token(c) || c == '='; });
  if (end - start < 20) return false;
  emit_to(start + skipped);
  redact_to(end);
  starts_line_ = false;
  previous_word_ = {};
  backslashes_ = 0;
  return true;
}

Redactor::Name Redactor::name_at(std::size_t start, std::size_t end) {
  Name name{start,
            end,
            text_.substr(start, end - start),
            SecretKey::none,
            false,
            false,
            starts_line_,
            start - line_begin_};
  while (name.bare.starts_with('-')) {
    name.bare.remove_prefix(1);
    name.option = true;
  }
  const char before = start > 0 ? text_[start - 1] : ' ';
  const bool first = start < 2 || is_blank(text_[start - 2]) || is_quote(text_[start - 2]);
  if (before == '/') name.in_path = !first;  // but "/Password:x" is an option
  // "C:\ProgramData\secret", but "\n" is an escape.
  constexpr std::string_view escapes = "nrtu";
  if (before == '\\')
    name.in_path = backslashes_ % 2 == 0 || escapes.find(text_[start]) == std::string_view::npos;

  name.kind = secret_key(name.bare);
  // Escapes run into the name: "%26sig=", "\u0026sig=", "\npsk=".
  if (name.kind == SecretKey::none && before == '%' && name.bare.size() > 2)
    name.kind = secret_key(name.bare.substr(2));
  if (name.kind == SecretKey::none && before == '\\' && name.bare.starts_with("u00") &&
      name.bare.size() > 5)
    name.kind = secret_key(name.bare.substr(5));
  if (name.kind == SecretKey::none && before == '\\' && name.bare.size() > 1)
    name.kind = secret_key(name.bare.substr(1));
  // Names of two words: "Connection String", "Shared Key".
  if (name.kind == SecretKey::none && !previous_word_.empty() && before == ' ' &&
      previous_word_.data() + previous_word_.size() + 1 == name.bare.data()) {
    constexpr std::array<std::string_view, 3> second{"key", "string", "signature"};
    if (is_one_of(name.bare, second))
      name.kind = secret_key({previous_word_.data(), previous_word_.size() + 1 + name.bare.size()});
  }
  if (in_tag_ && names_secret_ && equal_ignoring_case(name.bare, "value"))
    name.kind = SecretKey::phrase;
  return name;
}

}  // namespace fbd
