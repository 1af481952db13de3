#include "collectors/network/proxy_settings.h"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"

namespace fbd {
namespace {

constexpr std::string_view agent_file = "/usr/local/InMage/config/ProxyInfo.conf";
constexpr std::string_view environment_file = "/etc/environment";
constexpr std::string_view files[] = {agent_file, environment_file};

std::string_view without_quotes(std::string_view value) {
  value = trimmed(value);
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
      value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return trimmed(value);
}

/// Calls `each` with key and value of the lines that have both; what comes after '[' is ignored,
/// because ProxyInfo.conf has one section.
template <class Each>
void each_setting(std::string_view text, const Each& each) {
  for (std::string_view line : lines(text)) {
    line = trimmed(line);
    if (line.starts_with("export ")) line = trimmed(line.substr(7));
    const std::size_t equals = line.find('=');
    if (line.starts_with('#') || line.starts_with(';') || equals == std::string_view::npos)
      continue;
    each(trimmed(line.substr(0, equals)), without_quotes(line.substr(equals + 1)));
  }
}

std::uint16_t port_from(std::string_view text) {
  unsigned port = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = problem == std::errc() && end == text.data() + text.size();
  return whole && port <= 65535 ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
}

/// "http://user:secret@10.0.0.8:3128/"
Proxy proxy_from(std::string_view url, std::string_view file) {
  Proxy proxy;
  proxy.file = file;
  const std::size_t scheme = url.find("://");
  proxy.port = url.starts_with("https://") ? 443 : 80;
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('/'));
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) {
    proxy.wants_password = true;
    url.remove_prefix(at + 1);
  }
  const std::size_t bracket = url.rfind(']');
  const std::size_t colon = url.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    if (const std::uint16_t port = port_from(url.substr(colon + 1))) proxy.port = port;
    url = url.substr(0, colon);
  }
  if (url.starts_with('[') && url.ends_with(']')) url = url.substr(1, url.size() - 2);
  proxy.host = printable(url);
  return proxy;
}

void read_agent_file(std::string_view text, ProxySettings& settings) {
  std::string_view address;
  std::string_view port;
  each_setting(text, [&](std::string_view key, std::string_view value) {
    if (same_word(key, "Address")) address = value;
    if (same_word(key, "Port")) port = value;
  });
  if (address.empty()) return;
  settings.agent = proxy_from(address, agent_file);
  if (const std::uint16_t number = port_from(port)) settings.agent->port = number;
}

void read_environment(std::string_view text, ProxySettings& settings) {
  std::string_view http;
  std::string_view https;
  each_setting(text, [&](std::string_view key, std::string_view value) {
    if (same_word(key, "http_proxy")) http = value;
    if (same_word(key, "https_proxy")) https = value;
    if (!same_word(key, "no_proxy")) return;
    settings.without.clear();
    while (!value.empty()) {
      const std::size_t comma = value.find(',');
      if (const std::string_view one = trimmed(value.substr(0, comma)); !one.empty())
        settings.without.emplace_back(printable(one));
      value = comma == std::string_view::npos ? std::string_view() : value.substr(comma + 1);
    }
  });
  const std::string_view chosen = https.empty() ? http : https;
  if (!chosen.empty()) settings.environment = proxy_from(chosen, environment_file);
}

Result<ProxySettings> parse_files(std::string_view answer) {
  return read_tree(answer).map([](const std::vector<TreeEntry>& entries) {
    ProxySettings settings;
    for (const TreeEntry& entry : entries) {
      if (entry.kind == TreeEntry::Kind::error) settings.unseen.push_back(entry.path);
      if (entry.kind != TreeEntry::Kind::file) continue;
      if (entry.path == agent_file) read_agent_file(entry.bytes, settings);
      if (entry.path == environment_file) read_environment(entry.bytes, settings);
    }
    return settings;
  });
}

constexpr Origin<ProxySettings> known_origins[] = {
    {"network.proxy", Os::gnu_linux, read_tree(files), parse_files},
};

bool is_below(std::string_view name, std::string_view without) {
  if (without == "*" || same_word(name, without)) return true;
  while (without.starts_with('*') || without.starts_with('.')) without.remove_prefix(1);
  return name.size() > without.size() && !without.empty() &&
         same_word(name.substr(name.size() - without.size()), without) &&
         name[name.size() - without.size() - 1] == '.';
}

}  // namespace

std::span<const Origin<ProxySettings>> ProxySettings::origins() { return known_origins; }

std::string Proxy::text() const { return fmt::format("{}:{} ({})", host, port, file); }

std::optional<Proxy> ProxySettings::proxy_for(std::string_view name) const {
  if (agent) return agent;
  for (const std::string& one : without)
    if (is_below(name, one)) return std::nullopt;
  return environment;
}

std::string to_json(const ProxySettings& fact) {
  using Json = nlohmann::ordered_json;
  const auto json_of = [](const std::optional<Proxy>& proxy) {
    if (!proxy) return Json(nullptr);
    return Json{{"host", proxy->host},
                {"port", proxy->port},
                {"wants_password", proxy->wants_password},
                {"file", proxy->file}};
  };
  Json json;
  json["agent"] = json_of(fact.agent);
  json["environment"] = json_of(fact.environment);
  json["without"] = fact.without;
  json["unseen"] = fact.unseen;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
