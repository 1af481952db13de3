#include "collectors/evidence/text.h"
#include "probes/config_server/server.h"
#include "probes/probe.h"

namespace fbd {
namespace {

// The portal gives notice two months before. Source: Manage the configuration server
// (2025-12-01), Renew SSL certificates.
constexpr std::chrono::days notice{60};

// OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH. A server that is dialled by address is not checked for
// its name: agents know it by its thumbprint, and its certificate names the machine.
constexpr int hostname_mismatch = 62;

constexpr Code codes[] = {
    {"intercepted", Status::fail, "server address port expected found issuer"},
    {"expired", Status::fail, "server address port not_after days"},
    {"not-yet-valid", Status::fail, "server address port not_before"},
    {"near-expiry", Status::warn, "server address port not_after days"},
    {"name-mismatch", Status::warn, "server address port dialled names"},
};

bool name_differs(const ConfigServerTls& tls) {
  for (const FailedCheck& check : tls.failed_checks)
    if (check.code == hostname_mismatch) return true;
  return false;
}

std::string names_of(const Certificate& certificate) {
  std::string all = certificate.subject;
  for (const std::string& name : certificate.names) all += ", " + name;
  return all;
}

// Self-signed is how the configuration server comes: no reason to say no.
Verdict decide(ConfigServerClient<ConfigServerTls> tls) {
  if (!tls->completed()) return no_handshake(*tls);
  const Certificate& certificate = tls->chain.front();
  const Host& server = **config_server_of(tls.site());
  const auto values = [&](Values more) { return about_config_server(tls.site(), std::move(more)); };
  const auto days_between = [](std::chrono::sys_seconds from, std::chrono::sys_seconds to) {
    return std::to_string(std::chrono::floor<std::chrono::days>(to - from).count());
  };

  if (!server.certificate_sha256.empty() && certificate.sha256 != server.certificate_sha256)
    return fail("intercepted", values({{"expected", server.certificate_sha256},
                                       {"found", certificate.sha256},
                                       {"issuer", certificate.issuer}}));
  if (certificate.not_after <= tls.at())
    return fail("expired", values({{"not_after", human_time(certificate.not_after)},
                                   {"days", days_between(certificate.not_after, tls.at())}}));
  if (certificate.not_before > tls.at())
    return fail("not-yet-valid", values({{"not_before", human_time(certificate.not_before)}}));
  if (certificate.not_after - tls.at() < notice)
    return warn("near-expiry", values({{"not_after", human_time(certificate.not_after)},
                                       {"days", days_between(tls.at(), certificate.not_after)}}));
  if (name_differs(*tls))
    return warn("name-mismatch",
                values({{"dialled", tls->server_name}, {"names", names_of(certificate)}}));
  return pass(values({{"not_after", human_time(certificate.not_after)}}));
}

}  // namespace

extern constinit const Probe config_server_certificate{
    .id = "config-server.certificate",
    .question = "Is the configuration server's certificate valid, and its own?",
    .rule =
        "Manage the configuration server (2025-12-01), Renew SSL certificates; Troubleshoot the "
        "configuration server (2025-12-09), peer certificate cannot be authenticated",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
