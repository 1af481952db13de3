// Secrets that no name announces: credentials of schemes, URLs and programs, hashes, private keys.
#include <algorithm>
#include <array>
#include <utility>

#include "collectors/evidence/redactor.h"

namespace fbd {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_base64(char c) { return is_digit(c) || is_letter(c) || c == '+' || c == '/'; }

unsigned base64_value(char c) {
  if (is_upper(c)) return static_cast<unsigned>(c - 'A');
  if (is_letter(c)) return static_cast<unsigned>(c - 'a') + 26;
  if (is_digit(c)) return static_cast<unsigned>(c - '0') + 52;
  return c == '+' ? 62 : 63;
}

/// Whether base64 says "user:password". "Basic" is a common word, and so is what follows it.
bool holds_user_and_password(std::string_view base64) {
  while (base64.ends_with('=')) base64.remove_suffix(1);
  unsigned bits = 0;
  int count = 0;
  bool colon = false;
  for (char c : base64) {
    if (!is_base64(c)) return false;
    bits = (bits << 6U) | base64_value(c);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const unsigned byte = (bits >> static_cast<unsigned>(count)) & 0xFFU;
    if (byte < 0x20 || byte == 0x7F) return false;
    colon = colon || byte == ':';
  }
  return colon;
}

/// A piece of a URL, up to one of some characters, or to where no URL goes on.
std::size_t end_of_url_part(std::string_view text, std::size_t at, std::string_view ends) {
  while (at < text.size()) {
    const char c = text[at];
    if (text.substr(at).starts_with(redacted))
      at += redacted.size();
    else if (is_blank(c) || ends_line(c) || is_quote(c) || c == '<' || c == '>' ||
             ends.find(c) != std::string_view::npos)
      return at;
    else
      ++at;
  }
  return at;
}

bool looks_like_bearer_token(std::string_view token) {
  if (token.size() >= 20) return true;
  return token.size() >= 6 && std::any_of(token.begin() + 1, token.end(), [](char c) {
           return is_digit(c) || is_upper(c) || c == '_' || c == '.';
         });
}

}  // namespace

void Redactor::after_word(const Name& name) {
  constexpr std::array<std::pair<std::string_view, Program>, 9> programs{{
      {"curl", Program::curl},
      {"wget", Program::curl},
      {"sshpass", Program::sshpass},
      {"mysql", Program::mysql},
      {"mysqldump", Program::mysql},
      {"mysqladmin", Program::mysql},
      {"mariadb", Program::mysql},
      {"machine", Program::netrc},
      {"unifiedagentconfigurator.sh", Program::configurator},
  }};
  if (name.bare.size() >= std::string_view("curl").size())
    for (const auto& known : programs)
      if (equal_ignoring_case(name.bare, known.first)) program_ = known.second;
  if (equal_ignoring_case(name.bare, "curl.exe")) program_ = Program::curl;
  if (equal_ignoring_case(name.bare, "unifiedagentconfigurator.exe"))
    program_ = Program::configurator;

  if (name.option && option_of_program(text_.substr(name.start, name.end - name.start))) return;
  if (credentials_of_scheme(name.bare)) return;
  if (wireguard_key(name)) return;
  // "Address=user:password@proxy"; with ": " only for a proxy, for prose has such forms too.
  if (has(at_, "=")) return user_and_password(at_ + 1, true);
  if (has(at_, ": ") && name.bare.size() >= 5 &&
      equal_ignoring_case(name.bare.substr(name.bare.size() - 5), "proxy"))
    return user_and_password(skip_blanks(text_, at_ + 1), true);
}

/// "Bearer x", "Basic x" outside of a header.
bool Redactor::credentials_of_scheme(std::string_view scheme) {
  constexpr std::array<std::string_view, 3> others{"bearer", "negotiate", "ntlm"};
  const bool basic = equal_ignoring_case(scheme, "basic");
  if (!basic && !is_one_of(scheme, others)) return false;
  const std::size_t token = has(at_, "%20") ? at_ + 3 : skip_blanks(text_, at_);
  if (token == at_) return false;
  const std::size_t end = skip(text_, token, [](char c) {
    constexpr std::string_view no_part = ",;<>()";
    return !is_blank(c) && !ends_line(c) && !is_quote(c) &&
           no_part.find(c) == std::string_view::npos;
  });
  // A challenge: Bearer realm="..."
  constexpr std::array<std::string_view, 7> parameters{
      "realm=", "authorization_uri=", "authorization=", "error=",
      "scope=", "charset=",           "client_id="};
  if (is_one_of(text_.substr(token, end - token), parameters)) return false;
  const std::string_view value = text_.substr(token, end - token);
  const bool secret =
      basic ? value.size() >= 4 && holds_user_and_password(value) : looks_like_bearer_token(value);
  if (!secret) return false;
  emit_to(token);
  redact_to(end);
  return true;
}

bool Redactor::option_of_program(std::string_view word) {
  const auto redact_word = [this](std::size_t start) {
    const bool quoted = is_quote(text_[start]);
    if (quoted) ++start;
    const std::size_t end = quoted ? end_of_quoted(text_, start, {text_[start - 1], 0}).at
                                   : end_of_word_value(text_, start, surroundings());
    emit_to(start);
    redact_to(end);
    if (quoted && at_ < text_.size() && is_quote(text_[at_])) emit_to(at_ + 1);
    return true;
  };
  // Attached: sshpass -px, mysql -px.
  if ((program_ == Program::mysql || program_ == Program::sshpass) && word.size() > 2 &&
      word.starts_with("-p") && word != "-port") {
    out_.resize(out_.size() - (word.size() - 2));
    at_ -= word.size() - 2;
    return redact_word(at_);
  }
  const std::size_t value = skip_blanks(text_, at_);
  if (value >= text_.size() || ends_line(text_[value])) return false;
  switch (program_) {
    case Program::curl: {
      constexpr std::array<std::string_view, 2> words{"--user", "--proxy-user"};
      if (word != "-u" && word != "-U" && !is_one_of(word, words)) return false;
      user_and_password(value, false);
      return true;
    }
    case Program::sshpass:
      if (word == "-p") return redact_word(value);
      break;
    case Program::configurator: {
      // Newer ones take a file, whose path says something and is no secret.
      const char first = text_[value];
      if (word == "-P" && first != '/' && first != '.' && first != '~') return redact_word(value);
      break;
    }
    default:
      break;
  }
  return false;
}

/// netplan writes WireGuard's keys as "key:", "private:", "shared:". Theirs is a form of its own:
/// 32 bytes in base64.
bool Redactor::wireguard_key(const Name& name) {
  constexpr std::array<std::string_view, 4> keys{"key", "private", "shared", "preshared"};
  if (!is_one_of(name.bare, keys)) return false;
  const std::size_t separator = skip_blanks(text_, at_);
  const Separator found = separator_at(text_, separator);
  if (found.size == 0) return false;
  std::size_t value = skip_blanks(text_, separator + found.size);
  if (value < text_.size() && is_quote(text_[value])) ++value;
  const std::size_t end = skip(text_, value, is_base64);
  if (end - value != 43 || !has(end, "=") || has(end, "==")) return false;
  copy_to(value);
  redact_to(end + 1);
  return true;
}

/// "user:password" at a place, with "@host" behind it or not.
void Redactor::user_and_password(std::size_t at, bool host_follows) {
  constexpr std::array<std::string_view, 8> schemes{"mailto", "sip", "sips", "acct",
                                                    "xmpp",   "urn", "tel",  "man"};
  constexpr std::size_t longest = 256;
  if (at < text_.size() && is_quote(text_[at])) ++at;
  const std::string_view rest = text_.substr(at, longest);
  const std::size_t user =
      skip(rest, 0, [](char c) { return is_word(c) || c == '\\' || c == '@'; });
  if (user == 0 || user >= rest.size() || rest[user] != ':') return;
  if (is_one_of(rest.substr(0, user), schemes)) return;
  const std::size_t end = end_of_url_part(rest, user + 1, "");
  const std::string_view after = rest.substr(user + 1, end - user - 1);
  const std::size_t host = after.rfind('@');
  if (!host_follows) {
    if (std::all_of(after.begin(), after.end(), is_digit)) return;  // ids of user and group
    copy_to(at + user + 1);
    return redact_to(at + end);
  }
  if (host == std::string_view::npos || host == 0 || host + 1 == after.size()) return;
  if (!is_word(after[host + 1]) || after[host + 1] == '.') return;
  // What authority() looks at, and "registry:5000/image@sha256".
  const std::size_t port = skip(after, 0, is_digit);
  if (after.starts_with("//") || (port > 0 && after[port] == '/')) return;
  copy_to(at + user + 1);
  redact_to(at + user + 1 + host);
}

/// "//user:password@host" of a URL.
void Redactor::authority() {
  constexpr std::size_t longest = 512;
  copy_to(at_ + 2);
  const std::size_t start = at_;
  const std::string_view rest = text_.substr(start, longest);
  const std::size_t end = end_of_url_part(rest, 0, "/?#");
  const std::size_t colon = rest.substr(0, end).find(':');
  if (colon == std::string_view::npos || rest.starts_with('[')) return;
  if (has(start + colon + 1, redacted)) {
    copy_to(start + colon + 1);
    return emit_to(at_ + redacted.size());
  }
  std::size_t host = rest.substr(0, end).rfind('@');
  if (host == std::string_view::npos || host < colon) {
    // A password with a '/' in it, unless what follows the ':' is a port.
    const std::string_view port = rest.substr(colon + 1, end - colon - 1);
    if (std::all_of(port.begin(), port.end(), is_digit)) return;
    host = end_of_url_part(rest, colon + 1, "@");
    if (host == rest.size() || rest[host] != '@') return;
  }
  if (host == colon + 1) return;
  copy_to(start + colon + 1);
  redact_to(start + host);
}

/// A password hash as crypt(5) writes it: "$6$salt$hash". As good as the password to a guesser.
void Redactor::crypt_hash() {
  constexpr std::array<std::string_view, 13> methods{
      "1", "2a", "2b", "2x", "2y", "5", "6", "7", "y", "apr1", "gy", "argon2i", "argon2id"};
  const std::string_view rest = text_.substr(at_ + 1, 16);
  const std::size_t dollar = rest.find('$');
  if (dollar == std::string_view::npos || !is_one_of(rest.substr(0, dollar), methods))
    return character();
  const std::size_t end = skip(text_, at_ + 1, [](char c) {
    return is_base64(c) || c == '.' || c == '$' || c == '=' || c == ',';
  });
  if (end - at_ < 24) return character();
  redact_to(end);
  starts_line_ = false;
}

bool Redactor::private_key() {
  const std::size_t begin = begins_private_key(text_, at_);
  if (begin == 0) return false;
  emit_to(at_ + begin);
  starts_line_ = false;
  // Up to its END, or up to what shows that it was cut off: another BEGIN, or the closing quote of
  // the string it stands in.
  std::size_t end = at_;
  for (; end < text_.size(); ++end) {
    const char c = text_[end];
    if ((c == '"' && double_quotes_) || (c == '\'' && single_quotes_)) break;
    if (c != '-' || !has(end, "----")) continue;
    const std::size_t dashes = skip(text_, end, [](char d) { return d == '-'; });
    const std::size_t label = has(dashes, " ") ? dashes + 1 : dashes;
    if (has(label, "END ") || has(label, "BEGIN ")) break;
    end = dashes - 1;
  }
  while (end > at_ && is_blank(text_[end - 1])) --end;
  redact_to(end);
  emit_to(skip_blanks(text_, end));
  // The END line is not looked at: it would be a word that begins with a dash.
  if (has(at_, "-") && begins_private_key(text_, at_) == 0)
    emit_to(skip(text_, at_, [](char c) { return c == '-'; }));
  return true;
}

}  // namespace fbd
