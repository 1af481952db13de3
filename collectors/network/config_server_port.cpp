#include "collectors/network/config_server_port.h"

#include "collectors/network/config_server_target.h"

namespace fbd {
namespace {

// Enough for a median that one slow packet does not move.
constexpr int tries = 5;

Result<Request> connect_to_config_server(const Context& context) {
  return config_server_of(context.site).map([](const Host* server) -> Request {
    return TcpConnect{server->dial(), server->port, tries};
  });
}

Result<ConfigServerPort> parse(std::string_view answer) {
  return parse_connects(answer).map(
      [](Connects made) { return ConfigServerPort{std::move(made)}; });
}

constexpr Origin<ConfigServerPort> known_origins[] = {
    {"network.config-server-port", Os::unknown, dial(connect_to_config_server), parse},
};

}  // namespace

std::span<const Origin<ConfigServerPort>> ConfigServerPort::origins() { return known_origins; }

}  // namespace fbd
