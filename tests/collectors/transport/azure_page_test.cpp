#include "collectors/transport/azure_page.h"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "collectors/transport/azure_endpoints.h"

namespace fbd {
namespace {

/// What is seen of a page that comes in pieces of this size.
PageScanner scanned(std::string_view page, std::size_t piece) {
  PageScanner scanner;
  for (std::size_t at = 0; at < page.size(); at += piece) scanner.feed(page.substr(at, piece));
  return scanner;
}

TEST_CASE("where a list goes on is seen as it comes, whatever the pieces") {
  struct Case {
    std::string_view page;
    bool whole;
    std::string_view link;
  };
  const Case cases[] = {
      {R"({"value":[{"name":"a"}],"nextLink":"https://h/p?a=1"})", true, "https://h/p?a=1"},
      {R"( {"nextLink" : "https:\/\/h\/\u0070" , "value":[]} )", true, "https://h/p"},
      {R"({"value":[],"nextLink":null})", true, ""},
      {R"({"value":[],"nextLink":""})", true, ""},
      {R"({"nextLink":null,"other":"https://h/x"})", true, ""},
      {R"({"nextLink":{"nextLink":"https://h/x"}})", true, ""},
      {R"({"value":[{"nextLink":"https://h/x"}]})", true, ""},
      {R"({"a":"nextLink","b":"\"nextLink\":\"x\""})", true, ""},
      {R"({"a":"}{\\","nextLink":"l"})", true, "l"},
      {R"({"next\u004cink":"l"})", true, "l"},
      {R"({"value":[)", false, ""},
      {R"({"nextLink":"l)", false, ""},
      {R"([{"nextLink":"l"}])", false, ""},
      {R"("nextLink")", false, ""},
      {R"({}{})", false, ""},
      {R"({} x)", false, ""},
      {"<html>", false, ""},
      {"", false, ""},
  };
  for (const Case& one : cases)
    for (const std::size_t piece : {1U, 3U, 1000U}) {
      CAPTURE(one.page);
      CAPTURE(piece);
      const PageScanner scanner = scanned(one.page, piece);
      CHECK(scanner.is_whole() == one.whole);
      CHECK(scanner.link() == (one.whole ? one.link : scanner.link()));
    }
}

TEST_CASE("a page is one object of JSON") {
  CHECK(check_page(R"({"value":[1,"a",null,true,2.5]})"));
  CHECK_FALSE(check_page(R"([])"));
  CHECK_FALSE(check_page(R"({"value":[)"));
  CHECK_FALSE(check_page(R"({"value":[x]})"));
  CHECK_FALSE(check_page(std::string_view("{}\0,", 4)));
  CHECK_FALSE(check_page(R"({"a":)" + std::string(60, '[') + std::string(60, ']') + "}"));
  CHECK(check_page("<html><body>Sign in").error().message.find("a web page") != std::string::npos);
  CHECK(check_page("").error().message.find("cut off") != std::string::npos);
}

HttpOutcome outcome_with(std::vector<std::pair<std::string, std::string>> headers) {
  HttpOutcome outcome{429};
  outcome.headers = std::move(headers);
  return outcome;
}

TEST_CASE("when the service wants to be asked again") {
  using std::chrono::seconds;
  const std::pair<std::string, std::string> date{"Date", "Thu, 26 Nov 2026 21:00:00 GMT"};
  CHECK(retry_after(outcome_with({{"retry-after", " 7 "}})) == seconds{7});
  CHECK(retry_after(outcome_with({{"Retry-After", "0"}})) == seconds{0});
  // The local clock says nothing: a date is measured against the answer's own.
  CHECK(retry_after(outcome_with({{"Retry-After", "Thu, 26 Nov 2026 21:01:30 GMT"}, date})) ==
        seconds{90});
  CHECK(retry_after(outcome_with({{"Retry-After", "Thu, 26 Nov 2026 20:00:00 GMT"}, date})) ==
        seconds{0});
  CHECK_FALSE(retry_after(outcome_with({{"Retry-After", "Thu, 26 Nov 2026 21:01:30 GMT"}})));
  for (const char* wrong : {"", "soon", "-1", "1.5", "99999999"}) {
    CAPTURE(wrong);
    CHECK_FALSE(retry_after(outcome_with({{"Retry-After", wrong}, date})));
  }
}

TEST_CASE("a refusal tells all that Microsoft's support asks for") {
  const AzureFailure failure = azure_failure(
      "vault01", 403,
      R"({"error":{"code":"AuthorizationFailed","message":"no\r\n  rights","details":[
          {"code":"539","message":"m","possibleCauses":"p","recommendedAction":"r",
           "clientRequestId":"c","activityId":"act-1"}]}})",
      outcome_with({{"x-ms-request-id", "req-1"}, {"x-ms-correlation-request-id", "cor-1"}}));
  CHECK(failure.error.kind == ErrorKind::denied);
  CHECK(failure.code == "AuthorizationFailed");
  for (const char* part :
       {"HTTP 403", "AuthorizationFailed", "rights", "539", "possible causes: p", "recommended: r",
        "activity id act-1", "request id req-1", "correlation id cor-1"}) {
    CAPTURE(part);
    CHECK(failure.error.message.find(part) != std::string::npos);
  }
  CHECK(azure_failure("v", 404, "<html>", outcome_with({})).error.message.find("a proxy") !=
        std::string::npos);
  const std::string signature = "https://s.blob.core.windows.net/c?sv=1&sig=abcDEF123%2Fx";
  CHECK(azure_failure("v", 400, R"({"error":{"code":"X","message":")" + signature + R"("}})",
                      outcome_with({}))
            .error.message.find("abcDEF123") == std::string::npos);
}

TEST_CASE("each cloud has its own addresses, and its tokens are for it alone") {
  Vault vault;
  CHECK(azure_endpoints(vault).resource_manager == "https://management.azure.com");
  CHECK(azure_endpoints(vault).login == "https://login.microsoftonline.com");
  vault.cloud = Cloud::china;
  CHECK(azure_endpoints(vault).audience == "https://management.chinacloudapi.cn");
  vault.cloud = Cloud::us_government;
  CHECK(azure_endpoints(vault).login == "https://login.microsoftonline.us");
  vault.resource_manager = "https://127.0.0.1:8443";
  CHECK(azure_endpoints(vault).resource_manager == "https://127.0.0.1:8443");
  CHECK(azure_endpoints(vault).audience == "https://management.usgovcloudapi.net");
}

TEST_CASE("who an address belongs to") {
  CHECK(origin_of("https://Management.Azure.com/a?b") ==
        origin_of("https://management.azure.com:443/"));
  CHECK(origin_of("https://management.azure.com.evil.example/") !=
        origin_of("https://management.azure.com/"));
  for (const char* none : {"http://management.azure.com/", "https://u@management.azure.com/",
                           "//management.azure.com/", "", "https://"}) {
    CAPTURE(none);
    CHECK(origin_of(none) != origin_of("https://management.azure.com/"));
  }
}

}  // namespace
}  // namespace fbd
