// The answer to TlsHandshake, as one line of JSON:
//
//   {"address": "10.0.0.4", "port": 443, "server_name": "cs01",
//    "connect_microseconds": 812, "handshake_microseconds": 4031,
//    "outcome": "completed", "detail": "", "greeting": "",
//    "protocol": "TLSv1.2", "cipher": "ECDHE-RSA-AES256-GCM-SHA384",
//    "verify": [{"code": 10, "text": "certificate has expired", "depth": 0}],
//    "chain": [{"subject": "CN=cs01", "issuer": "CN=cs01", "names": ["dns:cs01", "ip:10.0.0.4"],
//               "not_before": "2026-01-01T00:00:00Z", "not_after": "2027-01-01T00:00:00Z",
//               "sha256": "ab12...", "sha1": "cd34...", "self_signed": true, "key": "RSA 2048"}],
//    "http": "HTTP/1.1 200 OK"}
//
// Every key is always there. Text that came from the peer is made printable and cut to a line.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

enum class TlsOutcome {
  completed,  // the handshake ended well; certificates may still be bad, see `verify`
  not_tls,    // the first byte that came is none TLS begins with; `greeting` has what came
  alert,      // the peer refused with a TLS alert; `detail` names it: "handshake failure"
  closed,     // the peer closed the connection in order
  reset,      // the connection was torn down
  timed_out,  // the handshake did not end before its deadline; `detail` says if anything came
  failed,     // the two could not agree, or the peer broke the protocol: `detail`
};

/// As in the JSON: "not-tls".
std::string_view name(TlsOutcome outcome);

struct TlsCertificate {
  std::string subject;  // RFC 2253: "CN=cs01,O=Contoso"
  std::string issuer;
  std::vector<std::string> names;  // alternative names: "dns:...", "ip:..."
  std::string not_before;          // "2026-01-01T00:00:00Z"; empty if it cannot be read
  std::string not_after;
  std::string sha256;  // of the DER form, lower-case hex
  std::string sha1;
  bool self_signed = false;  // by its own key, and the signature is right
  std::string key;           // algorithm and bits: "RSA 2048", "EC 256"
};

/// One check of the chain that failed: an X509_V_ERR_ number of OpenSSL, its text, and which
/// certificate it is about, 0 being the server's own.
struct TlsCheck {
  int code = 0;
  std::string text;
  int depth = 0;
};

struct TlsAnswer {
  std::string address;  // that was connected to
  std::uint16_t port = 0;
  std::string server_name;
  std::chrono::microseconds connect{0};
  std::chrono::microseconds handshake{0};  // until it completed or ended
  TlsOutcome outcome = TlsOutcome::failed;
  std::string detail;    // after `completed`: what refused us later, if something did
  std::string greeting;  // of a peer that is not TLS
  std::string protocol;  // as far as it was agreed upon: "TLSv1.3"
  std::string cipher;
  std::vector<TlsCheck> verify;
  std::vector<TlsCertificate> chain;  // as sent, the server's own first
  std::string http;                   // the first line of the answer to HEAD /, or empty
};

std::string write_tls_answer(const TlsAnswer& answer);

}  // namespace fbd
