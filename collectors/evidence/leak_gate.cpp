#include "collectors/evidence/leak_gate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <functional>

#include <fmt/format.h>

#include "collectors/evidence/long_words.h"

namespace fbd {
namespace {

constexpr std::size_t most_leaks = 12;
constexpr std::string_view base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t four_bytes(const char* at) {
  std::uint32_t word = 0;
  std::memcpy(&word, at, 4);
  return word;
}

std::size_t slot(std::uint32_t word) { return (word * 0x9E3779B1U) >> 16U; }

/// The characters of base64 that depend on this text alone when `skipped` bytes come before it.
std::string base64_middle(std::string_view text, std::size_t skipped) {
  std::string padded(skipped, 'x');
  padded += text;
  std::string out;
  for (std::size_t i = 0; i + 2 < padded.size(); i += 3) {
    const auto byte = [&](std::size_t j) { return static_cast<unsigned char>(padded[i + j]); };
    const unsigned bits =
        static_cast<unsigned>(byte(0)) << 16U | static_cast<unsigned>(byte(1)) << 8U | byte(2);
    for (int shift = 18; shift >= 0; shift -= 6)
      out += base64[bits >> static_cast<unsigned>(shift) & 63U];
  }
  return out.size() > 4 && skipped > 0 ? out.substr(4) : out;
}

std::string percent_encoded(std::string_view text, bool everything) {
  std::string out;
  for (const char c : text) {
    if (!everything && (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                        std::string_view("-._~").find(c) != std::string_view::npos))
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string hexadecimal(std::string_view text) {
  std::string out;
  for (const char c : text) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

std::string as_in_json(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '/') out += '\\';
    out += c;
  }
  return out;
}

std::string as_in_xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

constexpr auto token_characters = [] {
  std::array<bool, 256> all{};
  for (const std::string_view some : {base64, std::string_view("=_-")})
    for (const char c : some) all[static_cast<unsigned char>(c)] = true;
  return all;
}();
bool is_token(char c) { return token_characters[static_cast<unsigned char>(c)]; }

/// Whether a word is a text in base64, which redaction has looked into: every byte of it is one
/// that can be read. Noise of this length never is.
bool is_text_in_base64(std::string_view word) {
  while (word.ends_with('=')) word.remove_suffix(1);
  unsigned bits = 0;
  int held = 0;
  for (const char c : word) {
    const std::size_t digit = base64.find(c);
    if (digit == std::string_view::npos) return false;
    bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xffffU;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const unsigned byte = bits >> static_cast<unsigned>(held) & 0xffU;
    if (byte != '\n' && byte != '\r' && byte != '\t' && (byte < ' ' || byte > '~')) return false;
  }
  return true;
}

/// Whether letters, capitals and digits change about as often as in noise. A word, a path, a hash
/// in hexadecimal and a name in CamelCase do not.
bool is_noise(std::string_view token) {
  std::size_t changes = 0;
  std::size_t lower = 0;
  std::size_t upper = 0;
  std::size_t digits = 0;
  int before = 0;
  for (const char c : token) {
    const int kind = c >= 'a' && c <= 'z'   ? 1
                     : c >= 'A' && c <= 'Z' ? 2
                     : c >= '0' && c <= '9' ? 3
                                            : 4;
    lower += kind == 1;
    upper += kind == 2;
    digits += kind == 3;
    changes += before != 0 && kind != before;
    before = kind;
  }
  return lower > 4 && upper > 4 && digits > 1 && changes * 100 > token.size() * 48;
}

/// Walks through a text and keeps the number of the line.
class Look {
 public:
  explicit Look(std::string_view text) : text_(text) {}
  void report(std::size_t at, std::string what) {
    if (leaks_.size() >= most_leaks) return;
    line_ +=
        static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(from_),
                                            text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    from_ = at;
    leaks_.push_back({line_, std::move(what)});
  }
  /// Each look begins at the top again.
  void rewind() {
    line_ = 1;
    from_ = 0;
  }
  bool enough() const { return leaks_.size() >= most_leaks; }
  std::vector<Leak> take() { return std::move(leaks_); }

 private:
  std::string_view text_;
  std::vector<Leak> leaks_;
  std::size_t line_ = 1;
  std::size_t from_ = 0;
};

struct Shape {
  std::string_view begins;
  std::size_t at_least;  // characters of a token behind it
  std::string_view what;
};

/// Only those that nothing else begins like: a false alarm costs the whole bundle. In each list one
/// character of them stands at the same place, and is rare enough to be looked for.
struct Shapes {
  char rare;
  std::size_t behind;  // how far the rare one is behind the beginning; from the end if that is 0
  std::array<Shape, 4> all;
};
constexpr std::array<Shapes, 4> shapes{{
    {'V',
     3,
     {{{"PRIVATE KEY-----\n", 40, "a private key"},
       {"PRIVATE KEY-----\r\n", 40, "a private key"},
       {"PRIVATE KEY-----\\n", 40, "a private key"}}}},
    {'=',
     0,
     {{{"AccountKey=", 40, "the key of a storage account"},
       {"SharedAccessKey=", 20, "a shared access key"},
       {"RelaySharedKey=", 16, "the key of a relay"},
       {"sig=", 40, "the signature of a storage URL"}}}},
    {'%', 3, {{{"sig%3D", 40, "the signature of a storage URL"}}}},
    {'J', 2, {{{"eyJhbGciOi", 20, "a JSON web token"}}}},
}};

std::size_t token_size(std::string_view text, std::size_t at) {
  const std::size_t start = at;
  while (at < text.size() && (is_token(text[at]) || text[at] == '%' || text[at] == '.')) ++at;
  return at - start;
}

void look_for_shapes(std::string_view text, Look& look) {
  for (const Shapes& some : shapes) {
    look.rewind();
    for (std::size_t at = text.find(some.rare); at != std::string_view::npos && !look.enough();
         at = text.find(some.rare, at + 1))
      for (const Shape& shape : some.all) {
        const std::size_t behind = some.behind > 0 ? some.behind : shape.begins.size() - 1;
        if (shape.begins.empty() || at < behind ||
            !text.substr(at - behind).starts_with(shape.begins))
          continue;
        if (token_size(text, at - behind + shape.begins.size()) >= shape.at_least)
          look.report(at, std::string(shape.what));
      }
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Numbers of versions apart, only what is the same everywhere needs no stand-in.
bool is_everywhere(std::string_view address) {
  unsigned first = 0;
  for (std::size_t at = 0; at < address.size(); ++at) {
    unsigned number = 0;
    const std::size_t begin = at;
    for (; at < address.size() && is_digit(address[at]); ++at)
      number = number * 10 + static_cast<unsigned>(address[at] - '0');
    if (number > 255) return true;
    if (begin == 0) first = number;
  }
  return first == 0 || first == 127 || first >= 224 || address.starts_with("169.254.") ||
         address == "168.63.129.16";
}

/// An address at a '.': digits before it and three more groups behind it. Read from the middle, so
/// that it is not the other scanner again.
std::string_view address_around(std::string_view text, std::size_t dot) {
  std::size_t begin = dot;
  while (begin > 0 && dot - begin < 4 && is_digit(text[begin - 1])) --begin;
  if (begin == dot || dot - begin > 3) return {};
  std::size_t end = dot;
  for (int group = 0; group < 3; ++group) {
    if (end >= text.size() || text[end] != '.') return {};
    const std::size_t digits = ++end;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == digits || end - digits > 3) return {};
  }
  const bool goes_on = end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]);
  const bool came_on = begin > 1 && text[begin - 1] == '.' && is_digit(text[begin - 2]);
  return goes_on || came_on ? std::string_view() : text.substr(begin, end - begin);
}

void look_for_addresses(std::string_view text, const std::unordered_set<std::string>& stand_ins,
                        Look& look) {
  look.rewind();
  std::string address;
  for (std::size_t at = text.find('.'); at != std::string_view::npos && !look.enough();
       at = text.find('.', at)) {
    const std::string_view found = address_around(text, at);
    if (found.empty()) {
      ++at;
      continue;
    }
    address = found;
    if (!is_everywhere(found) && !stand_ins.contains(address))
      look.report(at, "an address in clear");
    at += 4;
  }
}

/// What looks like a key, outside of certificates.
void look_for_noise(std::string_view text, Look& look) {
  constexpr std::size_t shortest = 60;
  constexpr std::size_t longest = 4096;
  constexpr std::string_view begin_of_block = "-----BEGIN ";
  constexpr std::string_view end_of_block = "-----END ";
  look.rewind();
  bool in_certificate = false;
  std::size_t dashes = 0;
  for (LongWord word = next_long_word(text, 0, shortest, is_token);
       word.begin < text.size() && !look.enough();
       word = next_long_word(text, word.end, shortest, is_token)) {
    for (dashes = text.find("-----", dashes); dashes < word.begin;
         dashes = text.find("-----", dashes + 5)) {
      const std::string_view line = text.substr(dashes, 40);
      if (line.starts_with(begin_of_block))
        in_certificate = line.find("PRIVATE") == std::string_view::npos;
      else if (line.starts_with(end_of_block))
        in_certificate = false;
    }
    dashes = std::min(dashes, text.size());
    const std::string_view token = text.substr(word.begin, word.end - word.begin);
    // Behind "SHA256:" stands the hash of a key, which is everybody's.
    const bool is_hash = word.begin > 6 &&
                         (text[word.begin - 1] == ':' || text[word.begin - 1] == '-') &&
                         text.substr(word.begin - 7, 7).find("256") != std::string_view::npos;
    if (token.size() < longest && !in_certificate && !is_hash && is_noise(token) &&
        !is_text_in_base64(token))
      look.report(word.begin, "a long word that looks like a key");
  }
}

}  // namespace

LeakGate::LeakGate(const std::vector<std::string>& known_secrets) : begins_(1U << 16U, false) {
  constexpr std::size_t shortest = 6;
  for (const std::string& secret : known_secrets) {
    if (secret.size() < shortest) continue;
    add(secret, "a known secret");
    add(percent_encoded(secret, false), "a known secret, as in a URL");
    add(percent_encoded(secret, true), "a known secret, as in a URL");
    add(hexadecimal(secret), "a known secret, in hexadecimal");
    add(as_in_json(secret), "a known secret, as in JSON");
    add(as_in_xml(secret), "a known secret, as in XML");
    add(std::string(secret.rbegin(), secret.rend()), "a known secret, backwards");
    std::string wide;
    for (const char c : secret) (wide += c) += '\0';
    add(wide, "a known secret, in UTF-16");
    for (std::size_t skipped = 0; skipped < 3; ++skipped) {
      const std::string middle = base64_middle(secret, skipped);
      if (middle.size() >= shortest) add(middle, "a known secret, in base64");
    }
  }
}

void LeakGate::add(std::string bytes, std::string what) {
  const std::uint32_t word = four_bytes(bytes.data());
  std::vector<Pattern>& list = patterns_[word];
  for (const Pattern& one : list)
    if (one.bytes == bytes) return;
  list.push_back({std::move(bytes), std::move(what)});
  begins_[slot(word)] = true;
}

std::vector<Leak> LeakGate::leaks(std::string_view text,
                                  const std::unordered_set<std::string>* stand_ins) const {
  Look look(text);
  if (!patterns_.empty())
    for (std::size_t at = 0; at + 4 <= text.size() && !look.enough(); ++at) {
      const std::uint32_t word = four_bytes(text.data() + at);
      if (!begins_[slot(word)]) continue;
      const auto list = patterns_.find(word);
      if (list == patterns_.end()) continue;
      for (const Pattern& one : list->second)
        if (text.substr(at).starts_with(one.bytes)) look.report(at, one.what);
    }
  look_for_shapes(text, look);
  if (stand_ins) look_for_addresses(text, *stand_ins, look);
  look_for_noise(text, look);
  return look.take();
}

}  // namespace fbd
