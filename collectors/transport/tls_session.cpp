#include "collectors/transport/tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/transport/certificate.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

constexpr int max_certificates = 16;

/// Records what is wrong with the chain and goes on: the question is what is there.
int note_check(int passed, X509_STORE_CTX* store) {
  if (passed) return 1;
  const auto* ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& checks = *static_cast<std::vector<TlsCheck>*>(SSL_get_app_data(ssl));
  const int code = X509_STORE_CTX_get_error(store);
  const int depth = X509_STORE_CTX_get_error_depth(store);
  const bool known = std::any_of(checks.begin(), checks.end(), [&](const TlsCheck& check) {
    return check.code == code && check.depth == depth;
  });
  if (!known) checks.push_back({code, X509_verify_cert_error_string(code), depth});
  return 1;
}

bool is_alert(unsigned long code) {
  return ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) > SSL_AD_REASON_OFFSET &&
         ERR_GET_REASON(code) <= SSL_AD_REASON_OFFSET + 255;
}

std::string alert_name(unsigned long code) {
  const int number = ERR_GET_REASON(code) - SSL_AD_REASON_OFFSET;
  // Newer than OpenSSL's list of names, which stops short of it.
  if (number == TLS13_AD_CERTIFICATE_REQUIRED) return "certificate required";
  if (number == TLS13_AD_MISSING_EXTENSION) return "missing extension";
  const std::string name = SSL_alert_desc_string_long(number);
  return name == "unknown" ? "alert " + std::to_string(number) : name;
}

}  // namespace

ssl_ctx_st* TlsClient::context() {
  if (context_) return context_.get();
  const std::shared_ptr<SSL_CTX> made(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX* context = made.get();
  if (!context) return nullptr;
  // The system's configuration may forbid what old servers speak; we want to hear them.
  SSL_CTX_set_security_level(context, 0);
  if (SSL_CTX_set_min_proto_version(context, TLS1_VERSION) != 1 ||
      SSL_CTX_set_max_proto_version(context, 0) != 1 ||
      SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0") != 1)
    return nullptr;
  SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, note_check);
  // If there are none, nothing verifies, and that is recorded.
  SSL_CTX_set_default_verify_paths(context);
  context_ = made;
  return context;
}

TlsSession::TlsSession(TlsClient& client, int socket, const std::string& server_name)
    : socket_(socket), ssl_(nullptr, SSL_free) {
  SSL_CTX* context = client.context();
  if (context) ssl_.reset(SSL_new(context));
  BIO* silence = BIO_new(BIO_s_mem());
  BIO* out = BIO_new_socket(socket, BIO_NOCLOSE);
  if (!ssl_ || !silence || !out) {
    BIO_free(silence);
    BIO_free(out);
    ssl_.reset();
    return;
  }
  SSL* ssl = ssl_.get();
  SSL_set_bio(ssl, silence, out);
  SSL_set_app_data(ssl, &checks_);
  SSL_set_connect_state(ssl);
  if (server_name.empty()) return;
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), server_name.c_str()) == 1) return;
  SSL_set1_host(ssl, server_name.c_str());
  SSL_set_tlsext_host_name(ssl, server_name.c_str());
}

/// OpenSSL hears nothing until the first bytes have been looked at: it would take the greeting of
/// an SSH or SMTP server for a broken TLS record and keep it to itself.
bool TlsSession::listen() {
  std::array<char, 64> first{};
  const ssize_t length = recv(socket_, first.data(), first.size(), MSG_PEEK | MSG_DONTWAIT);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (length <= 0) {
    end_by(length < 0 ? errno : 0);
    return false;
  }
  heard_ = true;
  if (first[0] != SSL3_RT_HANDSHAKE && first[0] != SSL3_RT_ALERT) {
    end(TlsOutcome::not_tls);
    greeting_ = printable({first.data(), static_cast<std::size_t>(length)}, first.size());
    return false;
  }
  BIO* in = BIO_new_socket(socket_, BIO_NOCLOSE);
  if (!in) return true;
  SSL_set0_rbio(ssl_.get(), in);
  listening_ = true;
  return true;
}

TlsSession::Step TlsSession::handshake() {
  if (!listening_ && !listen()) return Step::ended;
  ERR_clear_error();
  errno = 0;
  return after(SSL_do_handshake(ssl_.get()));
}

TlsSession::Step TlsSession::write(std::string_view bytes) {
  ERR_clear_error();
  errno = 0;
  return after(SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())));
}

TlsSession::Step TlsSession::read(std::string& text, std::size_t at_most) {
  const std::size_t had = text.size();
  text.resize(had + at_most);
  ERR_clear_error();
  errno = 0;
  const int got = SSL_read(ssl_.get(), text.data() + had, static_cast<int>(at_most));
  const Step step = after(got);
  text.resize(had + static_cast<std::size_t>(std::max(got, 0)));
  return step;
}

void TlsSession::say_goodbye() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
}

TlsSession::Step TlsSession::after(int result) {
  const int error_number = errno;
  const unsigned long code = ERR_peek_error();
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_NONE:
      return Step::done;
    case SSL_ERROR_WANT_READ:
      return Step::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return Step::wants_write;
    case SSL_ERROR_ZERO_RETURN:
      end(TlsOutcome::closed);
      break;
    case SSL_ERROR_SYSCALL:
      end_by(error_number);
      break;
    default:
      if (is_alert(code))
        end(TlsOutcome::alert, alert_name(code));
      else if (ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        end(TlsOutcome::closed);
      else
        end(TlsOutcome::failed, ERR_reason_error_string(code) ? ERR_reason_error_string(code) : "");
  }
  return Step::ended;
}

void TlsSession::end_by(int error_number) {
  if (error_number == 0) return end(TlsOutcome::closed);
  const bool reset = error_number == ECONNRESET || error_number == EPIPE;
  end(reset ? TlsOutcome::reset : TlsOutcome::failed, reason(error_number));
}

void TlsSession::end(TlsOutcome outcome, std::string detail) {
  outcome_ = outcome;
  detail_ = std::move(detail);
}

void TlsSession::describe(TlsAnswer& answer) const {
  const SSL* ssl = ssl_.get();
  answer.verify = checks_;
  if (const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl)) {
    answer.protocol = SSL_get_version(ssl);
    answer.cipher = SSL_CIPHER_get_name(cipher);
  }
  const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl);
  const int count = chain ? std::min(sk_X509_num(chain), max_certificates) : 0;
  for (int i = 0; i < count; ++i) answer.chain.push_back(told(sk_X509_value(chain, i)));
}

}  // namespace fbd
