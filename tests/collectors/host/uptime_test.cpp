#include "collectors/host/uptime.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;
using std::chrono::seconds;

namespace {
constexpr const char* id = "host.uptime";
}

TEST_CASE("seconds since boot, rounded down") {
  CHECK(read_capture<Uptime>(id, "just-booted.txt").up == seconds(899));
  CHECK(read_capture<Uptime>(id, "months.txt").up == seconds(8640000));
  CHECK(parsed<Uptime>(id, "0.00 0.00")->up == seconds(0));
  CHECK(parsed<Uptime>(id, "17")->up == seconds(17));
}

TEST_CASE("what is no time is malformed") {
  for (const char* answer :
       {"", "\n", "up 5 days", "-1.0 2.0", "12h", "99999999999999999999.0 1"}) {
    CAPTURE(answer);
    const Result<Uptime> uptime = parsed<Uptime>(id, answer);
    REQUIRE_FALSE(uptime);
    CHECK(uptime.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("Uptime as JSON") { CHECK(to_json(Uptime{seconds(5)}) == "{\n  \"up_seconds\": 5\n}"); }
