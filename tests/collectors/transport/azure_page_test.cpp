#include "collectors/transport/azure_page.h"

#include <string>

#include <doctest/doctest.h>

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
  CHECK_FALSE(check_page(R"({"a":)" + std::string(60, '[') + std::string(60, ']') + "}"));
  CHECK(check_page("<html><body>Sign in").error().message.find("a web page") != std::string::npos);
  CHECK(check_page("").error().message.find("cut off") != std::string::npos);
}

}  // namespace
}  // namespace fbd
