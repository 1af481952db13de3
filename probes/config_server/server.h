// What the probes of this room share: whom a finding is about.
#pragma once

#include <string>

#include "collectors/network/config_server_target.h"
#include "collectors/network/config_server_tls.h"
#include "probes/finding.h"

namespace fbd {

/// The values "server" ("cs01 (10.0.0.4)", for sentences), "address" (for commands) and "port",
/// with more added to them.
inline Values about_config_server(const Site& site, Values values = {}) {
  const Result<const Host*> server = config_server_of(site);
  if (!server) return values;
  const Host& host = **server;
  values["server"] = host.address.empty() || host.address == host.name
                         ? host.name
                         : host.name + " (" + host.address + ")";
  values["address"] = host.dial();
  values["port"] = std::to_string(host.port);
  return values;
}

/// Why a handshake that did not complete leaves a question about its result open.
inline Verdict no_handshake(const Handshake& tls) {
  using enum Handshake::Outcome;
  const ErrorKind kind = tls.outcome == timed_out                        ? ErrorKind::timed_out
                         : tls.outcome == reset || tls.outcome == closed ? ErrorKind::reset
                         : tls.outcome == not_tls                        ? ErrorKind::malformed
                                                                         : ErrorKind::failed;
  return unknown({kind, "the TLS handshake with the configuration server did not complete"});
}

}  // namespace fbd
