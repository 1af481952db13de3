// Tokens for Azure Resource Manager: got when one is needed, kept for the run, told to nobody.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/transport/azure_endpoints.h"
#include "collectors/transport/blocking.h"
#include "collectors/transport/http.h"

namespace fbd {

/// A token, and how often it was got anew before: who was refused with one can ask for another.
struct AzureToken {
  std::string text;
  int number = 0;
};

class AzureTokens {
 public:
  using Ready = std::function<void(Result<AzureToken>)>;

  AzureTokens(EventLoop& loop, BlockingCalls& blocking, HttpClient& http, const Vault& vault);

  /// Calls `ready` from the loop. Everybody who asks while a token is being got waits for the same
  /// one. Errors are the same for everybody until somebody asks later.
  void get(std::chrono::milliseconds within, Ready ready);
  /// Azure refused the token with this number: the next who asks gets a new one.
  void refused(int number);

 private:
  void start(std::chrono::milliseconds within);
  void sign_in_as_service_principal(std::chrono::milliseconds within);
  void sign_in_as_machine(std::chrono::milliseconds within);
  void ask_cli(std::chrono::milliseconds within);
  void send(HttpRequest request, std::chrono::milliseconds within, const char* who);
  void answered(const char* who, const HttpOutcome& outcome);
  void finish(Result<std::string> token);
  SignIn way() const;

  EventLoop& loop_;
  BlockingCalls& blocking_;
  HttpClient& http_;
  const Vault vault_;
  const AzureEndpoints endpoints_;
  std::vector<Ready> waiting_;
  std::string token_;
  int number_ = 0;
  std::string body_;
  std::unique_ptr<HttpTransfer> transfer_;
  BlockingCalls::Call call_;
};

}  // namespace fbd
