// Any bytes in place of a page of Azure's, in pieces of any size: what is seen of it as it comes is
// what a reader finds in it, and no refusal of a request cannot be told.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

#include "collectors/transport/azure_page.h"

using namespace fbd;

namespace {

/// The last of several members of one name counts, as for whoever reads the page.
std::string link_in(const nlohmann::json& page) {
  const auto found = page.find("nextLink");
  return found != page.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = data[0] % 7U + 1U;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  PageScanner scanner;
  for (std::size_t at = 0; at < text.size(); at += piece) scanner.feed(text.substr(at, piece));
  const std::string link = scanner.link();
  if (check_page(text)) {
    if (!scanner.is_whole()) std::abort();
    const std::string read = link_in(nlohmann::json::parse(text, nullptr, false));
    if (!read.empty() && read != link) std::abort();
  }
  HttpOutcome outcome{200};
  outcome.headers = {{"Retry-After", std::string(text)}, {"Date", std::string(text)}};
  static_cast<void>(retry_after(outcome));
  const AzureFailure failure = azure_failure("vault01", 400, text, outcome);
  static_cast<void>(failed_answer("/subscriptions/s", failure));
  return 0;
}
