// The proxy that the components of a host use on their way to Azure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

struct Proxy {
  std::string host;
  std::uint16_t port = 0;
  bool wants_password = false;  // a user stands in it: Site Recovery does not support that
  std::string file;             // that says so

  /// "10.0.0.8:3128 (/etc/environment)"
  std::string text() const;
};

/// Source: Troubleshoot Azure-to-Azure errors (2019-04-08), Error 151072: the agent's own file
/// ProxyInfo.conf, else /etc/environment on Linux; only proxies without a password are supported.
struct ProxySettings {
  static std::span<const Origin<ProxySettings>> origins();

  std::optional<Proxy> agent;        // ProxyInfo.conf
  std::optional<Proxy> environment;  // https_proxy, or http_proxy where there is no other
  std::vector<std::string> without;  // no_proxy: names, and ".domain" for all below it
  std::vector<std::string> unseen;   // files that could not be read

  /// The one that is used for this name.
  std::optional<Proxy> proxy_for(std::string_view name) const;
};

/// {"agent": {"host", "port", "wants_password", "file"} or null, "environment", "without"}
std::string to_json(const ProxySettings& fact);

}  // namespace fbd
