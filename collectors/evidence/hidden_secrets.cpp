#include "collectors/evidence/hidden_secrets.h"

#include <algorithm>
#include <array>
#include <optional>

#include "collectors/evidence/log_lines.h"
#include "collectors/evidence/long_words.h"
#include "collectors/evidence/redaction.h"
#include "collectors/evidence/secret_values.h"

namespace fbd {
namespace {

using Clean = std::function<std::string(std::string_view)>;

constexpr int deepest = 2;  // base64 in base64
constexpr std::size_t shortest_code = 20;
constexpr std::size_t shortest_noise = 40;

enum : std::uint8_t { other = 0, lower_case = 1, upper_case = 2, digit = 3, mark = 4 };

constexpr std::array<std::uint8_t, 256> kinds = [] {
  std::array<std::uint8_t, 256> all{};
  for (unsigned c = 'a'; c <= 'z'; ++c) all[c] = lower_case;
  for (unsigned c = 'A'; c <= 'Z'; ++c) all[c] = upper_case;
  for (unsigned c = '0'; c <= '9'; ++c) all[c] = digit;
  for (const char c : {'+', '/', '=', '_', '-'}) all[static_cast<unsigned char>(c)] = mark;
  return all;
}();

std::uint8_t kind_of(char c) { return kinds[static_cast<unsigned char>(c)]; }

/// As often as noise changes between small letters, capitals and digits nothing else does.
bool is_noise(std::string_view word) {
  std::array<std::size_t, 5> count{};
  std::size_t changes = 0;
  std::uint8_t before = other;
  for (const char c : word) {
    const std::uint8_t kind = kind_of(c);
    ++count[kind];
    changes += before != other && kind != before;
    before = kind;
  }
  return count[lower_case] > 3 && count[upper_case] > 3 && count[digit] > 1 &&
         changes * 100 > word.size() * 42;
}

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

/// A word of base64, with what is needed to write it the same way again.
struct Code {
  std::string bytes;
  bool for_urls = false;
  bool padded = false;
};

std::optional<Code> decoded(std::string_view word) {
  Code code;
  code.padded = word.ends_with('=');
  while (word.ends_with('=')) word.remove_suffix(1);
  if (word.size() % 4 == 1) return std::nullopt;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : word) {
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    code.for_urls = code.for_urls || c == '-' || c == '_';
    bits = bits << 6U | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const unsigned byte = bits >> count & 0xFFU;
    // Most words are none of this: the first few bytes show it.
    if (code.bytes.size() < 12 && code.bytes.size() != 1 && code.bytes.size() % 2 == 0 && byte < 9)
      return std::nullopt;
    code.bytes += static_cast<char>(byte);
  }
  return code;
}

std::string encoded(const Code& code) {
  const std::string_view digits =
      code.for_urls ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                    : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < code.bytes.size(); i += 3) {
    const auto byte = [&](std::size_t j) {
      return i + j < code.bytes.size() ? static_cast<unsigned char>(code.bytes[i + j]) : 0U;
    };
    const unsigned bits = byte(0) << 16U | byte(1) << 8U | byte(2);
    const std::size_t given = std::min<std::size_t>(code.bytes.size() - i, 3);
    for (std::size_t j = 0; j < 4; ++j) {
      if (j <= given)
        out += digits[bits >> (18 - 6 * j) & 63U];
      else if (code.padded)
        out += '=';
    }
  }
  return out;
}

bool is_text(std::string_view bytes) {
  if (bytes.size() < 8) return false;
  const auto odd = std::count_if(bytes.begin(), bytes.end(), [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\n' && c != '\r' && c != '\t') || code >= 0x7F;
  });
  return static_cast<std::size_t>(odd) * 20 <= bytes.size();
}

std::string cleaned(std::string_view text, const Clean& and_then, int depth);

/// A word of base64 that holds text, cleaned inside; nullopt if it is none.
std::optional<std::string> clean_code(std::string_view word, const Clean& and_then, int depth) {
  std::optional<Code> code = decoded(word);
  if (!code) return std::nullopt;
  const bool wide = is_utf16(code->bytes);
  const std::string plain = wide ? utf8_of_utf16(code->bytes) : code->bytes;
  if (!is_text(plain)) return std::nullopt;
  std::string clean = without_secrets(plain);
  if (depth < deepest) clean = cleaned(clean, and_then, depth + 1);
  if (and_then) clean = and_then(clean);
  if (clean == plain) return std::string(word);
  code->bytes = clean;
  if (wide) {
    code->bytes.clear();
    for (const char c : clean) (code->bytes += c) += '\0';
  }
  return encoded(*code);
}

bool is_unreserved(char c) {
  return is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~';
}

/// "%7B%22password%22%3A%22x%22%7D": what a URL's parameter holds when that is a text of its own.
/// Addresses and names in it are found as it stands.
std::optional<std::string> clean_parameter(std::string_view word) {
  std::string plain;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool escape =
        word[i] == '%' && i + 2 < word.size() &&
        word.substr(i + 1, 2).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (!escape) {
      plain += word[i];
      continue;
    }
    plain += static_cast<char>(std::stoi(std::string(word.substr(i + 1, 2)), nullptr, 16));
    i += 2;
  }
  const std::string clean = without_secrets(plain);
  if (clean == plain) return std::nullopt;
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : clean) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto code = static_cast<unsigned char>(c);
    out += '%';
    out += digits[code >> 4U];
    out += digits[code & 15U];
  }
  return out;
}

class Scan {
 public:
  Scan(std::string_view text, const Clean& and_then, int depth)
      : text_(text), and_then_(and_then), depth_(depth) {}

  std::string run() {
    LongWord next{0, 0};
    std::size_t percent = 0;
    while (at_ < text_.size()) {
      if (next.begin < at_ || next.end == 0)
        next =
            next_long_word(text_, at_, shortest_code, [](char c) { return kind_of(c) != other; });
      if (percent <= at_) percent = std::min(text_.find('%', at_), text_.size());
      at_ = std::min(next.begin, percent);
      if (at_ == text_.size()) break;
      if (at_ == percent) {
        parameter();
        ++at_;
        continue;
      }
      at_ = next.end;
      word(next.begin);
    }
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

 private:
  void replace(std::size_t start, std::size_t end, std::string_view what) {
    out_ += text_.substr(copied_, start - copied_);
    out_ += what;
    copied_ = at_ = end;
  }

  void word(std::size_t start) {
    const std::string_view all = text_.substr(start, at_ - start);
    pass_dashes(start);
    if (public_ && all.size() <= 76 && fills_line(start)) return;
    public_ = false;
    if (several_lines(start)) return;
    // "key=dGV4dA==": what is before a '=' that is no padding belongs to somebody else.
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
      if (all[i] == '=' && all[i + 1] != '=') begin = i + 1;
    const std::string_view code = all.substr(begin);
    if (code.size() >= shortest_code)
      if (const auto clean = clean_code(code, and_then_, depth_))
        return replace(start + begin, start + all.size(), *clean);
    const std::string_view noise = code.size() >= shortest_noise ? code : all;
    if (noise.size() < shortest_noise || !is_noise(noise) || is_hash(start)) return;
    replace(start + all.size() - noise.size(), start + all.size(), redacted);
  }

  /// As the lines of a certificate do, whatever they are indented with.
  bool fills_line(std::size_t start) const {
    const char before = start > 0 ? text_[start - 1] : '\n';
    return (ends_line(before) || is_blank(before)) &&
           (at_ == text_.size() || ends_line(text_[at_]));
  }

  /// Which block of a PEM file a place is in, if in any.
  void pass_dashes(std::size_t place) {
    constexpr std::string_view dashes = "-----";
    for (dashes_ = text_.find(dashes, dashes_); dashes_ < place;
         dashes_ = text_.find(dashes, dashes_ + dashes.size())) {
      const std::string_view line = text_.substr(dashes_, 45);
      if (line.starts_with("-----BEGIN "))
        public_ = line.find("PRIVATE") == std::string_view::npos;
      else if (line.starts_with("-----END "))
        public_ = false;
    }
    dashes_ = std::min(dashes_, text_.size());
  }

  bool is_hash(std::size_t start) const {
    return start > 6 && (text_[start - 1] == ':' || text_[start - 1] == '-') &&
           text_.substr(start - 7, 7).find("256") != std::string_view::npos;
  }

  /// base64 wrapped at a width, as mail and openssl do.
  bool several_lines(std::size_t start) {
    const std::size_t width = at_ - start;
    if (width < 48 || width > 80 || (start > 0 && text_[start - 1] != '\n')) return false;
    std::string joined(text_.substr(start, width));
    std::size_t end = at_;
    while (end < text_.size() && joined.size() < (1U << 20)) {
      std::size_t line = end;
      if (text_[line] == '\r') ++line;
      if (line >= text_.size() || text_[line] != '\n') break;
      const std::size_t begin = ++line;
      while (line < text_.size() && kind_of(text_[line]) != other) ++line;
      const bool is_alone = line == text_.size() || text_[line] == '\n' || text_[line] == '\r';
      if (!is_alone || line == begin || line - begin > width) break;
      joined += text_.substr(begin, line - begin);
      end = line;
      if (line - begin < width) break;
    }
    if (end == at_) return false;
    const auto clean = clean_code(joined, and_then_, depth_);
    if (!clean) return false;
    const bool crlf = text_[start + width] == '\r';
    std::string wrapped;
    for (std::size_t i = 0; i < clean->size(); i += width) {
      if (i > 0) wrapped += crlf ? "\r\n" : "\n";
      wrapped += clean->substr(i, width);
    }
    replace(start, end, wrapped);
    return true;
  }

  void parameter() {
    if (text_.substr(at_, 3) != "%22" && text_.substr(at_, 3) != "%7B" &&
        text_.substr(at_, 3) != "%7b")
      return;
    std::size_t end = at_;
    while (end < text_.size() && (is_unreserved(text_[end]) || text_[end] == '%') &&
           end - at_ < (1U << 16))
      ++end;
    if (const auto clean = clean_parameter(text_.substr(at_, end - at_))) replace(at_, end, *clean);
    at_ = end > at_ ? end - 1 : at_;
  }

  std::string_view text_;
  const Clean& and_then_;
  const int depth_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;
  std::string out_;
  bool public_ = false;     // within a certificate or public key
  std::size_t dashes_ = 0;  // those that come next
};

std::string cleaned(std::string_view text, const Clean& and_then, int depth) {
  return Scan(text, and_then, depth).run();
}

}  // namespace

std::string without_hidden_secrets(std::string_view text, const Clean& and_then) {
  return cleaned(text, and_then, 0);
}

}  // namespace fbd
