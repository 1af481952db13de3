#include "collectors/network/flow_port.h"
#include "probes/connection/per_connection.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"not-tls", Status::fail, "flow to address port purpose service through greeting"},
    {"silent", Status::fail, "flow to address port purpose service through"},
    {"closed", Status::fail, "flow to address port purpose service through"},
    {"alert", Status::fail, "flow to address port purpose service through alert"},
    {"other-service", Status::warn, "flow to address port purpose service through answer"},
    {"not-http", Status::warn, "flow to address port purpose service through answer"},
    {"only-listener", Status::warn, "flow to address port purpose service through"},
    {"other-listener", Status::fail, "flow to address port purpose service through greeting"},
};

constexpr std::string_view listener_greeting = "failback-doctor listener ";

/// "HTTP/1.1 400 Bad Request" -> "400"
std::string_view http_status(std::string_view line) {
  const std::size_t blank = line.find(' ');
  return blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1, 3);
}

Verdict greeted(const Measured<FlowTls>& connection, const std::string& greeting) {
  if (!connection.has_listener() || !greeting.starts_with(listener_greeting))
    return fail("not-tls", {{"greeting", greeting}});
  const std::string_view nonce = std::string_view(greeting).substr(listener_greeting.size());
  return nonce.starts_with(connection.to.to->listener->nonce)
             ? warn("only-listener")
             : fail("other-listener", {{"greeting", greeting}});
}

// The data port answers a GET of / with 400. We ask with HEAD; a server that knows no HEAD says so
// with 405 or 501, and then nobody knows what it would answer to a GET.
Verdict answered(const Measured<FlowTls>& connection, const std::string& http) {
  if (!http.starts_with("HTTP/"))
    return warn("not-http", {{"answer", http.empty() ? "nothing" : http}});
  const std::string_view status = http_status(http);
  const bool expected = status == "400" || status == "405" || status == "501";
  if (connection.to.flow->speaks == Speaks::cxps && !expected)
    return warn("other-service", {{"answer", http}});
  return pass();
}

Verdict decide(const Measured<FlowTls>& connection) {
  if (!connection.fact) return unknown(connection.fact.error());
  const FlowTls& tls = *connection.fact;
  using enum Handshake::Outcome;
  switch (tls.outcome) {
    case not_tls:
      return greeted(connection, tls.greeting);
    case timed_out:
      return fail("silent");
    case closed:
    case reset:
      return fail("closed");
    case alert:
      return fail("alert", {{"alert", tls.detail}});
    case failed:
      return unknown({ErrorKind::failed, "the TLS handshake failed: " + tls.detail});
    case completed:
      break;
  }
  return answered(connection, tls.http);
}

}  // namespace

extern constinit const Probe connection_service{
    .id = "connection.service",
    .question = "Is it the right service that answers there?",
    .rule =
        "Troubleshoot replication (2019-08-02), Error 78186: the data port of a process server "
        "answers an HTTPS request with 400",
    .codes = codes,
    .decision = per_connection<decide, speaks_tls>(),
};

}  // namespace fbd
