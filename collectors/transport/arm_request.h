// ArmRequest: one GET of Azure Resource Manager, with its token, its turn and its patience.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "collectors/transport/azure_page.h"
#include "collectors/transport/azure_tokens.h"
#include "collectors/transport/budget.h"
#include "collectors/transport/gate.h"
#include "collectors/transport/http.h"

namespace fbd {

/// What all questions to Azure share.
struct AzureService {
  AzureService(EventLoop& loop, BlockingCalls& blocking, HttpClient& client, const Vault& its_vault)
      : vault(its_vault),
        endpoints(azure_endpoints(vault)),
        http(client),
        tokens(loop, blocking, client, vault),
        requests(loop, requests_at_once) {}

  static constexpr std::size_t requests_at_once = 8;
  /// Of all questions of a run together: a bundle takes no more.
  static constexpr std::size_t most_bytes = 120U << 20;

  const Vault vault;
  const AzureEndpoints endpoints;
  HttpClient& http;
  AzureTokens tokens;
  Gate requests;
  std::size_t bytes = 0;  // that came so far
};

struct ArmPage {
  std::string body;
  std::string date;       // the answer's own, as it was
  PageScanner scanned{};  // what could be seen as it came
};

class ArmRequest {
 public:
  using Done = std::function<void(tl::expected<ArmPage, AzureFailure>)>;
  /// Told when it begins to cost time that is not our own: with its turn, until the end.
  using Turn = std::function<void()>;

  /// Carries itself out until `done` is called, from the loop; destroying it ends it. `what` names
  /// it in messages. 429, 503 and 504 are asked again when the service says so, as long as `left`
  /// has time; a token that was refused is got anew once.
  ArmRequest(EventLoop& loop, AzureService& service, std::string what, std::string url,
             std::size_t at_most, std::function<Clock::duration()> left, Turn turn, Done done);
  ArmRequest(const ArmRequest&) = delete;
  ArmRequest& operator=(const ArmRequest&) = delete;
  ~ArmRequest() = default;

 private:
  void sign_in();
  void send(const AzureToken& token);
  void answered(const HttpOutcome& outcome);
  void try_again(const HttpOutcome& outcome);
  void fail(AzureFailure failure);

  EventLoop& loop_;
  AzureService& service_;
  const std::string what_;
  const std::string url_;
  const std::size_t at_most_;
  const std::function<Clock::duration()> left_;
  const Turn turn_;
  Done done_;
  Gate::Place place_;
  EventLoop::Timer timer_;
  std::unique_ptr<HttpTransfer> transfer_;
  std::string body_;
  PageScanner scanner_;
  int token_number_ = 0;
  bool token_renewed_ = false;
  int tries_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace fbd
