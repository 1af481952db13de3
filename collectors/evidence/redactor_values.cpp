// What follows the name of a secret: where its value is, and how much of it to leave out.
#include <algorithm>
#include <array>

#include "collectors/evidence/redactor.h"

namespace fbd {
namespace {

bool ends_here(std::string_view text, std::size_t at) {
  return at >= text.size() || ends_line(text[at]);
}

std::size_t line_end(std::string_view text, std::size_t at) {
  while (!ends_here(text, at)) ++at;
  return at;
}

std::size_t skip_blanks_and_lines(std::string_view text, std::size_t at) {
  while (at < text.size() && (is_blank(text[at]) || ends_line(text[at]))) ++at;
  return at;
}

/// The first word of a value, as far as it can be told without knowing its form, and as far as it
/// matters: what is longer is no word.
constexpr std::size_t longest_word = 64;
std::string_view first_word(std::string_view text, std::size_t at) {
  text = text.substr(0, std::min(text.size(), at + longest_word));
  constexpr std::string_view delimiters = ",;)}]\"'<>&";
  std::size_t end = at;
  while (!ends_here(text, end) && !is_blank(text[end]) &&
         delimiters.find(text[end]) == std::string_view::npos)
    ++end;
  return text.substr(at, end - at);
}

/// Whether a line below a key is a key again: then the key above names a group, not a secret. One
/// that an earlier run has changed was.
bool is_mapping(std::string_view line) {
  return line.find(": ") != std::string_view::npos || line.ends_with(':') ||
         (line.find("redacted") != std::string_view::npos && line != redacted &&
          line != redacted_in_xml);
}

/// The start of what is only a scheme of a block: "|", ">-", "!vault |".
bool announces_block(std::string_view value) {
  constexpr std::string_view modifiers = "+-0123456789";
  while (!value.empty() && is_blank(value.back())) value.remove_suffix(1);
  if (value.empty()) return false;
  if (value.front() == '|' || value.front() == '>') {
    value.remove_prefix(1);
    const std::size_t rest = value.find_first_not_of(modifiers);
    return rest == std::string_view::npos || value.substr(rest).starts_with(" #");
  }
  return value.front() == '!' && (value.ends_with('|') || value.ends_with('>'));
}

/// The host's half of an IPv6 address, which is called a token, too: "::5".
bool is_half_of_address(std::string_view text, std::size_t at) {
  if (at < text.size() && is_quote(text[at])) ++at;
  if (!text.substr(at).starts_with("::")) return false;
  const std::size_t end = skip(text, at, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':';
  });
  constexpr std::size_t longest = 21;  // "::1111:2222:3333:4444"
  return end - at <= longest &&
         (end == text.size() || is_blank(text[end]) || ends_line(text[end]) || is_quote(text[end]));
}

}  // namespace

Redactor::Value Redactor::value_of(const Name& name) const {
  Value value;
  std::size_t at = name.end;
  if (const auto quote = quote_at(text_, at)) {
    value.quoted_name = true;
    at += quote->size();
  }
  if (has(at, "]")) ++at;
  const std::size_t next = skip_blanks(text_, at);
  if (const Separator separator = separator_at(text_, next); separator.size > 0) {
    value.after = separator.colon ? Value::After::colon : Value::After::equals;
    const std::size_t after = next + separator.size;
    value.at = value.quoted_name && separator.colon ? skip_blanks_and_lines(text_, after)
                                                    : skip_blanks(text_, after);
    value.spaced = value.at > after;
    return value;
  }
  if (value.quoted_name) {
    // {"name": "password", "value": "x"}
    constexpr std::array<std::string_view, 3> namers{"name", "key", "id"};
    if (!is_one_of(previous_word_, namers) || !has(next, ",")) return value;
    at = skip_blanks_and_lines(text_, next + 1);
    const auto open = quote_at(text_, at);
    if (!open || !equal_ignoring_case(text_.substr(at + open->size(), 5), "value")) return value;
    const auto close = quote_at(text_, at + open->size() + 5);
    if (!close) return value;
    at = skip_blanks(text_, at + open->size() + 5 + close->size());
    if (!has(at, ":")) return value;
    value.after = Value::After::colon;
    value.at = skip_blanks_and_lines(text_, at + 1);
    return value;
  }
  // "--password x", also as /proc gives it, "secret "x"", and "password x" of .netrc.
  const bool separated = next > at || (name.option && has(at, std::string_view("\0", 1)));
  if (!separated) return value;
  if (name.option || quote_at(text_, next) ||
      (program_ == Program::netrc && equal_ignoring_case(name.bare, "password"))) {
    value.after = Value::After::blank;
    value.at = next > at ? next : at + 1;
    value.spaced = true;
  }
  return value;
}

/// Where the form is that of a secret and the meaning is not.
bool Redactor::means_something_else(const Name& name, const Value& value) const {
  const bool colon = value.after == Value::After::colon;
  if (value.after == Value::After::nothing) return true;
  if (colon && !value.quoted_name) {
    if (name.in_path || name.bare == "connection.passphrase") return true;
    if (name.kind == SecretKey::weak && value.spaced && !name.starts_line) return true;
    if (name.start >= 2 && has(name.start - 2, "${")) return true;  // the shell's ${pass:-x}
  }
  if (value.after == Value::After::blank && !ends_here(text_, value.at)) {
    if (name.kind == SecretKey::weak && !name.option) return true;
    if (name.option && (has(value.at, "--") || name.bare.starts_with("no-"))) return true;
    constexpr std::string_view of_shells = "|;&)";
    if (of_shells.find(text_[value.at]) != std::string_view::npos) return true;
  }
  if (ends_here(text_, value.at)) return false;
  if (name.bare == "PWD" && text_[value.at] == '/') return true;
  if (name.kind == SecretKey::token && is_half_of_address(text_, value.at)) return true;
  // Azure's activity log: the action and its scope.
  if (equal_ignoring_case(name.bare, "authorization") && text_[value.at] == '{') return true;

  const std::string_view word = first_word(text_, value.at);
  constexpr std::array<std::string_view, 7> literals{"yes",  "no",   "true", "false",
                                                     "null", "none", "(null"};
  if (is_one_of(word, literals)) return true;
  if (name.kind == SecretKey::weak) {
    const auto quote = quote_at(text_, value.at);
    const std::string_view inner = quote ? first_word(text_, value.at + quote->size()) : word;
    return text_[value.at] == '$' ||
           (inner.size() < longest_word && std::all_of(inner.begin(), inner.end(), is_digit));
  }
  // /etc/nsswitch.conf
  constexpr std::array<std::string_view, 9> databases{"files", "compat",  "db",      "sss",  "ldap",
                                                      "nis",   "systemd", "winbind", "cache"};
  if (colon && name.bare == "passwd" && is_one_of(word, databases)) return true;
  // "failed to get a token: connection refused": no token has blanks, and this is worth keeping.
  if (colon && name.kind == SecretKey::token && value.spaced && !name.starts_line &&
      !value.quoted_name) {
    if (word.ends_with(':')) return true;
    const std::size_t next = skip_blanks(text_, value.at + word.size());
    return next > value.at + word.size() && !ends_here(text_, next) && is_letter(text_[next]) &&
           std::all_of(word.begin(), word.end(), is_letter);
  }
  return false;
}

void Redactor::secret(const Name& name) {
  // XML in XML: &lt;password&gt;x&lt;/password&gt;
  if (has(name.end, "&gt;") && name.start >= 4 && has(name.start - 4, "&lt;")) {
    std::size_t end = name.end + 4;
    while (!ends_here(text_, end) && !has(end, "&lt;")) ++end;
    if (!has(end, "&lt;/")) return;
    copy_to(name.end + 4);
    return redact_to(end);
  }
  // <name>password</name><value>x</value>
  if (name.start > 0 && text_[name.start - 1] == '>' && has(name.end, "</")) {
    const std::size_t tag = text_.substr(0, name.end + 64).find('>', name.end);
    if (tag == std::string_view::npos) return;
    const std::size_t next = skip_blanks_and_lines(text_, tag + 1);
    for (const std::string_view open : {"<value>", "<string>", "<Value>"})
      if (has(next, open)) {
        copy_to(next + open.size());
        return redact_in_xml_to(end_of_line_value(text_, at_, {}));
      }
    return;
  }
  const Value value = value_of(name);
  // <property name="password" value="x"/>
  constexpr std::array<std::string_view, 3> namers{"name", "key", "id"};
  if (in_tag_ && value.quoted_name && is_one_of(previous_word_, namers)) names_secret_ = true;
  if (means_something_else(name, value)) return;
  if (ends_here(text_, value.at)) {
    copy_to(value.at);
    if (value.after == Value::After::colon && name.starts_line) indented_lines(name.column, false);
    return;
  }
  copy_to(value.at);
  if (has(at_, "-----BEGIN ")) return;  // a block has its own rule
  // What an earlier run left is left as it is, wherever it ended then.
  for (const std::string_view before : {redacted, redacted_in_xml})
    if (has(at_, before) &&
        (at_ + before.size() == text_.size() || !is_alphanumeric(text_[at_ + before.size()])))
      return emit_to(at_ + before.size());
  if (block_value(name, value) || quoted_value(name, value)) return;
  if (value.quoted_name && value.after == Value::After::colon && json_value(value)) return;
  unquoted_value(name, value);
}

bool Redactor::quoted_value(const Name&, const Value&) {
  std::size_t start = at_;
  constexpr std::string_view prefixes = "bBuUrRNLf$@";
  if (prefixes.find(text_[start]) != std::string_view::npos && quote_at(text_, start + 1)) ++start;
  const auto quote = quote_at(text_, start);
  if (!quote) return false;
  const std::size_t content = start + quote->size();
  const auto may_be_content = [this](std::size_t at) {
    return at < text_.size() && (is_word(text_[at]) || is_quote(text_[at]));
  };
  const bool around =
      quote->backslashes == 0 && (quote->mark == '"' ? double_quotes_ : single_quotes_);
  // Nothing before the end of the string that this stands in.
  if (around && !may_be_content(content)) return true;
  if (has(content, "-----BEGIN ")) {
    copy_to(content);
    return true;
  }
  const QuotedEnd end = end_of_quoted(text_, content, *quote);
  emit_to(content);
  redact_to(end.at);
  if (end.closed) emit_to(end.at + quote->size());
  // Pieces side by side are one word: 'it''s', "a"'b c'.
  if (!end.closed || quote->backslashes > 0 || in_tag_ || around) return true;
  std::size_t more = at_;
  while (more < text_.size() && !ends_line(text_[more])) {
    const char c = text_[more];
    if (is_word(c)) {
      ++more;
    } else if (is_quote(c) && !(c == '"' ? double_quotes_ : single_quotes_)) {
      const QuotedEnd piece = end_of_quoted(text_, more + 1, {c, 0});
      more = piece.at + (piece.closed ? 1 : 0);
    } else {
      break;
    }
  }
  redact_to(more);
  return true;
}

/// A number, or a tree of secrets. What is written stays JSON.
bool Redactor::json_value(const Value&) {
  const char c = text_[at_];
  if (c == '{' || c == '[') {
    json_tree();
    return true;
  }
  constexpr std::string_view ends = ",}]";
  std::size_t end = at_;
  while (!ends_here(text_, end) && !is_blank(text_[end]) &&
         ends.find(text_[end]) == std::string_view::npos)
    ++end;
  const std::size_t next = skip_blanks(text_, end);
  if (!ends_here(text_, next) && ends.find(text_[next]) == std::string_view::npos) return false;
  if (end == at_) return true;
  out_ += '"';
  redact_to(end);
  out_ += '"';
  return true;
}

void Redactor::json_tree() {
  int depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (const auto quote = quote_at(text_, at_)) {
      const std::size_t content = at_ + quote->size();
      const QuotedEnd end = end_of_quoted(text_, content, *quote);
      const std::size_t next =
          end.closed ? skip_blanks_and_lines(text_, end.at + quote->size()) : end.at;
      emit_to(content);
      if (end.closed && has(next, ":"))
        emit_to(end.at);
      else
        redact_to(end.at);
      if (!end.closed) return;
      emit_to(end.at + quote->size());
      continue;
    }
    character();
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return;
  }
}

void Redactor::unquoted_value(const Name& name, const Value& value) {
  const bool colon = value.after == Value::After::colon;
  const bool equals = value.after == Value::After::equals;
  if (text_[at_] == '{') {
    std::size_t brace = at_ + 1;
    constexpr std::string_view of_mapping = ":\"}";
    while (!ends_here(text_, brace) && of_mapping.find(text_[brace]) == std::string_view::npos)
      ++brace;
    // password: {env: NAME}, whose own keys are looked at in turn; but {SSHA}x is a value.
    if (colon && !ends_here(text_, brace) && text_[brace] != '}') return;
    // ODBC: Pwd={a;b}
    if (equals && !name.starts_line && has(brace, "}")) return redact_to(brace + 1);
  }
  const bool whole_line =
      name.starts_line ? colon || equals : colon && value.spaced && name.kind == SecretKey::phrase;
  Surroundings in = surroundings();
  // "Pool=1;Password=a b;User=x"
  in.list = equals && name.kind != SecretKey::weak && name.start > 0 &&
            text_[name.start - 1] == ';' && !(name.start > 4 && has(name.start - 5, "&amp;"));
  std::size_t end =
      whole_line ? end_of_line_value(text_, at_, in) : end_of_word_value(text_, at_, in);
  const std::size_t block = text_.substr(at_, end - at_).find("-----BEGIN ");
  if (block != std::string_view::npos) end = at_ + block;
  while (end > at_ && is_blank(text_[end - 1])) --end;
  // The registry's hex(1):41,00,\ goes on in the next line.
  while (has(at_, "hex") && text_[end - 1] == '\\' && (has(end, "\n") || has(end, "\r\n")))
    end = line_end(text_, end + (has(end, "\n") ? 1 : 2));
  redact_to(end);
}

bool Redactor::block_value(const Name& name, const Value& value) {
  if (value.after != Value::After::colon || !name.starts_line) return false;
  const std::size_t end = line_end(text_, at_);
  if (!announces_block(text_.substr(at_, end - at_))) return false;
  copy_to(end);
  indented_lines(name.column, true);
  return true;
}

/// The value of a YAML key in the lines below it, which are indented deeper than the key.
void Redactor::indented_lines(std::size_t column, bool whatever_they_hold) {
  bool first = !whatever_they_hold;
  while (at_ < text_.size()) {
    std::size_t line = at_;
    if (has(line, "\r")) ++line;
    if (!has(line, "\n")) return;
    ++line;
    const std::size_t content = skip_blanks(text_, line);
    const std::size_t end = line_end(text_, content);
    if (content == end) {
      copy_to(content);
      continue;
    }
    if (content - line <= column) return;
    const std::string_view words = text_.substr(content, end - content);
    if (first && is_mapping(words)) return;
    first = false;
    copy_to(content);
    if (words.find("-----BEGIN ") != std::string_view::npos) return;
    redact_to(end);
  }
}

}  // namespace fbd
