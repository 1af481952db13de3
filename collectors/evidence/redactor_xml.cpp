// Secrets as XML writes them: <password>x</password>, <property name="password" value="x"/>.
#include <utility>

#include "collectors/evidence/redactor.h"

namespace fbd {
namespace {

std::string_view tag_name_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || !is_letter(text[at])) return {};
  std::size_t end = at;
  while (end < text.size() && (is_word(text[end]) || text[end] == ':') &&
         !text.substr(end).starts_with("--"))
    ++end;
  return text.substr(at, end - at);
}

bool names_a_secret(std::string_view tag) {
  const SecretKey kind = secret_key(tag.substr(tag.find(':') + 1));
  return kind == SecretKey::phrase || kind == SecretKey::token;
}

}  // namespace

/// At a '<', which need not begin a tag at all.
void Redactor::tag() {
  if (has(at_, redacted)) {
    emit_to(at_ + redacted.size());
    starts_line_ = false;
    backslashes_ = 0;
    return;
  }
  const std::string_view name = tag_name_at(text_, at_ + 1);
  in_tag_ = !name.empty();
  if (!in_tag_) return character();
  tag_in_double_quotes_ = double_quotes_;
  secret_tag_ = names_a_secret(name);
  names_secret_ = false;
  tag_name_ = name;
  emit_to(at_ + 1 + name.size());
  starts_line_ = false;
  backslashes_ = 0;
  previous_word_ = {};
}

/// Just behind the '>' of a tag: its content, if that is a secret.
void Redactor::after_tag() {
  const bool empty = text_[at_ - 2] == '/';
  in_tag_ = false;
  if (empty || at_ >= text_.size() || (!secret_tag_ && !names_secret_)) return;

  std::size_t end = text_.find('<', at_);
  const bool closes = end != std::string_view::npos && (has(end, "</") || has(end, "<\\/"));
  if (secret_tag_) {
    // With a look at its name, because other tags may be inside. Help texts have "<password>" and
    // never close it.
    advance_secret_tag(at_);
    if (next_secret_tag_.at != std::string_view::npos && next_secret_tag_.closing &&
        equal_ignoring_case(next_secret_tag_.name, tag_name_)) {
      end = next_secret_tag_.at;
    } else {
      if (!is_word(text_[at_])) return;
      end = end_of_line_value(text_, at_, surroundings());
    }
  } else if (!closes) {
    return;
  }
  redact_in_xml_to(end);
}

/// Also where the text as a whole is a log that quotes some XML.
void Redactor::redact_in_xml_to(std::size_t end) {
  const bool xml = std::exchange(xml_, true);
  redact_to(end);
  xml_ = xml;
}

/// Finds the next tag after a place that opens or closes a secret. Every place is looked at once.
void Redactor::advance_secret_tag(std::size_t from) {
  if (next_secret_tag_.at >= from) return;  // npos too
  for (std::size_t at = text_.find('<', from); at != std::string_view::npos;
       at = text_.find('<', at + 1)) {
    std::size_t begin = at + 1;
    if (has(begin, "\\/")) ++begin;
    const bool closing = has(begin, "/");
    const std::string_view name = tag_name_at(text_, closing ? begin + 1 : begin);
    if (name.empty() || !names_a_secret(name)) continue;
    next_secret_tag_ = {at, closing, name};
    return;
  }
  next_secret_tag_.at = std::string_view::npos;
}

}  // namespace fbd
