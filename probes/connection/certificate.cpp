#include <algorithm>
#include <array>

#include "collectors/evidence/text.h"
#include "collectors/network/flow_port.h"
#include "probes/connection/per_connection.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"intercepted", Status::fail, "flow to address port purpose service through issuer expected"},
    {"expired", Status::fail, "flow to address port purpose service through not_after"},
};

// Whose authorities sign the certificates of Azure's own names. Source: Azure Certificate
// Authority details (2024), root and subordinate authorities.
constexpr std::array<std::string_view, 3> signs_for_azure{"Microsoft Corporation", "DigiCert",
                                                          "Baltimore"};

bool signed_for_azure(const std::string& issuer) {
  return std::any_of(signs_for_azure.begin(), signs_for_azure.end(),
                     [&](std::string_view name) { return issuer.find(name) != std::string::npos; });
}

Verdict decide(const Measured<FlowTls>& connection) {
  if (!connection.fact) return unknown(connection.fact.error());
  const FlowTls& tls = *connection.fact;
  if (!tls.completed())
    return unknown({ErrorKind::failed, "the TLS handshake with " + connection.to.name +
                                           " did not complete, so no certificate was seen"});
  const Certificate& certificate = tls.chain.front();
  const Host* to = connection.to.to;
  if (!to && !signed_for_azure(certificate.issuer))
    return fail("intercepted", {{"issuer", certificate.issuer},
                                {"expected", "one that Microsoft or DigiCert has signed"}});
  // One thumbprint is pinned for each host, and it is that of its HTTPS port.
  const bool pinned = to && !to->certificate_sha256.empty() && connection.to.port == to->port;
  if (pinned && certificate.sha256 != to->certificate_sha256)
    return fail("intercepted", {{"issuer", certificate.issuer},
                                {"expected", "the thumbprint " + to->certificate_sha256}});
  if (certificate.not_after <= connection.at)
    return fail("expired", {{"not_after", human_time(certificate.not_after)}});
  return pass();
}

}  // namespace

extern constinit const Probe connection_certificate{
    .id = "connection.certificate",
    .question = "Is the certificate there valid, and the far end's own?",
    .rule =
        "Mobility agent health errors, modernized (2024-07-11), certificates; Troubleshoot the "
        "configuration server (2025-12-09), inspection of TLS by a firewall",
    .codes = codes,
    .decision = per_connection<decide, speaks_tls>(),
};

}  // namespace fbd
