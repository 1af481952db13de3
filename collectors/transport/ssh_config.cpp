#include "collectors/transport/ssh_config.h"

#include <algorithm>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/known_hosts.h"

namespace fbd {
namespace {

constexpr int deepest_include = 16;  // as in OpenSSH's readconf.c
constexpr std::size_t most_settings = 100'000;
constexpr std::string_view never = "!*";  // a condition that no host meets

/// The words of a line; "Key=value" and "Key = value" are the same as "Key value".
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (true) {
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
    if (words.size() == 1 && at < line.size() && line[at] == '=') {
      ++at;
      while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
    }
    if (at >= line.size() || line[at] == '#') return words;
    std::string word;
    bool in_quotes = false;
    for (; at < line.size(); ++at) {
      const char c = line[at];
      if (c == '"') {
        in_quotes = !in_quotes;
      } else if (c == '\\' && at + 1 < line.size() &&
                 (line[at + 1] == '"' || line[at + 1] == '\\')) {
        word += line[++at];
      } else if (!in_quotes && (c == ' ' || c == '\t' || (words.empty() && c == '='))) {
        break;
      } else {
        word += c;
      }
    }
    words.push_back(std::move(word));
  }
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (std::size_t i = 1; i < words.size(); ++i) all += (i > 1 ? " " : "") + words[i];
  return all;
}

std::uint16_t port_of(const std::string& text) {
  unsigned number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || number > 65535) return 0;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number <= 65535 ? static_cast<std::uint16_t>(number) : std::uint16_t{0};
}

void once(std::string& setting, const std::string& value) {
  if (setting.empty()) setting = value;
}

}  // namespace

void SshConfig::add(std::string_view text, const Include& include) { add(text, include, {}, 0); }

void SshConfig::add(std::string_view text, const Include& include,
                    const std::vector<std::string>& outer, int depth) {
  std::vector<std::string> conditions = outer;
  for (const std::string_view line : lines(text)) {
    if (settings_.size() >= most_settings) return;
    std::vector<std::string> words = words_of(line);
    if (words.size() < 2) continue;
    const std::string key = lower(words.front());
    if (key == "host") {
      conditions = outer;
      conditions.push_back(joined(words));
    } else if (key == "match") {
      conditions = outer;
      if (words.size() != 2 || lower(words[1]) != "all") conditions.emplace_back(never);
    } else if (key == "include") {
      if (depth >= deepest_include) continue;
      for (std::size_t i = 1; i < words.size(); ++i)
        for (const std::string& file : include(words[i])) add(file, include, conditions, depth + 1);
    } else {
      words.erase(words.begin());
      settings_.push_back({conditions, key, std::move(words)});
    }
  }
}

SshSettings SshConfig::of(std::string_view host) const {
  SshSettings found;
  bool only = false;  // whether IdentitiesOnly was said
  for (const Setting& setting : settings_) {
    const bool meets = std::all_of(
        setting.conditions.begin(), setting.conditions.end(),
        [&](const std::string& patterns) { return matches_list(host, patterns, " ,"); });
    if (!meets) continue;
    const std::string& value = setting.values.front();
    if (setting.key == "hostname")
      once(found.host_name, value);
    else if (setting.key == "user")
      once(found.user, value);
    else if (setting.key == "port" && found.port == 0)
      found.port = port_of(value);
    else if (setting.key == "identityfile")
      found.identity_files.push_back(value);
    else if (setting.key == "identitiesonly" && !std::exchange(only, true))
      found.identities_only = lower(value) == "yes" || lower(value) == "true";
    else if (setting.key == "identityagent")
      once(found.identity_agent, value);
    else if (setting.key == "userknownhostsfile" && found.known_hosts_files.empty())
      found.known_hosts_files = setting.values;
    else if (setting.key == "hostkeyalias")
      once(found.host_key_alias, value);
    else if (setting.key == "proxyjump")
      once(found.proxy_jump, value);
    else if (setting.key == "proxycommand")
      once(found.proxy_command, value);
  }
  return found;
}

}  // namespace fbd
