#include "collectors/transport/certificate.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <memory>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::size_t max_name_bytes = 512;
constexpr int max_names = 256;

std::string told(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
  // RFC 2253, but with UTF-8 as it is.
  X509_NAME_print_ex(text.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  const char* bytes = nullptr;
  const long length = BIO_get_mem_data(text.get(), &bytes);
  return printable({bytes, static_cast<std::size_t>(std::max(length, 0L))}, max_name_bytes);
}

std::string told(const ASN1_TIME* time) {
  std::tm parts{};
  if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return iso_time(std::chrono::sys_seconds(std::chrono::seconds(timegm(&parts))));
}

std::string digest(const X509* certificate, const EVP_MD* algorithm) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned length = 0;
  if (X509_digest(certificate, algorithm, bytes.data(), &length) != 1) return {};
  std::string hex;
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", bytes[i]);
  return hex;
}

std::string_view bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string address(const ASN1_OCTET_STRING* bytes) {
  const int length = ASN1_STRING_length(bytes);
  const int family = length == 4 ? AF_INET : length == 16 ? AF_INET6 : AF_UNSPEC;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (family == AF_UNSPEC ||
      !inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size()))
    return "?";
  return text.data();
}

std::vector<std::string> alternative_names(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> all(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::vector<std::string> names;
  const int count = all ? std::min(sk_GENERAL_NAME_num(all.get()), max_names) : 0;
  for (int i = 0; i < count; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type == GEN_DNS)
      names.push_back("dns:" + printable(bytes_of(name->d.dNSName), max_name_bytes));
    else if (name->type == GEN_IPADD)
      names.push_back("ip:" + address(name->d.iPAddress));
    else if (name->type == GEN_URI)
      names.push_back("uri:" +
                      printable(bytes_of(name->d.uniformResourceIdentifier), max_name_bytes));
  }
  return names;
}

std::string key(const X509* certificate) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  const char* algorithm = key ? EVP_PKEY_get0_type_name(key) : nullptr;
  return algorithm ? fmt::format("{} {}", algorithm, EVP_PKEY_get_bits(key)) : "unknown";
}

}  // namespace

std::string sha256_of(const X509* certificate) { return digest(certificate, EVP_sha256()); }

TlsCertificate told(const X509* certificate) {
  TlsCertificate words;
  words.subject = told(X509_get_subject_name(certificate));
  words.issuer = told(X509_get_issuer_name(certificate));
  words.names = alternative_names(certificate);
  words.not_before = told(X509_get0_notBefore(certificate));
  words.not_after = told(X509_get0_notAfter(certificate));
  words.sha256 = sha256_of(certificate);
  words.sha1 = digest(certificate, EVP_sha1());
  words.self_signed = X509_self_signed(const_cast<X509*>(certificate), 1) == 1;
  words.key = key(certificate);
  return words;
}

}  // namespace fbd
