#include "collectors/evidence/secret_hints.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace fbd {
namespace {

/// In lower case. The last letters of a name's last part, or those of a part before it that are
/// rarer, and the names of programs and schemes. secret_hints_test.cpp holds them against all that
/// redaction knows.
constexpr std::array<std::string_view, 26> pieces{
    "pass", "cret", "oriz", "ooki", "trin", "gnat", "cert", "oken", "apis",
    "api-", "api_", "api.", "jses", "soap", "curl", "wget", "mysq", "riad",
    "unif", "bear", "nego", "ntlm", "basi", "riva", "hare", "----"};
/// These must end a word.
constexpr std::array<std::string_view, 5> ends{"key", "pwd", "psk", "sig", "cak"};
/// The beginning of a JSON web token.
constexpr std::string_view token = "eyj";
/// And so must this.
constexpr std::string_view shortest_end = "pw";

/// Letters in lower case; what else this changes does not become a letter.
constexpr std::uint32_t folded(std::uint32_t four) { return four | 0x20202020U; }

constexpr std::uint32_t word_of(std::string_view text) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    word |= static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) << (8 * i);
  return word;
}

constexpr auto folded_pieces = [] {
  std::array<std::uint32_t, pieces.size()> all{};
  for (std::size_t i = 0; i < pieces.size(); ++i) all[i] = folded(word_of(pieces[i]));
  return all;
}();

constexpr std::uint32_t first_three = 0xFFFFFFU;
constexpr std::uint32_t first_two = 0xFFFFU;

constexpr bool is_letter(std::uint32_t folded_byte) {
  return folded_byte >= 'a' && folded_byte <= 'z';
}

/// Whether four folded characters are a hint, exactly.
bool is_piece(std::uint32_t four) {
  if (std::find(folded_pieces.begin(), folded_pieces.end(), four) != folded_pieces.end())
    return true;
  const std::uint32_t three = four & first_three;
  if (three == word_of(token)) return true;
  if (!is_letter(four >> 24U) &&
      std::any_of(ends.begin(), ends.end(),
                  [three](std::string_view end) { return word_of(end) == three; }))
    return true;
  return (four & first_two) == word_of(shortest_end) && !is_letter(four >> 16U & 0xFFU);
}

/// Whether three characters may begin a hint: a bit for each of 32,768 values they are mixed to.
class Beginnings {
 public:
  constexpr Beginnings() {
    for (const std::uint32_t piece : folded_pieces) add(piece);
    for (const std::string_view end : ends) add(word_of(end));
    add(word_of(token));
    for (std::uint32_t third = 0; third < 256; ++third)
      if (!is_letter(third | 0x20U)) add(word_of(shortest_end) | (third | 0x20U) << 16U);
  }
  bool has(std::uint32_t four) const {
    const std::uint32_t at = mixed(four);
    return (bits_[at >> 6U] >> (at & 63U) & 1U) != 0;
  }

 private:
  static constexpr std::uint32_t mixed(std::uint32_t four) {
    return (four & first_three) * 0x9E3779B1U >> 17U;
  }
  constexpr void add(std::uint32_t four) {
    const std::uint32_t at = mixed(four);
    bits_[at >> 6U] |= std::uint64_t{1} << (at & 63U);
  }
  std::array<std::uint64_t, 512> bits_{};
};
constexpr Beginnings beginnings;

}  // namespace

/// Tags, hosts behind credentials, and password hashes.
SecretHints::SecretHints(std::string_view text) : text_(text), marks_{{{'<'}, {'@'}, {'$'}}} {}

std::size_t SecretHints::next(std::size_t from) {
  if (!looked_ || (piece_ < from && piece_ != std::string_view::npos)) piece_ = next_piece(from);
  std::size_t first = piece_;
  for (Mark& mark : marks_) {
    if (!looked_ || (mark.next < from && mark.next != std::string_view::npos))
      mark.next = text_.find(mark.character, from);
    first = std::min(first, mark.next);
  }
  looked_ = true;
  return first;
}

std::size_t SecretHints::next_piece(std::size_t from) const {
  const char* const text = text_.data();
  std::uint32_t four = 0;
  std::size_t at = from;
  for (; at + sizeof four <= text_.size(); ++at) {
    std::memcpy(&four, text + at, sizeof four);
    four = folded(four);
    if (beginnings.has(four) && is_piece(four)) return at;
  }
  // What is shorter ends the text; a name there has no value any more.
  return std::string_view::npos;
}

}  // namespace fbd
