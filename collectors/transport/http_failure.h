// Why a transfer of libcurl failed, in the words of this house.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/transport/http_trust.h"
#include "collectors/transport/libcurl.h"

namespace fbd {

/// Without what may be a secret: no user, no query.
std::string shown_url(std::string_view url);

struct HttpAttempt {
  std::string_view who;
  std::string_view url;
  std::chrono::milliseconds within;
};

struct CurlFailure {
  CURLcode code;
  std::string_view words;  // libcurl's
  int errno_of_socket;
  bool stopped;  // by who read the body
};

Error failure_of(const HttpAttempt& attempt, const CurlFailure& failure,
                 const HttpIdentity& identity);

}  // namespace fbd
