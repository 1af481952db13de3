#include "probes/config_server/server.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"too-old", Status::fail, "server address port protocol"},
};

// Every version from TLS 1.0 on was offered, so what was agreed on is the best the server has.
Verdict decide(ConfigServerClient<ConfigServerTls> tls) {
  if (!tls->completed()) return no_handshake(*tls);
  Values values = about_config_server(tls.site(), {{"protocol", tls->protocol}});
  if (tls->protocol == "TLSv1.2" || tls->protocol == "TLSv1.3") return pass(std::move(values));
  return fail("too-old", std::move(values));
}

}  // namespace

extern constinit const Probe config_server_tls_version{
    .id = "config-server.tls-version",
    .question = "Does it speak TLS 1.2 or newer?",
    .rule =
        "Transport Layer Security in Azure Site Recovery (2023-12-15): TLS 1.2; older versions are "
        "deprecated (RFC 8996, 2021-03)",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
