// What comes back from Azure Resource Manager, as far as carrying out a question needs to know.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/transport/http.h"

namespace fbd {

/// Where a list goes on; "" at its end. malformed for what is not JSON, such as a proxy's page.
Result<std::string> next_link_of(std::string_view body);

/// How a request failed, with all that Microsoft's support asks for. `code` is the service's own:
/// "AuthorizationFailed".
struct AzureFailure {
  Error error;
  int status = 0;  // of HTTP; 0: there was no answer
  std::string code{};
};
AzureFailure azure_failure(std::string_view what, int status, std::string_view body,
                           const HttpOutcome& outcome);

/// How long the service wants to be left alone: Retry-After as seconds, or as a date, which is
/// measured against the answer's own Date. Nothing if it does not say.
std::optional<std::chrono::seconds> retry_after(const HttpOutcome& outcome);

/// "answers" of an AzureGet: a path and what came of it.
std::string failed_answer(std::string_view path, const AzureFailure& failure);
std::string quoted_json(std::string_view text);

}  // namespace fbd
