#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/site_file.h"
#include "collectors/evidence/site_text.h"

namespace fbd {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_character(char c) { return is_letter(c) || is_digit(c); }

/// The code point at the start of UTF-8 and its length; U+FFFD for a byte that begins none.
struct CodePoint {
  char32_t value = 0xFFFD;
  std::size_t length = 1;
};

CodePoint code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return {};
  char32_t value = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = value << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, length};
}

/// What YAML takes for a control character or the end of a line, or drops.
bool needs_escape(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
         c == 0xFFFE || c == 0xFFFF;
}

/// A YAML scalar in double quotes, whatever it holds.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const CodePoint next = code_point(text);
    if (next.value == U'"' || next.value == U'\\') out += '\\';
    if (needs_escape(next.value) || (next.value == 0xFFFD && next.length == 1))
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(next.value));
    else
      out += text.substr(0, next.length);
    text.remove_prefix(next.length);
  }
  return out + "\"";
}

/// Without quotes where no reader of YAML could take it for anything but this text.
std::string scalar(std::string_view text) {
  const bool plain =
      !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_word_character(c) || c == '-' || c == '_' || c == '.';
      });
  constexpr std::array<std::string_view, 9> other{"null", "true", "false", "yes", "no",
                                                  "on",   "off",  "y",     "n"};
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (!plain || std::find(other.begin(), other.end(), lower) != other.end()) return quoted(text);
  return std::string(text);
}

std::string reference(const SecretRef& secret) {
  return fmt::format("{{{}: {}}}", secret.kind == SecretRef::Kind::env ? "env" : "file",
                     scalar(secret.name));
}

class SiteWriter {
 public:
  std::string write(const Site& site) {
    if (site.stack != Stack::unknown) out_ += fmt::format("stack: {}\n", name(site.stack));
    if (!site.before.empty()) out_ += fmt::format("before: {}\n", quoted(site.before));
    if (site.ask_neighbours) out_ += "ask-neighbours: yes\n";
    if (!site.vm.empty()) out_ += fmt::format("vm: {}\n", quoted(site.vm));
    bool first = true;
    for (const Host& one : site.hosts) {
      if (one.reach == Reach::azure) continue;  // "azure" says it all
      if (std::exchange(first, false)) out_ += "hosts:\n";
      host(one);
    }
    if (first && !site.azure) out_ += "hosts:\n";
    if (site.azure) vault(*site.azure);
    return std::move(out_);
  }

 private:
  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) out_ += fmt::format("    {}: {}\n", key, scalar(value));
  }

  void host(const Host& host) {
    std::vector<std::string_view> roles;
    for (const Word<Role>& word : role_words)
      if (host.roles.has(word.value)) roles.push_back(word.name);
    const std::string list = fmt::format("{}", fmt::join(roles, ", "));
    out_ += fmt::format("  {}:\n    role: {}\n", scalar(host.name),
                        roles.size() == 1 ? list : "[" + list + "]");
    text("address", host.address);
    if (host.port != Host{}.port) out_ += fmt::format("    port: {}\n", host.port);
    if (host.data_port != Host{}.data_port)
      out_ += fmt::format("    data-port: {}\n", host.data_port);
    if (host.listener)
      out_ += fmt::format("    expect-listener: {{port: {}, nonce: {}}}\n", host.listener->port,
                          quoted(host.listener->nonce));
    if (host.os != Os::unknown) out_ += fmt::format("    os: {}\n", name(host.os));
    if (host.reach != Reach::none) out_ += fmt::format("    reach: {}\n", name(host.reach));
    text("root", host.root);
    text("vm-name", host.vm_name);
    text("vcenter", host.vcenter);
    text("certificate-sha256", host.certificate_sha256);
    text("ca-file", host.ca_file);
    text("url", host.url);
    if (!host.addresses.empty()) {
      std::vector<std::string> all;
      for (const std::string& one : host.addresses) all.push_back(quoted(one));
      out_ += fmt::format("    addresses: [{}]\n", fmt::join(all, ", "));
    }
    if (host.ssh) ssh(*host.ssh);
    if (!host.account) return;
    out_ += fmt::format("    account:\n      user: {}\n", scalar(host.account->user));
    if (host.account->password)
      out_ += fmt::format("      password: {}\n", reference(*host.account->password));
  }

  void ssh(const SshAccess& access) {
    std::vector<std::string> all;
    const auto add = [&](std::string_view key, const std::string& value) {
      if (!value.empty()) all.push_back(fmt::format("{}: {}", key, value));
    };
    const auto plain = [](const std::string& value) {
      return value.empty() ? value : scalar(value);
    };
    const auto secret = [](const std::optional<SecretRef>& one) {
      return one ? reference(*one) : std::string();
    };
    add("user", plain(access.user));
    add("port", access.port ? std::to_string(access.port) : "");
    add("key", plain(access.key));
    add("passphrase", secret(access.passphrase));
    add("password", secret(access.password));
    add("known-hosts", plain(access.known_hosts));
    add("jump", plain(access.jump));
    add("sudo", access.sudo ? "yes" : "");
    add("sudo-password", secret(access.sudo_password));
    out_ += fmt::format("    ssh: {{{}}}\n", fmt::join(all, ", "));
  }

  void vault(const Vault& vault) {
    if (vault == Vault{}) {
      out_ += "azure: {}\n";
      return;
    }
    out_ += "azure:\n";
    const auto key = [this](std::string_view one, std::string_view value) {
      if (!value.empty()) out_ += fmt::format("  {}: {}\n", one, scalar(value));
    };
    key("subscription", vault.subscription);
    key("resource-group", vault.resource_group);
    key("vault", vault.name);
    key("tenant", vault.tenant);
    key("client-id", vault.client_id);
    if (vault.client_secret)
      out_ += fmt::format("  client-secret: {}\n", reference(*vault.client_secret));
    if (vault.token) out_ += fmt::format("  token: {}\n", reference(*vault.token));
    if (vault.sign_in != SignIn::automatic) key("sign-in", name(vault.sign_in));
    if (vault.cloud != Cloud::global) key("cloud", name(vault.cloud));
    key("resource-manager", vault.resource_manager);
    key("login", vault.login);
    key("api-version", vault.api_version);
    key("ca-file", vault.ca_file);
    key("proxy", vault.proxy);
  }

  std::string out_;
};

}  // namespace

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 200 && is_word_character(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_word_character(c) || c == '.' || c == '-' || c == '_';
         });
}

bool is_address(std::string_view text) {
  const auto is_ip = [](int family, std::string_view address) {
    in6_addr binary{};  // large enough for both
    return inet_pton(family, std::string(address).c_str(), &binary) == 1;
  };
  if (text.size() > 253) return false;
  if (text.find(':') != std::string_view::npos) {
    // "fe80::1%eth0" has a zone.
    const std::size_t zone = text.find('%');
    return is_ip(AF_INET6, text.substr(0, zone)) &&
           (zone == std::string_view::npos || is_host_name(text.substr(zone + 1)));
  }
  // Nothing that is made of digits and dots is a name.
  const bool numeric =
      std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
  return is_host_name(text) && (!numeric || is_ip(AF_INET, text));
}

bool is_nonce(std::string_view text) {
  return text.size() >= 16 && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_address_with_prefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view length = text.substr(slash + 1);
  const std::string address(text.substr(0, slash));
  in6_addr binary{};  // large enough for both
  const bool v4 = inet_pton(AF_INET, address.c_str(), &binary) == 1;
  if (!v4 && inet_pton(AF_INET6, address.c_str(), &binary) != 1) return false;
  if (length.empty() || length.size() > 3 || !std::all_of(length.begin(), length.end(), is_digit))
    return false;
  const int number = std::stoi(std::string(length));
  return number >= 1 && number <= (v4 ? 32 : 128);
}

std::string write_site(const Site& site) { return SiteWriter().write(site); }

}  // namespace fbd
