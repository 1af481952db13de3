#include "collectors/transport/http_trust.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "collectors/transport/certificate.h"

namespace fbd {
namespace {

int verify(X509_STORE_CTX* store, void* argument) {
  HttpIdentity& identity = *static_cast<HttpIdentity*>(argument);
  identity.certificate_sha256 = sha256_of(X509_STORE_CTX_get0_cert(store));
  const std::string& pinned = identity.trust.certificate_sha256;
  if (!pinned.empty()) {
    if (identity.certificate_sha256 == pinned) {
      X509_STORE_CTX_set_error(store, X509_V_OK);
      return 1;
    }
    identity.refused_because = "it is not the pinned one";
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return 0;
  }
  if (X509_verify_cert(store) == 1) return 1;
  identity.refused_because = X509_verify_cert_error_string(X509_STORE_CTX_get_error(store));
  return 0;
}

CURLcode set_up(CURL*, void* context, void* identity) {
  SSL_CTX_set_cert_verify_callback(static_cast<SSL_CTX*>(context), verify, identity);
  return CURLE_OK;
}

}  // namespace

bool demand_identity(const Libcurl& curl, CURL* transfer, HttpIdentity& identity) {
  const bool is_pinned = !identity.trust.certificate_sha256.empty();
  const std::string& ca_file = identity.trust.ca_file;
  // A resumed session shows no certificate.
  return curl.curl_easy_setopt(transfer, CURLOPT_SSL_SESSIONID_CACHE, 0L) == CURLE_OK &&
         curl.curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
         curl.curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYHOST, is_pinned ? 0L : 2L) == CURLE_OK &&
         (ca_file.empty() ||
          curl.curl_easy_setopt(transfer, CURLOPT_CAINFO, ca_file.c_str()) == CURLE_OK) &&
         curl.curl_easy_setopt(transfer, CURLOPT_SSL_CTX_DATA, &identity) == CURLE_OK &&
         curl.curl_easy_setopt(transfer, CURLOPT_SSL_CTX_FUNCTION, set_up) == CURLE_OK;
}

}  // namespace fbd
