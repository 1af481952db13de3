#include "collectors/evidence/redactor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace fbd {
namespace {

constexpr std::string_view redacted = "<redacted>";
constexpr std::string_view redacted_in_xml = "&lt;redacted&gt;";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_base64(char c) { return is_digit(c) || is_letter(c) || c == '+' || c == '/'; }
bool is_token(char c) { return is_base64(c) || c == '-' || c == '_' || c == '.' || c == '~'; }
bool is_quote(char c) { return c == '"' || c == '\''; }

template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& known) {
  return std::any_of(known.begin(), known.end(), [word](std::string_view candidate) {
    return equal_ignoring_case(word, candidate);
  });
}

template <class Predicate>
std::size_t skip(std::string_view text, std::size_t at, Predicate predicate) {
  while (at < text.size() && predicate(text[at])) ++at;
  return at;
}

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

Redactor::Redactor(std::string_view text) : text_(text) {
  const std::size_t first = skip(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0,
                                 [](char c) { return is_blank(c) || ends_line(c); });
  xml_ = first + 1 < text.size() && text[first] == '<' && !has(first, redacted) &&
         (is_letter(text[first + 1]) || text[first + 1] == '?' || text[first + 1] == '!');
}

std::string Redactor::run() {
  out_.reserve(text_.size());
  while (at_ < text_.size()) {
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
  const std::size_t value = skip_blanks(text_, at_);
  if (value >= text_.size() || ends_line(text_[value])) return false;
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
  // Attached: sshpass -px, mysql -px.
  if ((program_ == Program::mysql || program_ == Program::sshpass) && word.size() > 2 &&
      word.starts_with("-p") && word != "-port") {
    out_.resize(out_.size() - (word.size() - 2));
    at_ -= word.size() - 2;
    return redact_word(at_);
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
  constexpr std::array<std::string_view, 7> schemes{"mailto", "sip", "sips", "acct",
                                                    "xmpp",   "urn", "tel"};
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
  if (host == std::string_view::npos || host == 0) return;
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
