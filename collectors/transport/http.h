// HTTPS requests on the event loop, over libcurl. Redirects are not followed, and nothing of a
// request is sent before the server's identity was verified.
#pragma once

#include <chrono>
#include <compare>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/transport/event_loop.h"

namespace fbd {

class CurlMulti;

/// Whom to believe. With a thumbprint nothing else is looked at: no name, no date, no issuer.
struct HttpTrust {
  std::string certificate_sha256{};  // of the server's certificate, 64 lower-case hex digits
  std::string ca_file{};             // PEM; empty: what the system trusts
  friend auto operator<=>(const HttpTrust&, const HttpTrust&) = default;
};

struct HttpRequest {
  std::string url;                     // "https://vc01/sdk"
  std::vector<std::string> headers{};  // "SOAPAction: urn:vim25/6.5"
  std::optional<std::string> body{};   // POST if there is one, else GET; wiped when it was sent
  HttpTrust trust{};
  bool plain = false;                  // may be http: for addresses that are this machine's own
  bool environments_proxy = false;     // as https_proxy and no_proxy say; else none
  std::optional<std::string> proxy{};  // this one: "http://10.0.0.9:3128"
};

/// What came of it.
struct HttpOutcome {
  /// The status of the answer. Errors: unresolved, refused, unreachable, timed_out, reset; denied:
  /// the certificate is not trusted, and the message names its thumbprint; failed: anything else.
  Result<int> status;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string certificate_sha256{};  // that the server showed; empty if none, or seen before
  std::chrono::microseconds resolved{0}, connected{0}, shaken{0};  // since the beginning, or 0

  /// The value of a header, whatever the case of its name; or "".
  std::string_view header(std::string_view name) const;
};

/// A request under way; whoever destroys it cuts it short.
class HttpTransfer {
 public:
  HttpTransfer() = default;
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;
  virtual ~HttpTransfer() = default;
};

class HttpClient {
 public:
  /// A piece of the answer's body, unpacked. False stops the transfer: its status is then `failed`.
  /// It must not destroy the transfer.
  using Piece = std::function<bool(std::string_view bytes)>;
  /// Called once, never from within start(). It may destroy the transfer.
  using Done = std::function<void(HttpOutcome outcome)>;

  explicit HttpClient(EventLoop& loop);
  ~HttpClient();

  /// `who` is named in messages. Connections are kept and used again by requests of the same trust.
  std::unique_ptr<HttpTransfer> start(const std::string& who, HttpRequest request,
                                      std::chrono::milliseconds within, Piece piece, Done done);

 private:
  EventLoop& loop_;
  std::map<HttpTrust, std::unique_ptr<CurlMulti>>
      multis_;  // a connection was verified for one trust
};

}  // namespace fbd
