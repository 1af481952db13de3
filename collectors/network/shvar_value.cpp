#include "collectors/network/shvar_value.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace fbd {
namespace {

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length == 0 || text.size() - i < length) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    const auto second = static_cast<unsigned char>(length > 1 ? text[i + 1] : 0);
    // Overlong forms, surrogates, and what lies beyond Unicode.
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
      return false;
    i += length;
  }
  return true;
}

void append_utf8(std::string& text, std::uint32_t c) {
  const auto byte = [&text](std::uint32_t value) { text += static_cast<char>(value & 0xFF); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

/// What older releases wrote: one pair of double quotes around the whole, and even ' and ~ escaped.
bool is_old_style(std::string_view value) {
  constexpr std::string_view escaped = "\"\\$`'~";
  for (std::size_t i = 1; i < value.size(); ++i) {
    if (escaped.find(value[i]) == std::string_view::npos) continue;
    if (value[i] == '"') return i + 1 == value.size();
    if (value[i] != '\\' || ++i == value.size() || escaped.find(value[i]) == std::string_view::npos)
      return false;
  }
  return false;
}

class Unescaper {
 public:
  explicit Unescaper(std::string_view text) : text_(text) {}

  std::optional<std::string> read() {
    while (!at_end()) {
      const char c = here();
      if (is_shvar_blank(c) || c == ';') {
        if (!is_nothing(text_.substr(at_))) return std::nullopt;
        break;
      }
      if (!part(c)) return std::nullopt;
    }
    value_ = value_.substr(0, value_.find('\0'));
    if (!is_utf8(value_)) return std::nullopt;
    return std::move(value_);
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char here() const { return at_end() ? '\0' : text_[at_]; }
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  /// Blanks with at most one semicolon among them, and perhaps a comment.
  static bool is_nothing(std::string_view rest) {
    bool semicolon = false;
    for (const char c : rest) {
      if (c == '#' && (semicolon || is_shvar_blank(rest[0]))) return true;
      if (c == ';' && !semicolon)
        semicolon = true;
      else if (!is_shvar_blank(c))
        return false;
    }
    return true;
  }

  bool part(char c) {
    constexpr std::string_view syntax = "|&()<>";
    if (c == '\'') return ++at_, single_quoted();
    if (c == '"') return ++at_, double_quoted();
    if (starts("$'")) return at_ += 2, ansi_quoted();
    if (syntax.find(c) != std::string_view::npos) return false;
    if (c == '\\') {
      ++at_;
      if (at_end()) return false;
    }
    take();
    return true;
  }

  void take() { value_ += text_[at_++]; }

  bool single_quoted() {
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos) return false;
    value_ += text_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  bool double_quoted() {
    constexpr std::string_view plain = "$`\"\\", old = "'~";
    for (; !at_end(); take()) {
      const char c = here();
      if (c == '"') return ++at_, true;
      if (c == '`' || c == '$') return false;
      if (c != '\\') continue;
      ++at_;
      if (at_end()) return false;
      if (plain.find(here()) != std::string_view::npos) continue;
      if (old.find(here()) == std::string_view::npos || !old_style()) value_ += '\\';
    }
    return false;
  }

  bool old_style() {
    if (!old_style_) old_style_ = text_.starts_with('"') && is_old_style(text_);
    return *old_style_;
  }

  bool ansi_quoted() {
    while (!at_end()) {
      if (here() == '\'') return ++at_, true;
      if (here() != '\\') {
        take();
        continue;
      }
      ++at_;
      if (at_end()) return false;
      ansi_escape();
    }
    return false;
  }

  void ansi_escape() {
    constexpr std::string_view letters = "abeEfnrtv?\"\\'", meant = "\a\b\033\033\f\n\r\t\v?\"\\'";
    const char c = here();
    if (const std::size_t i = letters.find(c); i != std::string_view::npos) {
      value_ += meant[i];
      ++at_;
    } else if (c >= '0' && c <= '7') {
      value_ += static_cast<char>(number(3, 8) & 0xFF);
    } else if (c == 'x' || c == 'u' || c == 'U') {
      ++at_;
      if (digit(here()) >= 16) {
        value_ += '\\';
        value_ += c;
      } else if (c == 'x') {
        value_ += static_cast<char>(number(2, 16) & 0xFF);
      } else {
        append_utf8(value_, static_cast<std::uint32_t>(number(c == 'u' ? 4 : 8, 16)));
      }
    } else {
      value_ += '\\';
      take();
    }
  }

  static unsigned digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return 99;
  }

  std::uint64_t number(int most_digits, unsigned base) {
    std::uint64_t value = 0;
    for (; most_digits > 0 && digit(here()) < base; --most_digits, ++at_)
      value = value * base + digit(here());
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string value_;
  std::optional<bool> old_style_;
};

}  // namespace

std::optional<std::string> shvar_value(std::string_view text) { return Unescaper(text).read(); }

}  // namespace fbd
