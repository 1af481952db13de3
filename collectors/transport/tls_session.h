// TlsSession: the TLS of one connection, whatever the certificate is worth.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/transport/tls_answer.h"

struct ssl_ctx_st;
struct ssl_st;

namespace fbd {

/// What all sessions share: offers every protocol from TLS 1.0 on and every cipher, trusts what the
/// system trusts.
class TlsClient {
 public:
  /// Made when it is first needed; null if OpenSSL cannot be set up.
  ssl_ctx_st* context();

 private:
  std::shared_ptr<ssl_ctx_st> context_;
};

/// On a non-blocking socket that must outlive it. SIGPIPE must not be fatal while it is used.
class TlsSession {
 public:
  /// `server_name` is what the certificate is checked for, and SNI unless it is an address.
  TlsSession(TlsClient& client, int socket, const std::string& server_name);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  /// False if OpenSSL has no memory left or cannot be set up; nothing else may be called then.
  explicit operator bool() const { return ssl_ != nullptr; }

  /// What the session waits for, or that a step has come to its end.
  enum class Step { done, wants_read, wants_write, ended };

  Step handshake();
  Step write(std::string_view bytes);  // all or nothing
  /// Takes at most `at_most` bytes of plain text.
  Step read(std::string& text, std::size_t at_most);
  void say_goodbye();

  /// Whether any byte has come from the peer.
  bool heard() const { return heard_; }
  /// How and why the session `ended`, and what a peer said that does not speak TLS.
  TlsOutcome outcome() const { return outcome_; }
  const std::string& detail() const { return detail_; }
  const std::string& greeting() const { return greeting_; }

  /// Adds protocol, cipher, chain and checks, as far as they are known.
  void describe(TlsAnswer& answer) const;

 private:
  bool listen();
  Step after(int result);
  void end_by(int error_number);  // 0: the end of the stream
  void end(TlsOutcome outcome, std::string detail = {});

  const int socket_;
  std::vector<TlsCheck> checks_;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
  TlsOutcome outcome_ = TlsOutcome::failed;
  std::string detail_;
  std::string greeting_;
  bool listening_ = false;
  bool heard_ = false;
};

}  // namespace fbd
