#include "collectors/transport/known_hosts.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "collectors/evidence/text.h"
#include "collectors/transport/base64.h"

namespace fbd {
namespace {

constexpr std::size_t most_lines = 100'000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view next_word(std::string_view& rest) {
  const std::size_t begin = std::min(rest.find_first_not_of(" \t"), rest.size());
  const std::size_t end = std::min(rest.find_first_of(" \t", begin), rest.size());
  const std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

/// "|1|SALT|HASH" of "|1|" HMAC-SHA1(SALT, name).
bool is_hash_of(std::string_view hashed, const std::string& name) {
  if (!hashed.starts_with("|1|")) return false;
  hashed.remove_prefix(3);
  const std::size_t bar = hashed.find('|');
  if (bar == hashed.npos) return false;
  const auto salt = from_base64(hashed.substr(0, bar));
  const auto hash = from_base64(hashed.substr(bar + 1));
  if (!salt || !hash) return false;
  std::array<unsigned char, EVP_MAX_MD_SIZE> made{};
  unsigned length = 0;
  if (!HMAC(EVP_sha1(), salt->data(), static_cast<int>(salt->size()),
            reinterpret_cast<const unsigned char*>(name.data()), name.size(), made.data(), &length))
    return false;
  return *hash == std::string_view(reinterpret_cast<const char*>(made.data()), length);
}

}  // namespace

bool matches_wildcards(std::string_view text, std::string_view pattern) {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = pattern.npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(text[t]))) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

bool matches_list(std::string_view text, std::string_view list, std::string_view separators) {
  bool any = false;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find_first_of(separators), list.size());
    std::string_view pattern = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    const bool negated = pattern.starts_with('!');
    if (negated) pattern.remove_prefix(1);
    if (pattern.empty() || !matches_wildcards(text, pattern)) continue;
    if (negated) return false;
    any = true;
  }
  return any;
}

std::string known_hosts_name(std::string_view host, std::uint16_t port) {
  std::string name(host);
  std::transform(name.begin(), name.end(), name.begin(), lower);
  return port == 22 ? name : fmt::format("[{}]:{}", name, port);
}

std::string fingerprint(std::string_view key) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(key.data(), key.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    return {};
  return "SHA256:" +
         to_base64({reinterpret_cast<const char*>(digest.data()), length}, /*padded=*/false);
}

void KnownHosts::add(std::string_view text, const std::string& file) {
  int number = 0;
  for (std::string_view rest : lines(text)) {
    ++number;
    if (lines_.size() >= most_lines) return;
    std::string_view first = next_word(rest);
    if (first.empty() || first.front() == '#') continue;
    Line line;
    if (first.front() == '@') {
      if (first == "@revoked")
        line.marker = Marker::revoked;
      else if (first == "@cert-authority")
        line.marker = Marker::authority;
      else
        continue;
      first = next_word(rest);
    }
    line.hosts = first;
    line.type = next_word(rest);
    const auto key = from_base64(next_word(rest));
    if (!key || key->empty() || line.type.empty()) continue;
    line.key = *key;
    line.place = fmt::format("{}:{}", file, number);
    lines_.push_back(std::move(line));
  }
}

bool KnownHosts::is_for(const Line& line, const std::string& name) {
  return line.hosts.starts_with('|') ? is_hash_of(line.hosts, name)
                                     : matches_list(name, line.hosts, ",");
}

HostKeyVerdict KnownHosts::judge(std::string_view host, std::uint16_t port, std::string_view type,
                                 std::string_view key) const {
  using enum HostKeyVerdict::Kind;
  const std::string name = known_hosts_name(host, port);
  HostKeyVerdict verdict;
  const Line* known_line = nullptr;
  const Line* other_line = nullptr;
  for (const Line& line : lines_) {
    if (line.marker == Marker::revoked && line.key == key)
      return {revoked, line.place, {}, verdict.authority};
    if (!is_for(line, name)) continue;
    if (line.marker == Marker::authority) verdict.authority = true;
    if (line.marker != Marker::none) continue;
    if (line.key == key)
      known_line = known_line ? known_line : &line;
    else if (line.type == type)
      other_line = other_line ? other_line : &line;
    else if (verdict.other_types.find(line.type) == std::string::npos)
      verdict.other_types += (verdict.other_types.empty() ? "" : ", ") + line.type;
  }
  if (const Line* decides = known_line ? known_line : other_line) {
    verdict.kind = known_line ? known : changed;
    verdict.place = decides->place;
  }
  return verdict;
}

std::vector<std::string> KnownHosts::types(std::string_view host, std::uint16_t port) const {
  const std::string name = known_hosts_name(host, port);
  std::vector<std::string> all;
  for (const Line& line : lines_)
    if (line.marker == Marker::none && is_for(line, name) &&
        std::find(all.begin(), all.end(), line.type) == all.end())
      all.push_back(line.type);
  return all;
}

}  // namespace fbd
