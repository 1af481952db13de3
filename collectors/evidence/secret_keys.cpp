#include "collectors/evidence/secret_keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace fbd {
namespace {

struct Word {
  std::string_view letters;  // '|': separators may stand here
  SecretKey kind;
  bool alone = false;  // must begin where a word begins: "db_pwd" and "dbPwd", but not "lpwd"
};

constexpr std::array<Word, 38> words{{
    {"pass|word", SecretKey::phrase},
    {"pass|wd", SecretKey::phrase},
    {"pass|phrase", SecretKey::phrase},
    {"pwd", SecretKey::phrase, true},
    {"psk", SecretKey::phrase, true},
    {"secret", SecretKey::phrase},
    {"pass|word|raw", SecretKey::phrase},   // NetworkManager, 802-1x
    {"pass|word|in", SecretKey::phrase},    // open-iscsi, password_in
    {"pre|shared|key", SecretKey::phrase},  // also typed by people
    {"authorization", SecretKey::phrase},
    {"cookie", SecretKey::phrase, true},
    {"connection|string", SecretKey::phrase},
    {"shared|access|signature", SecretKey::phrase},
    {"aad|auth|cert", SecretKey::phrase},  // RCMInfo.conf, [rcm.auth]
    {"token", SecretKey::token},
    {"api|key", SecretKey::token},
    {"access|key", SecretKey::token},
    {"account|key", SecretKey::token},
    {"shared|key", SecretKey::token},  // RCMInfo.conf, [rcm.relay] RelaySharedKey
    {"private|key", SecretKey::token},
    {"secret|key", SecretKey::token},
    {"storage|key", SecretKey::token},
    {"encryption|key", SecretKey::token},
    {"signing|key", SecretKey::token},
    {"master|key", SecretKey::token},
    {"primary|key", SecretKey::token},
    {"secondary|key", SecretKey::token},
    {"subscription|key", SecretKey::token},
    {"wep|key", SecretKey::token},
    {"mka|cak", SecretKey::token},  // NetworkManager, MACsec
    {"amz|signature", SecretKey::token},
    {"jsessionid", SecretKey::token},
    {"soap|session", SecretKey::token},    // vmware_soap_session
    {"api|session|id", SecretKey::token},  // vmware-api-session-id
    {"secure|string", SecretKey::phrase},
    {"pw", SecretKey::weak, true},
    {"pass", SecretKey::weak, true},
    {"sig", SecretKey::weak, true},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_separator(char c) { return c == '-' || c == '_' || c == '.' || c == ' '; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

bool ends_with(std::string_view name, const Word& word) {
  std::size_t i = name.size();
  for (std::size_t j = word.letters.size(); j > 0;) {
    if (word.letters[--j] == '|') {
      while (i > 0 && is_separator(name[i - 1])) --i;
      continue;
    }
    if (i == 0 || lower(name[--i]) != word.letters[j]) return false;
  }
  if (!word.alone || i == 0) return true;
  const char before = name[i - 1];
  if (is_lower(before)) return is_upper(name[i]);
  return !is_upper(before) && !is_digit(before);
}

/// Which of the words end in a letter, and which have one before their last: a bit for each. Nearly
/// every word of a text is none of them, and this tells so at once.
struct Ends {
  std::array<std::uint64_t, 256> last{}, before{};

  constexpr Ends() {
    static_assert(words.size() <= 64);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string_view letters = words[i].letters;
      const std::uint64_t bit = std::uint64_t{1} << i;
      for (const char capital : {'\0', static_cast<char>('a' - 'A')}) {
        last[static_cast<unsigned char>(letters[letters.size() - 1] - capital)] |= bit;
        before[static_cast<unsigned char>(letters[letters.size() - 2] - capital)] |= bit;
      }
    }
    for (const char separator : {'-', '_', '.', ' '})
      before[static_cast<unsigned char>(separator)] = ~std::uint64_t{0};
  }

  std::uint64_t candidates(std::string_view name) const {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(name[i]); };
    return name.size() < 2 ? 0 : last[at(name.size() - 1)] & before[at(name.size() - 2)];
  }
};
constexpr Ends ends;

}  // namespace

SecretKey secret_key(std::string_view name) {
  // "password1", "wep-key0"; but "gir1.2-secret-1" is a package.
  for (int digits = 0; digits < 2 && !name.empty() && is_digit(name.back()); ++digits)
    name.remove_suffix(1);
  if (name.empty() || is_separator(name.back())) return SecretKey::none;
  // Nothing we know is longer; what comes before does not count.
  if (name.size() > 64) name.remove_prefix(name.size() - 64);
  for (std::uint64_t left = ends.candidates(name); left != 0; left &= left - 1) {
    const Word& word = words[static_cast<std::size_t>(std::countr_zero(left))];
    if (ends_with(name, word)) return word.kind;
  }
  return SecretKey::none;
}

}  // namespace fbd
