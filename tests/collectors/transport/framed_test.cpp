#include "collectors/transport/framed.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

Framed fed(std::string_view bytes, std::size_t piece, std::size_t at_most = 100) {
  Framed framed("n0nce");
  framed.expect(3, at_most);
  for (std::size_t at = 0; at < bytes.size(); at += piece) framed.feed(bytes.substr(at, piece));
  return framed;
}

TEST_CASE("framed: only what lies between the lines counts, however it is cut") {
  const std::string_view text =
      "Welcome!\n"
      "\nn0nce begin 2\nold\n\nn0nce end 2 0\n"
      "noise n0nce begin 3 noise"
      "\nn0nce begin 3\n"
      "one\n\nn0nce end 2 9\ntwo"
      "\nn0nce end 3 17\n"
      "later\n";
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
    CAPTURE(piece);
    Framed framed = fed(text, piece);
    CHECK(framed.begun());
    REQUIRE(framed.status());
    CHECK(*framed.status() == 17);
    CHECK(framed.take() == "one\n\nn0nce end 2 9\ntwo");
    CHECK(framed.stray().starts_with("Welcome!"));
  }
}

TEST_CASE("framed: nothing, a newline, bytes of every kind") {
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
  for (const std::string& content :
       {std::string(), std::string("\n"), std::string("\n\n"), every}) {
    Framed framed = fed("\nn0nce begin 3\n" + content + "\nn0nce end 3 0\n", 5, 1000);
    REQUIRE(framed.status());
    CHECK(framed.take() == content);
  }
}

TEST_CASE("framed: too much is not kept") {
  const Framed framed = fed("\nn0nce begin 3\n" + std::string(1'000'000, 'x'), 1000);
  CHECK(framed.too_long());
  CHECK(framed.content().size() == 101);
  CHECK(!framed.status());
}

TEST_CASE("framed: an end that never comes") {
  CHECK(!fed("\nn0nce begin 3\nabc\nn0nce end 3 ", 1).status());
  CHECK(!fed("\nn0nce begin 3\nabc\nn0nce end 3 0", 1).status());
  CHECK(!fed("\nn0nce begin 4\nabc\nn0nce end 4 0\n", 1).begun());
}

}  // namespace
}  // namespace fbd
