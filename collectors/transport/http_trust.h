// Whether a server is who it should be, decided within the TLS handshake of libcurl.
#pragma once

#include <string>

#include "collectors/transport/http.h"
#include "collectors/transport/libcurl.h"

namespace fbd {

/// What the handshake of one transfer found out.
struct HttpIdentity {
  HttpTrust trust;
  std::string certificate_sha256{};  // that the server showed
  std::string refused_because{};     // "self-signed certificate"; empty: trusted, as far as known
};

/// Sets a transfer up so that it goes no further than the handshake unless the server is trusted.
/// `identity` must stay where it is as long as the transfer. False if libcurl cannot do that.
bool demand_identity(const Libcurl& curl, CURL* transfer, HttpIdentity& identity);

}  // namespace fbd
