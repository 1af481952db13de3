// Certificates of OpenSSL, told in our words.
#pragma once

#include <openssl/types.h>

#include <string>

#include "collectors/transport/tls_answer.h"

namespace fbd {

TlsCertificate told(const X509* certificate);

/// The thumbprint: 64 lower-case hex digits.
std::string sha256_of(const X509* certificate);

}  // namespace fbd
