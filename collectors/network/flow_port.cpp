#include "collectors/network/flow_port.h"

#include <fmt/format.h>

#include "collectors/network/flows.h"
#include "collectors/network/proxy_settings.h"

namespace fbd {
namespace {

// Enough for a median that one slow packet does not move.
constexpr int tries_of_data = 7;
constexpr int tries_of_control = 3;

Result<Endpoint> endpoint(const Context& context) {
  if (std::optional<Endpoint> found = endpoint_of(context.site, context.host, context.about))
    return std::move(*found);
  return error(ErrorKind::not_collected, fmt::format("{} has no connection \"{}\" in this site",
                                                     context.host.name, context.about));
}

/// The proxy of a connection to Azure; nullopt where none is used.
Result<std::optional<Proxy>> proxy_of(const Context& context, const Endpoint& to) {
  if (to.to) return std::optional<Proxy>();
  const Known<ProxySettings> settings =
      known<ProxySettings>(Context{context.site, context.evidence, context.host});
  if (settings.value) return settings.value->proxy_for(to.name);
  // Nobody has asked yet, so nobody knows which way the connection goes. Where it cannot be asked
  // at all, the direct way is tried.
  if (settings.value.error().kind == ErrorKind::not_collected && !settings.asked.empty())
    return tl::unexpected<Error>(settings.value.error());
  return std::optional<Proxy>();
}

Result<Request> connect_to(const Context& context) {
  const Result<Endpoint> to = endpoint(context);
  if (!to) return tl::unexpected<Error>(to.error());
  const Result<std::optional<Proxy>> proxy = proxy_of(context, *to);
  if (!proxy) return tl::unexpected<Error>(proxy.error());
  const int tries = to->flow->data ? tries_of_data : tries_of_control;
  if (*proxy) return TcpConnect{(*proxy)->host, (*proxy)->port, tries};
  return TcpConnect{to->address, to->port, tries};
}

Result<Request> shake_hands_with(const Context& context) {
  const Result<Endpoint> to = endpoint(context);
  if (!to) return tl::unexpected<Error>(to.error());
  const Result<std::optional<Proxy>> proxy = proxy_of(context, *to);
  if (!proxy) return tl::unexpected<Error>(proxy.error());
  if (*proxy)
    return error(ErrorKind::not_collected,
                 fmt::format("{}: {} is reached through the proxy {}, and what lies behind a proxy "
                             "is not tried",
                             context.host.name, to->name, (*proxy)->text()));
  return TlsHandshake{to->address, to->port, to->address};
}

Result<FlowPort> parse_port(std::string_view answer) {
  return parse_connects(answer).map([](Connects made) { return FlowPort{std::move(made)}; });
}

Result<FlowTls> parse_tls(std::string_view answer) {
  return parse_handshake(answer).map([](Handshake tls) { return FlowTls{std::move(tls)}; });
}

constexpr Origin<FlowPort> port_origins[] = {
    {"network.flow-port", Os::unknown, dial(connect_to), parse_port},
};

constexpr Origin<FlowTls> tls_origins[] = {
    {"network.flow-tls", Os::unknown, dial(shake_hands_with), parse_tls},
};

}  // namespace

std::span<const Origin<FlowPort>> FlowPort::origins() { return port_origins; }
std::span<const Origin<FlowTls>> FlowTls::origins() { return tls_origins; }

}  // namespace fbd
