// Certificates of OpenSSL, told in our words.
#pragma once

#include <openssl/types.h>

#include "collectors/transport/tls_answer.h"

namespace fbd {

TlsCertificate told(const X509* certificate);

}  // namespace fbd
