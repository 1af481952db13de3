// What comes back from Azure Resource Manager, as far as carrying out a question needs to know.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/transport/http.h"

namespace fbd {

/// Finds where a list goes on while its page is still arriving, so that the next one can be asked
/// for before anybody reads this one. It counts brackets: what is between them check_page() reads.
class PageScanner {
 public:
  void feed(std::string_view bytes);
  /// Whether one object came, and was closed again.
  bool is_whole() const { return state_ == State::closed; }
  /// Where the list goes on: "nextLink" of that object, however it is written; "" at its end.
  std::string link() const;

 private:
  enum class State { before, open, closed, wrong };
  void end_of_word();

  State state_ = State::before;
  int depth_ = 0;
  bool in_word_ = false;  // between quotation marks
  bool escaped_ = false;
  bool is_key_ = false;   // a word of the outermost object that comes next is a member's name
  bool is_link_ = false;  // and this was the name
  std::string word_;      // of the outermost object, as it is written
  std::string link_;
};

/// malformed for what is not one object of JSON, such as a proxy's page, or nests deeper than any.
Result<void> check_page(std::string_view body);

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
