#include "collectors/evidence/identifiers.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/secret_values.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lowered(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(), lower);
  return low;
}
std::uint16_t two_letters(std::string_view text) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(lower(text[0])) << 8U |
                                    static_cast<unsigned char>(lower(text[1])));
}
unsigned hex_value(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : lower(c) - 'a' + 10);
}
std::uint8_t hex_byte(std::string_view two) {
  return static_cast<std::uint8_t>(hex_value(two[0]) << 4U | hex_value(two[1]));
}

/// An IPv4 address at the front of a text and how long it is; 0 if there is none.
std::size_t ipv4_at(std::string_view text, std::uint32_t& address) {
  std::size_t at = 0;
  address = 0;
  for (int octet = 0; octet < 4; ++octet) {
    if (octet > 0 && (at >= text.size() || text[at++] != '.')) return 0;
    unsigned number = 0;
    std::size_t digits = 0;
    while (at < text.size() && is_digit(text[at]) && digits < 4) {
      number = number * 10 + static_cast<unsigned>(text[at++] - '0');
      ++digits;
    }
    if (digits == 0 || digits > 3 || number > 255) return 0;
    address = address << 8U | number;
  }
  // "1.2.3.4.5" is the number of a version or an object.
  if (at < text.size() && is_digit(text[at])) return 0;
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) return 0;
  return at;
}

std::string written(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24U, address >> 16U & 0xFFU, address >> 8U & 0xFFU,
                     address & 0xFFU);
}

}  // namespace

/// One run over one text.
class IdentifierScan {
 public:
  IdentifierScan(const Identifiers& all, std::string_view text, Replacements& done)
      : all_(all), text_(text), done_(done) {}

  std::string run() {
    out_.reserve(text_.size() + text_.size() / 16);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (!is_alphanumeric(c)) {
        if (c == '@') email(1);
        ++at_;
        continue;
      }
      const std::size_t start = at_;
      while (at_ < text_.size() && is_alphanumeric(text_[at_])) ++at_;
      if (start >= copied_) word(start, at_);
    }
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

 private:
  using Kind = Identifiers::Name::Kind;

  bool has(std::size_t at, std::string_view what) const {
    return text_.substr(at, what.size()) == what;
  }
  char before(std::size_t at) const { return at > 0 ? text_[at - 1] : ' '; }

  /// Whether something ends here that must not go on in letters or digits.
  bool ends_at(std::size_t at) const { return at >= text_.size() || !is_alphanumeric(text_[at]); }

  void replace(std::size_t start, std::size_t end, std::string_view stand_in, const char* kind) {
    out_ += text_.substr(copied_, start - copied_);
    out_ += stand_in;
    copied_ = end;
    at_ = std::max(at_, end);
    ++done_.counts[kind];
  }

  /// The stand-in that a value got before, or a new one.
  template <class Make>
  const std::string& stand_in(std::string_view original, const Make& make) {
    key_ = original;
    const auto known = done_.stand_ins.find(key_);
    if (known != done_.stand_ins.end()) return known->second;
    return done_.stand_ins.emplace(key_, make()).first->second;
  }

  void word(std::size_t start, std::size_t end) {
    if (whole_word(start, end)) return;
    // What an escape ran into: "\n10.0.0.4", "%3D10.0.0.4", "\u003d10.0.0.4".
    const char c = before(start);
    std::size_t skipped = 0;
    constexpr std::string_view escapes = "nrtbf";
    if (c == '\\' && has(start, "u00") && end - start > 5)
      skipped = 5;
    else if (c == '\\' && escapes.find(text_[start]) != std::string_view::npos)
      skipped = 1;
    else if (c == '%' && end - start > 2 && is_hex(text_[start]) && is_hex(text_[start + 1]))
      skipped = 2;
    if (skipped > 0 && end - start > skipped && whole_word(start + skipped, end)) return;
    // "port10.0.0.4": somebody forgot a blank.
    if (end >= text_.size() || text_[end] != '.' || !is_digit(text_[end - 1])) return;
    std::size_t digits = end - 1;
    while (digits > start && is_digit(text_[digits - 1])) --digits;
    if (digits > start) ipv4(digits);
  }

  bool whole_word(std::size_t start, std::size_t end) {
    const char next = end < text_.size() ? text_[end] : ' ';
    const std::size_t size = end - start;
    if (is_digit(text_[start]) && next == '.' && size <= 3 && ipv4(start)) return true;
    if (next == ':' || next == '-' || next == '%') {
      if (size == 2 && mac(start, end)) return true;
      if (size == 4 && next != '-' && ipv6(start, end)) return true;
      if (size == 8 && next == '-' && guid(start)) return true;
      if (next == '%' && has(end, "%40")) return email_in_url(end);
    }
    if (size == 4 && next == '.' && cisco_mac(start)) return true;
    if (size == 32 && compact_guid(start)) return true;
    return name(start);
  }

  bool ipv4(std::size_t start) {
    // A longer number; but not where the digits before it were part of a name that is gone.
    if (before(start) == '.' && start > 1 && is_digit(text_[start - 2]) && copied_ < start - 1)
      return false;
    std::uint32_t address = 0;
    const std::size_t size = ipv4_at(text_.substr(start, 16), address);
    if (size == 0 || StandIns::is_common(address)) return false;
    if (is_version(start)) {
      done_.versions.emplace(text_.substr(start, size));
      return false;
    }
    const std::string& own =
        stand_in(text_.substr(start, size), [&] { return written(all_.stand_ins_.ipv4(address)); });
    replace(start, start + size, own, "ipv4");
    mask_of_network(start + size, address);
    return true;
  }

  /// "10.20.0.0/16" names a network: so must its stand-in, or nobody could read it.
  void mask_of_network(std::size_t slash, std::uint32_t address) {
    if (!has(slash, "/") || slash + 1 >= text_.size() || !is_digit(text_[slash + 1])) return;
    std::uint32_t bits = static_cast<std::uint32_t>(text_[slash + 1] - '0');
    std::size_t end = slash + 2;
    if (end < text_.size() && is_digit(text_[end]))
      bits = bits * 10 + static_cast<std::uint32_t>(text_[end++] - '0');
    if (bits == 0 || bits >= 32 || !ends_at(end)) return;
    const std::uint32_t host_part = 0xFFFFFFFFU >> bits;
    if ((address & host_part) != 0) return;
    const std::uint32_t stand_in_address = all_.stand_ins_.ipv4(address);
    const std::string masked = written(stand_in_address & ~host_part);
    out_.resize(out_.size() - written(stand_in_address).size());
    out_ += masked;
    const std::string width = std::string(text_.substr(slash, end - slash));
    done_.stand_ins.emplace(written(address) + width, masked + width);
  }

  /// "version 9.55.0.1", "v1.2.3.4"
  bool is_version(std::size_t start) const {
    std::size_t end = start;
    constexpr std::string_view between = " =:\"'_-";
    for (int i = 0; i < 4 && end > 0 && between.find(text_[end - 1]) != std::string_view::npos; ++i)
      --end;
    std::size_t begin = end;
    while (begin > 0 && end - begin < 12 && is_letter(text_[begin - 1])) --begin;
    const std::string low = lowered(text_.substr(begin, end - begin));
    return low == "v" || low == "ver" || low.ends_with("version") || low == "release" ||
           low == "build";
  }

  /// Letters, digits and ':' from a place on, where ':' may be "%3A"; and where each began.
  std::string decoded(std::size_t start, std::size_t most, bool& in_url) const {
    std::string plain;
    for (std::size_t at = start; at < text_.size() && plain.size() < most;) {
      const char c = text_[at];
      if (has(at, "%3A") || has(at, "%3a")) {
        plain += ':';
        at += 3;
        in_url = true;
      } else if (is_hex(c) || c == ':' || c == '-' || c == '.') {
        plain += c;
        ++at;
      } else {
        break;
      }
    }
    return plain;
  }

  /// Where the text ends of which decoded() made this; some of its colons may be encoded.
  std::size_t end_of(std::size_t start, std::string_view plain) const {
    for (const char c : plain) start += c == ':' && text_[start] == '%' ? 3 : 1;
    return start;
  }

  void replace_decoded(std::size_t start, std::string_view plain, std::string own, bool in_url,
                       const char* kind) {
    const std::size_t end = end_of(start, plain);
    if (in_url)
      for (std::size_t at = own.find(':'); at != std::string::npos; at = own.find(':', at + 3))
        own.replace(at, 1, "%3A");
    replace(start, end, own, kind);
  }

  bool mac(std::size_t start, std::size_t) {
    // Times and dates look like the beginning of one.
    const std::string_view form = text_.substr(start, 9);
    if (form[2] != '%' && (form.size() < 9 || form[5] != form[2] || form[8] != form[2]))
      return false;
    bool in_url = false;
    const std::string plain = decoded(start, 18, in_url);
    if (plain.size() < 17 || before(start) == ':' || before(start) == '-') return false;
    const char separator = plain[2];
    if (separator != ':' && separator != '-') return false;
    std::uint64_t address = 0;
    for (std::size_t i = 0; i < 17; ++i) {
      if (i % 3 == 2 ? plain[i] != separator : !is_hex(plain[i])) return false;
      if (i % 3 == 0) address = address << 8U | hex_byte(std::string_view(plain).substr(i, 2));
    }
    if (plain.size() > 17 && (is_hex(plain[17]) || plain[17] == separator)) return false;
    const std::string original = plain.substr(0, 17);
    replace_mac(start, original, address, separator, 2, in_url);
    return true;
  }

  bool cisco_mac(std::size_t start) {
    const std::string_view form = text_.substr(start, 14);
    if (form.size() < 14 || form[9] != '.' || !ends_at(start + 14)) return false;
    std::uint64_t address = 0;
    bool has_letter = false;
    for (std::size_t i = 0; i < 14; ++i) {
      if (i == 4 || i == 9) continue;
      if (!is_hex(form[i])) return false;
      has_letter = has_letter || !is_digit(form[i]);
      address = address << 4U | hex_value(form[i]);
    }
    if (before(start) == '.' || (!has_letter && form[0] != '0')) return false;
    replace_mac(start, std::string(form), address, '.', 4, false);
    return true;
  }

  void replace_mac(std::size_t start, const std::string& original, std::uint64_t address,
                   char separator, std::size_t group, bool in_url) {
    const std::uint64_t other = all_.stand_ins_.mac(address);
    if (other == address) return;
    const bool upper =
        std::any_of(original.begin(), original.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    const std::string own = stand_in(original, [&] {
      const std::string digits =
          upper ? fmt::format("{:012X}", other) : fmt::format("{:012x}", other);
      std::string form;
      for (std::size_t i = 0; i < 12; ++i) {
        if (i > 0 && i % group == 0) form += separator;
        form += digits[i];
      }
      return form;
    });
    replace_decoded(start, original, own, in_url, "mac");
  }

  bool ipv6(std::size_t start, std::size_t) {
    const char first = lower(text_[start]);
    if ((first != '2' && first != '3' && first != 'f') || before(start) == ':') return false;
    bool in_url = false;
    std::string plain = decoded(start, 46, in_url);
    // A full stop or colon behind it is the sentence's.
    while (!plain.empty() && !is_hex(plain.back()) && !plain.ends_with("::")) plain.pop_back();
    if (const std::size_t dash = plain.find('-'); dash != std::string::npos) plain.resize(dash);
    if (std::count(plain.begin(), plain.end(), ':') < 2) return false;
    Ipv6Bytes address{};
    if (inet_pton(AF_INET6, plain.c_str(), address.data()) != 1) {
      // "fe80::1:443", or an address and a time: one group less may be one.
      const std::size_t colon = plain.rfind(':');
      plain.resize(colon == std::string::npos ? 0 : colon);
      if (plain.empty() || inet_pton(AF_INET6, plain.c_str(), address.data()) != 1) return false;
    }
    if (!ends_at(end_of(start, plain)) || StandIns::is_common(address)) return false;
    Ipv6Bytes other = all_.stand_ins_.ipv6(address);
    keep_network_form(end_of(start, plain), address, other);
    std::array<char, INET6_ADDRSTRLEN> form{};
    inet_ntop(AF_INET6, other.data(), form.data(), form.size());
    const std::string own = form.data();
    done_.stand_ins.emplace(plain, own);
    replace_decoded(start, plain, own, in_url, "ipv6");
    return true;
  }

  /// "2001:db8::/32" names a network.
  void keep_network_form(std::size_t slash, const Ipv6Bytes& address, Ipv6Bytes& other) const {
    unsigned bits = 0;
    std::size_t at = slash + 1;
    if (!has(slash, "/")) return;
    while (at < text_.size() && is_digit(text_[at]) && bits < 1000)
      bits = bits * 10 + static_cast<unsigned>(text_[at++] - '0');
    if (at == slash + 1 || bits >= 128 || !ends_at(at)) return;
    Ipv6Bytes masked = other;
    for (unsigned bit = bits; bit < 128; ++bit) {
      const auto mask = static_cast<std::uint8_t>(0x80U >> bit % 8);
      if (address[bit / 8] & mask) return;
      masked[bit / 8] = static_cast<std::uint8_t>(masked[bit / 8] & ~mask);
    }
    other = masked;
  }

  bool guid(std::size_t start) {
    const std::string_view form = text_.substr(start, 36);
    if (form.size() < 36 || !ends_at(start + 36)) return false;
    GuidBytes bytes{};
    std::size_t digits = 0;
    for (std::size_t i = 0; i < 36; ++i) {
      const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? form[i] != '-' : !is_hex(form[i])) return false;
      if (dash) continue;
      bytes[digits / 2] = static_cast<std::uint8_t>(static_cast<unsigned>(bytes[digits / 2]) << 4U |
                                                    hex_value(form[i]));
      ++digits;
    }
    if (before(start) == '-' && start > 1 && is_hex(text_[start - 2])) return false;
    return replace_guid(start, form, bytes, true);
  }

  bool compact_guid(std::size_t start) {
    // Only where a text says that it is one: most of 32 digits are hashes.
    std::size_t begin = start;
    while (begin > 0 && start - begin < 24 && text_[begin - 1] != '\n') --begin;
    const std::string low = lowered(text_.substr(begin, start - begin));
    if (low.find("uuid") == std::string::npos && low.find("guid") == std::string::npos &&
        low.find("machine") == std::string::npos && low.find("boot_id") == std::string::npos)
      return false;
    GuidBytes bytes{};
    for (std::size_t i = 0; i < 32; i += 2) {
      if (!is_hex(text_[start + i]) || !is_hex(text_[start + i + 1])) return false;
      bytes[i / 2] = hex_byte(text_.substr(start + i, 2));
    }
    return replace_guid(start, text_.substr(start, 32), bytes, false);
  }

  bool replace_guid(std::size_t start, std::string_view form, const GuidBytes& bytes, bool dashes) {
    if (bytes == GuidBytes{} || is_everybodys(form)) return false;
    const bool upper =
        std::any_of(form.begin(), form.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    const std::string& own = stand_in(form, [&] {
      std::string text;
      const GuidBytes other = all_.stand_ins_.guid(bytes);
      for (std::size_t i = 0; i < 16; ++i) {
        if (dashes && (i == 4 || i == 6 || i == 8 || i == 10)) text += '-';
        text += upper ? fmt::format("{:02X}", other[i]) : fmt::format("{:02x}", other[i]);
      }
      return text;
    });
    replace(start, start + form.size(), own, "guid");
    return true;
  }

  /// The product code of the mobility agent, and the types of partitions of UEFI.
  static bool is_everybodys(std::string_view guid) {
    constexpr std::array<std::string_view, 5> known{
        "275197FC-14FD-4560-A5EB-38217F80CBD1", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B",
        "0FC63DAF-8483-4772-8E79-3D69D8477DE4", "E6D6D379-F507-44C2-A23C-238F2A3DF928",
        "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"};
    return std::any_of(known.begin(), known.end(),
                       [guid](std::string_view one) { return same_word(one, guid); });
  }

  bool name(std::size_t start) {
    const std::string_view rest = text_.substr(start, 256);
    if (rest.size() < 2 || !all_.begins_name_[two_letters(rest)]) return false;
    for (const Identifiers::Name& one : all_.names_.find(two_letters(rest))->second) {
      if (rest.size() < one.low.size()) continue;
      std::size_t i = 2;
      while (i < one.low.size() && lower(rest[i]) == one.low[i]) ++i;
      if (i < one.low.size() || !ends_at(start + one.low.size())) continue;
      if (one.kind == Kind::user_key) return user_after(start + one.low.size());
      if (one.kind == Kind::domain) {
        labels_before(start);
        replace(start, start + one.low.size(), stand_in(one.low, [&] { return domain(one.low); }),
                "domain");
      } else {
        const char* const kind = one.kind == Kind::host ? "host" : "user";
        const std::string& own =
            stand_in(one.low, [&] { return all_.stand_ins_.word(kind, one.low); });
        replace(start, start + one.low.size(), own, kind);
      }
      return true;
    }
    return false;
  }

  std::string domain(std::string_view name) const {
    return all_.stand_ins_.word("domain", name) + ".example";
  }

  /// "db7.intern." before a known domain: names of the site as well.
  void labels_before(std::size_t domain_start) {
    if (before(domain_start) != '.') return;
    std::size_t begin = domain_start - 1;
    while (begin > copied_ && (is_alphanumeric(text_[begin - 1]) || text_[begin - 1] == '-' ||
                               text_[begin - 1] == '_' || text_[begin - 1] == '.'))
      --begin;
    while (begin + 1 < domain_start) {
      const std::size_t dot = text_.find('.', begin);
      const std::string label = lowered(text_.substr(begin, dot - begin));
      if (label.size() > 1 && label != "www")
        replace(begin, dot, stand_in(label, [&] { return all_.stand_ins_.word("host", label); }),
                "host");
      begin = dot + 1;
    }
  }

  /// "user=anna", "User Id: anna", "/home/anna", "C:\Users\anna".
  bool user_after(std::size_t at) {
    constexpr std::string_view between = " =:\"'/\\";
    std::size_t start = at;
    bool separated = false;
    while (start < text_.size() && start - at < 6 &&
           between.find(text_[start]) != std::string_view::npos) {
      separated = separated || text_[start] != ' ';
      ++start;
    }
    if (!separated || start == at) return false;
    std::size_t end = start;
    while (end < text_.size() && (is_word(text_[end]) || text_[end] == '@')) ++end;
    while (end > start && (text_[end - 1] == '.' || text_[end - 1] == '-')) --end;
    const std::string user = lowered(text_.substr(start, end - start));
    constexpr std::array<std::string_view, 26> everybodys{
        "root",   "system",     "administrator",   "nobody",          "none",
        "null",   "true",       "false",           "daemon",          "www-data",
        "sshd",   "messagebus", "public",          "default",         "all",
        "yes",    "no",         "guest",           "unknown",         "syslog",
        "ntp",    "chrony",     "systemd-network", "systemd-resolve", "local",
        "service"};
    if (user.size() < 3 || user.find('@') != std::string::npos || is_digit(user[0]) ||
        std::find(everybodys.begin(), everybodys.end(), user) != everybodys.end())
      return false;
    replace(start, end, stand_in(user, [&] { return all_.stand_ins_.word("user", user); }), "user");
    return true;
  }

  static bool is_mail_character(char c) {
    return is_alphanumeric(c) || c == '.' || c == '_' || c == '+' || c == '-';
  }

  bool email_in_url(std::size_t percent) {
    const std::size_t before_it = copied_;
    at_ = percent;
    email(3);
    return copied_ != before_it;
  }

  /// At '@', or at its spelling of `size` characters.
  void email(std::size_t size) {
    const std::size_t sign = at_;
    constexpr std::size_t longest = 64;
    std::size_t begin = sign;
    while (begin > copied_ && sign - begin < longest && is_mail_character(text_[begin - 1]))
      --begin;
    std::size_t end = sign + size;
    while (end < text_.size() && end - sign < 256 &&
           (is_alphanumeric(text_[end]) || text_[end] == '.' || text_[end] == '-'))
      ++end;
    while (end > sign + size && !is_alphanumeric(text_[end - 1])) --end;
    const std::string host = lowered(text_.substr(sign + size, end - sign - size));
    const std::size_t dot = host.rfind('.');
    const bool has_local = begin < sign || (copied_ == sign && sign > 0);
    if (!has_local || dot == std::string::npos || host.size() - dot < 3 || dot == 0 ||
        !std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_letter))
      return;
    if (begin < sign) {
      std::string local = lowered(text_.substr(begin, sign - begin));
      while (!local.empty() && !is_alphanumeric(local.front())) {
        local.erase(0, 1);
        ++begin;
      }
      if (!local.empty())
        replace(begin, sign, stand_in(local, [&] { return all_.stand_ins_.word("user", local); }),
                "e-mail");
    }
    if (is_known_host(host)) return;  // the rest is found as any other name
    replace(sign + size, end, stand_in(host, [&] { return domain(host); }), "domain");
  }

  bool is_known_host(const std::string& host) const {
    for (const std::string& domain : all_.domains_)
      if (host == domain || host.ends_with("." + domain)) return true;
    return false;
  }

  const Identifiers& all_;
  std::string_view text_;
  Replacements& done_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;  // of the text, into `out_`
  std::string out_;
  std::string key_;
};

Identifiers::Identifiers(const StandIns& stand_ins, const KnownNames& names)
    : stand_ins_(stand_ins), begins_name_(1U << 16U, false) {
  for (const std::string& one : names.domains) {
    add(one, Name::Kind::domain);
    domains_.push_back(lowered(one));
  }
  for (const std::string& one : names.hosts) add(one, Name::Kind::host);
  for (const std::string& one : names.users) add(one, Name::Kind::user);
  for (const std::string_view key :
       {"user", "username", "userid", "user_name", "user-name", "login", "logname", "uid", "home",
        "users", "account", "owner", "user id", "ruser", "sudo_user", "accountname"})
    add(key, Name::Kind::user_key);
  for (auto& [letters, list] : names_)
    std::stable_sort(list.begin(), list.end(),
                     [](const Name& a, const Name& b) { return a.low.size() > b.low.size(); });
}

void Identifiers::add(std::string_view name, Name::Kind kind) {
  if (name.size() < 2) return;
  names_[two_letters(name)].push_back({lowered(name), kind});
  begins_name_[two_letters(name)] = true;
}

std::string Identifiers::replaced(std::string_view text, Replacements& done) const {
  return IdentifierScan(*this, text, done).run();
}

}  // namespace fbd
