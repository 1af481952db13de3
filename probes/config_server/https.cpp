#include "probes/config_server/server.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"not-tls", Status::fail, "server address port greeting"},
    {"silent", Status::fail, "server address port"},
    {"closed", Status::fail, "server address port"},
    {"alert", Status::fail, "server address port alert"},
    {"not-http", Status::warn, "server address port greeting"},
};

Verdict decide(ConfigServerClient<ConfigServerTls> tls) {
  const auto values = [&](Values more = {}) {
    return about_config_server(tls.site(), std::move(more));
  };
  using enum ConfigServerTls::Outcome;
  switch (tls->outcome) {
    case not_tls:
      return fail("not-tls", values({{"greeting", tls->greeting}}));
    case timed_out:
      return fail("silent", values());
    case closed:
    case reset:
      return fail("closed", values());
    case alert:
      return fail("alert", values({{"alert", tls->detail}}));
    case failed:
      return unknown({ErrorKind::failed, "the TLS handshake failed: " + tls->detail});
    case completed:
      break;
  }
  if (!tls->http.starts_with("HTTP/"))
    return warn("not-http", values({{"greeting", tls->http.empty() ? "nothing" : tls->http}}));
  return pass(values());
}

}  // namespace

extern constinit const Probe config_server_https{
    .id = "config-server.https",
    .question = "Is it an HTTPS server that answers there?",
    .rule = "Troubleshoot the configuration server (2025-12-09), port 443 held by another process",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
