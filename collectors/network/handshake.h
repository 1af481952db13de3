// What a port says when a host shakes hands with it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

struct Certificate {
  std::string subject;
  std::string issuer;
  std::vector<std::string> names;  // of the subject alternative name: "dns:cs01", "ip:10.0.0.4"
  std::chrono::sys_seconds not_before;
  std::chrono::sys_seconds not_after;
  std::string sha256;  // thumbprint, 64 lower-case hex digits
  std::string sha1;
  bool self_signed = false;
};

/// A check of the certificate chain that failed: OpenSSL's X509_V_ERR number and words.
struct FailedCheck {
  int code = 0;
  std::string text;
  int depth = 0;
};

/// The outcome of a handshake that got as far as a TCP connection. That no connection could be
/// made is the error of the fact that holds this.
struct Handshake {
  enum class Outcome { completed, not_tls, alert, closed, reset, timed_out, failed };

  Outcome outcome = Outcome::failed;
  std::string detail;       // what OpenSSL or the alert said
  std::string greeting;     // the first bytes of what is not TLS, printable
  std::string server_name;  // the name the certificate was checked for
  std::string protocol;     // "TLSv1.2"
  std::string cipher;
  std::vector<FailedCheck> failed_checks;
  std::vector<Certificate> chain;  // the server's own first
  std::string http;                // the first line of its answer to a HEAD request; may be empty

  /// Of the TLS handshake alone, without the connection.
  std::chrono::microseconds took{0};

  bool completed() const { return outcome == Outcome::completed; }
};

/// Of the answer to a TlsHandshake.
Result<Handshake> parse_handshake(std::string_view answer);

/// The members above under their names; times in ISO 8601.
std::string to_json(const Handshake& fact);

}  // namespace fbd
