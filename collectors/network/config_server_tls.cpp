#include "collectors/network/config_server_tls.h"

#include "collectors/network/config_server_target.h"

namespace fbd {
namespace {

Result<Request> handshake_with_config_server(const Context& context) {
  return config_server_of(context.site).map([](const Host* server) -> Request {
    return TlsHandshake{server->dial(), server->port, server->dial()};
  });
}

Result<ConfigServerTls> parse(std::string_view answer) {
  return parse_handshake(answer).map([](Handshake tls) { return ConfigServerTls{std::move(tls)}; });
}

constexpr Origin<ConfigServerTls> known_origins[] = {
    {"network.config-server-tls", Os::unknown, dial(handshake_with_config_server), parse},
};

}  // namespace

std::span<const Origin<ConfigServerTls>> ConfigServerTls::origins() { return known_origins; }

}  // namespace fbd
