#include "collectors/transport/azure_tokens.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/azure_cli.h"
#include "collectors/transport/secret.h"

namespace fbd {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_bytes = 256U << 10;
/// Whom messages are about.
constexpr const char* login_service = "Azure sign-in";
constexpr const char* metadata_service = "metadata service of this Azure VM";

Json parsed(const std::string& text) { return Json::parse(text, nullptr, false); }

std::string text_at(const Json& json, const char* key) {
  if (!json.is_object()) return {};
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A token is a word: anything else would become another header.
bool is_token(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                              "-._~+/=") == std::string_view::npos;
}

Result<std::string> token_of(const char* who, const Json& json, const char* key) {
  std::string token = text_at(json, key);
  if (is_token(token)) return token;
  return error(ErrorKind::malformed, fmt::format("{}: the answer holds no {}", who, key));
}

Error refusal(const char* who, int status, const Json& json, std::string_view request) {
  const std::string code = text_at(json, "error");
  const std::string text = text_at(json, "error_description");
  std::string said = code;
  if (!text.empty()) said += (said.empty() ? "" : ": ") + text;
  const ErrorKind kind = status == 404                   ? ErrorKind::not_found
                         : status >= 400 && status < 500 ? ErrorKind::denied
                                                         : ErrorKind::failed;
  std::string message = fmt::format("{}: HTTP {}", who, status);
  if (!said.empty()) message += fmt::format(", \"{}\"", printable(without_secrets(said), 400));
  if (!request.empty()) message += fmt::format(" (request id {})", printable(request, 80));
  return {kind, std::move(message)};
}

}  // namespace

AzureTokens::AzureTokens(EventLoop& loop, BlockingCalls& blocking, HttpClient& http,
                         const Vault& vault)
    : loop_(loop),
      blocking_(blocking),
      http_(http),
      vault_(vault),
      endpoints_(azure_endpoints(vault)) {}

SignIn AzureTokens::way() const {
  if (vault_.sign_in != SignIn::automatic) return vault_.sign_in;
  if (vault_.token) return SignIn::token;
  return vault_.client_secret ? SignIn::service_principal : SignIn::azure_cli;
}

void AzureTokens::get(std::chrono::milliseconds within, Ready ready) {
  if (!token_.empty()) {
    loop_.soon([ready = std::move(ready), token = AzureToken{token_, number_}] { ready(token); });
    return;
  }
  waiting_.push_back(std::move(ready));
  if (waiting_.size() == 1) loop_.soon([this, within] { start(within); });
}

void AzureTokens::refused(int number) {
  if (number == number_) token_.clear();
}

void AzureTokens::start(std::chrono::milliseconds within) {
  switch (way()) {
    case SignIn::token: {
      if (!vault_.token)
        return finish(error(ErrorKind::not_found,
                            "azure.token in the site file does not say "
                            "where the token is"));
      Result<std::string> token = read_secret(*vault_.token);
      if (token && !is_token(*token))
        token = error(ErrorKind::malformed, "what azure.token refers to is no token");
      // The same one again would be refused again.
      if (token && number_ > 0)
        token = error(ErrorKind::denied,
                      "the token that azure.token refers to has expired or is "
                      "not valid for this");
      return finish(std::move(token));
    }
    case SignIn::service_principal:
      return sign_in_as_service_principal(within);
    case SignIn::managed_identity:
      return sign_in_as_machine(within);
    case SignIn::azure_cli:
    case SignIn::automatic:
      return ask_cli(within);
  }
}

void AzureTokens::sign_in_as_service_principal(std::chrono::milliseconds within) {
  if (vault_.tenant.empty() || vault_.client_id.empty() || !vault_.client_secret)
    return finish(error(ErrorKind::not_found,
                        "signing in to Azure as a service principal needs tenant, client-id and "
                        "client-secret in the site file"));
  const Result<std::string> secret = read_secret(*vault_.client_secret);
  if (!secret) return finish(tl::unexpected<Error>(secret.error()));
  HttpRequest request;
  request.url =
      fmt::format("{}/{}/oauth2/v2.0/token", endpoints_.login, url_encoded(vault_.tenant));
  request.headers = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"};
  request.body = fmt::format("grant_type=client_credentials&client_id={}&client_secret={}&scope={}",
                             url_encoded(vault_.client_id), url_encoded(*secret),
                             url_encoded(endpoints_.audience + "/.default"));
  request.trust.ca_file = vault_.ca_file;
  request.environments_proxy = true;
  if (!vault_.proxy.empty()) request.proxy = vault_.proxy;
  send(std::move(request), within, login_service);
}

void AzureTokens::sign_in_as_machine(std::chrono::milliseconds within) {
  HttpRequest request;
  request.url = fmt::format("{}/metadata/identity/oauth2/token?api-version=2018-02-01&resource={}",
                            endpoints_.metadata, url_encoded(endpoints_.audience));
  if (!vault_.client_id.empty()) request.url += "&client_id=" + url_encoded(vault_.client_id);
  // A proxy must never see this, and the service refuses what came through one.
  request.headers = {"Metadata: true"};
  request.plain = true;
  send(std::move(request), within, metadata_service);
}

void AzureTokens::send(HttpRequest request, std::chrono::milliseconds within, const char* who) {
  body_.clear();
  transfer_ = http_.start(
      who, std::move(request), within,
      [this](std::string_view bytes) {
        body_ += bytes;
        return body_.size() <= most_bytes;
      },
      [this, who](const HttpOutcome& outcome) { answered(who, outcome); });
}

void AzureTokens::answered(const char* who, const HttpOutcome& outcome) {
  if (!outcome.status) return finish(tl::unexpected<Error>(outcome.status.error()));
  const Json json = parsed(body_);
  if (*outcome.status != 200)
    return finish(tl::unexpected<Error>(
        refusal(who, *outcome.status, json, outcome.header("x-ms-request-id"))));
  finish(token_of(who, json, "access_token"));
}

void AzureTokens::ask_cli(std::chrono::milliseconds within) {
  auto answer = std::make_shared<Result<std::string>>(
      error(ErrorKind::failed, "Azure CLI: the system has no thread left"));
  call_ = blocking_.start(
      [answer, within, resource = endpoints_.audience, tenant = vault_.tenant](
          const std::stop_token& stop) { *answer = ask_azure_cli(resource, tenant, within, stop); },
      [] {},
      [this, answer] {
        finish(*answer ? token_of("Azure CLI", parsed(**answer), "accessToken") : *answer);
      });
}

void AzureTokens::finish(Result<std::string> token) {
  std::fill(body_.begin(), body_.end(), '\0');
  body_.clear();
  Result<AzureToken> result = AzureToken{};
  if (token) {
    token_ = std::move(*token);
    result = AzureToken{token_, ++number_};
  } else {
    result = tl::unexpected<Error>(token.error());
  }
  for (Ready& ready : std::exchange(waiting_, {})) ready(result);
}

}  // namespace fbd
