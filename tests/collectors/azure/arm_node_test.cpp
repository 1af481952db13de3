#include "collectors/azure/arm_node.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/protected_items.h"
#include "collectors/evidence/http_date.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

std::string shown(const std::optional<std::chrono::sys_seconds>& time) {
  return time ? iso_time(*time) : "never";
}

TEST_CASE("times of the service, in all its forms") {
  struct Case {
    std::string_view text;
    std::string_view time;
  };
  const Case cases[] = {
      {"2026-11-26T21:00:00.1234567Z", "2026-11-26T21:00:00Z"},
      {"2026-11-26T21:00:00Z", "2026-11-26T21:00:00Z"},
      {"2026-11-26T21:00:00", "2026-11-26T21:00:00Z"},
      {"2026-11-26T21:00:00+05:30", "2026-11-26T15:30:00Z"},
      {"2026-11-26T21:00:00.5-0800", "2026-11-27T05:00:00Z"},
      {"2026-11-26 21:00:00", "2026-11-26T21:00:00Z"},
      {"2026-11-26T21:00Z", "2026-11-26T21:00:00Z"},
      {"2026-11-26", "2026-11-26T00:00:00Z"},
      {"0001-01-01T00:00:00Z", "never"},
      {"1601-01-01T00:00:00Z", "never"},
      {"1753-01-01T01:01:01.0000000Z", "never"},
      {"9999-12-31T23:59:59.9999999Z", "never"},
      {"2026-13-26T21:00:00Z", "never"},
      {"2026-02-30T21:00:00Z", "never"},
      {"2026-11-26T25:00:00Z", "never"},
      {"2026-11-26T21:00:00+99:00", "never"},
      {"2026-11-26T21:00:00Zx", "never"},
      {"", "never"},
      {"soon", "never"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(shown(arm_time(one.text)) == one.time);
  }
  CHECK(shown(http_date("Thu, 26 Nov 2026 21:00:00 GMT")) == "2026-11-26T21:00:00Z");
  CHECK(shown(http_date("Thu, 26 Nov 2026 21:00:00 CET")) == "never");
  CHECK(shown(http_date("26 Nov 2026")) == "never");
}

ArmNode text(std::string leaf) {
  ArmNode node;
  node.kind = ArmNode::Kind::text;
  node.leaf = std::move(leaf);
  return node;
}

TEST_CASE("figures and truth values that came as texts") {
  CHECK(text("439.5").number() == 439.5);
  CHECK(text("21%").number() == 21);
  CHECK(text(" 7 ").count() == 7);
  CHECK_FALSE(text("-1").count());
  CHECK(text("-1").number() == -1);
  for (const char* wrong : {"", "%", "nan", "inf", "0x10", "1e999", "12 monkeys"}) {
    CAPTURE(wrong);
    CHECK_FALSE(text(wrong).number());
  }
  CHECK(text("True").flag() == true);
  CHECK(text("false").flag() == false);
  CHECK_FALSE(text("1").flag());
  CHECK(text("a\r\n   b\t c ").text() == "a b c");
}

std::vector<std::string> names_in(std::string_view answer, std::string* failures = nullptr) {
  std::vector<std::string> names;
  const Result<ArmNow> now =
      read_arm_answer(answer, {[&](const std::string& path, const ArmNode& resource) {
                                 names.push_back(path + ":" + resource["NAME"].text());
                               },
                               [&](const std::string& path, const Error& failure) {
                                 if (failures) *failures += path + ":" + failure.message;
                               }});
  if (!now) return {"malformed"};
  return names;
}

TEST_CASE("an answer is read resource by resource") {
  using Names = std::vector<std::string>;
  CHECK(names_in(R"({"date":null,"answers":[]})").empty());
  CHECK(names_in(R"({"date":null,"answers":[{"path":"/a","pages":[{"value":[{"name":"x"},
      {"name":"y","value":[{"name":"inner"}]}],"nextLink":"l"},{"value":[]},{"value":[{"name":"z"}]}]},
      {"path":"/b","pages":[{"name":"one","properties":{"value":[{"name":"no"}]}}]}]})") ==
        Names{"/a:x", "/a:y", "/a:z", "/b:one"});
  std::string failures;
  CHECK(names_in(R"({"answers":[{"path":"/a","error":{"kind":"not-found","status":404,
      "code":"X","message":"gone"}}]})",
                 &failures)
            .empty());
  CHECK(failures == "/a:gone");
  for (const char* wrong : {"", "null", "[]", "{}", "<html>", R"({"answers":1})",
                            R"({"answers":[{"pages":[{"value":[{)"}) {
    CAPTURE(wrong);
    CHECK(names_in(wrong) == Names{"malformed"});
  }
  CHECK(names_in(R"({"answers":[{"path":"/a","pages":[)" + std::string(5000, '[')) ==
        Names{"malformed"});
}

TEST_CASE("the way of an item is told by its type") {
  using Phase = ProtectedItem::Phase;
  struct Case {
    std::string_view type, location, site;
    Phase phase;
  };
  const Case cases[] = {
      {"InMageRcm", "Primary", "", Phase::forward},
      {"InMageRcm", "Recovery", "", Phase::failed_over},
      {"InMageRcmFailback", "Primary", "", Phase::reversed},
      {"InMageRcmFailback", "Recovery", "", Phase::reversed},
      {"InMageAzureV2", "Recovery", "", Phase::failed_over},
      {"InMage", "Primary", "Azure", Phase::reversed},
      {"InMage", "Recovery", "OnPrem", Phase::failed_back},
      {"HyperVReplicaAzure", "Recovery", "", Phase::other},
  };
  for (const Case& one : cases) {
    CAPTURE(one.type);
    ProtectedItem item;
    item.type = one.type;
    item.active_location = one.location;
    item.active_site = one.site;
    CHECK(item.phase() == one.phase);
  }
}

}  // namespace
}  // namespace fbd
