#include "collectors/transport/http_failure.h"

#include <cerrno>

#include <fmt/format.h>

namespace fbd {
namespace {

ErrorKind not_connected(int code) {
  switch (code) {
    case ECONNREFUSED:
      return ErrorKind::refused;
    case ETIMEDOUT:
      return ErrorKind::timed_out;
    case ECONNRESET:
      return ErrorKind::reset;
    default:
      return ErrorKind::unreachable;
  }
}

ErrorKind kind_of(const CurlFailure& failure, bool heard_of_server) {
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return ErrorKind::unresolved;
    case CURLE_COULDNT_CONNECT:
      return not_connected(failure.errno_of_socket);
    case CURLE_OPERATION_TIMEDOUT:
      return ErrorKind::timed_out;
    case CURLE_PEER_FAILED_VERIFICATION:
      return ErrorKind::denied;
    case CURLE_SSL_CONNECT_ERROR:
      // A server that closes without a word of TLS.
      return heard_of_server ? ErrorKind::failed : ErrorKind::reset;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return ErrorKind::reset;
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return ErrorKind::malformed;
    default:
      return ErrorKind::failed;
  }
}

}  // namespace

std::string shown_url(std::string_view url) {
  std::string shown(url.substr(0, url.find_first_of("?#")));
  const std::size_t host = shown.find("://");
  if (host == shown.npos) return shown;
  const std::size_t path = shown.find('/', host + 3);
  if (const std::size_t user = shown.rfind('@', path); user != shown.npos && user > host)
    shown.erase(host + 3, user - host - 2);
  return shown;
}

Error failure_of(const HttpAttempt& attempt, const CurlFailure& failure,
                 const HttpIdentity& identity) {
  const std::string what = fmt::format("{}: {}: ", attempt.who, shown_url(attempt.url));
  if (failure.code == CURLE_PEER_FAILED_VERIFICATION && !identity.certificate_sha256.empty())
    return {
        ErrorKind::denied,
        fmt::format("{}its certificate is not trusted: {}; the SHA-256 thumbprint of the one it "
                    "shows is {}",
                    what,
                    identity.refused_because.empty() ? std::string("it is for another name")
                                                     : identity.refused_because,
                    identity.certificate_sha256)};
  if (failure.code == CURLE_OPERATION_TIMEDOUT)
    return {ErrorKind::timed_out,
            fmt::format("{}no whole answer within {} ms", what, attempt.within.count())};
  if (failure.stopped) return {ErrorKind::failed, what + "reading the answer was stopped"};
  return {kind_of(failure, !identity.certificate_sha256.empty()),
          fmt::format("{}{}", what, failure.words)};
}

}  // namespace fbd
