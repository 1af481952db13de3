#include "probes/agent/registration.h"

#include <arpa/inet.h>

#include <array>

namespace fbd {

std::optional<std::string> ip_address(const std::string& text) {
  std::array<char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
    return std::string(bytes.data(), sizeof(in_addr));
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1)
    return std::string(bytes.data(), sizeof(in6_addr));
  return std::nullopt;
}

Stack stack_of(const AgentConfig& config, const Site& site) {
  if (config.stack != Stack::unknown) return config.stack;
  if (site.stack != Stack::unknown) return site.stack;
  return config.diff_source_path.ends_with("A2A") ? Stack::modernized : Stack::classic;
}

std::optional<std::string> another_server(const AgentConfig& config, const Site& site) {
  const std::optional<std::string> configured = ip_address(config.config_server.value_or(""));
  const std::optional<std::string> for_azure = ip_address(config.cs_address_for_azure);
  if (!configured) return std::nullopt;
  std::optional<std::string> expected;
  for (const Host* server : site.in({Role::configuration_server})) {
    const std::optional<std::string> address = ip_address(server->dial());
    if (!address || address == configured || address == for_azure) return std::nullopt;
    if (!expected) expected = server->dial();
  }
  return expected;
}

}  // namespace fbd
