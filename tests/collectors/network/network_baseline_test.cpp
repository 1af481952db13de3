#include "collectors/network/network_baseline.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace fbd {
namespace {

std::string with_file(std::string_view file) {
  return fmt::format(R"({{"format": "failback-doctor baseline", "version": 1, "host": "web01",)"
                     R"( "at": "2026-11-26T22:22:06Z", "answers": {{}}, "files": [{}]}})",
                     file);
}

TEST_CASE("a baseline that is read and written is the same") {
  const Result<NetworkBaseline> read = parse_baseline(with_file(
      R"({"path": "/etc/netplan/1.yaml", "kind": "file", "mode": 384, "text": "network: {}\n"})"));
  REQUIRE(read);
  CHECK(read->host == "web01");
  REQUIRE(read->files.size() == 1);
  CHECK(read->files.front().path == "/etc/netplan/1.yaml");
  CHECK(read->files.front().bytes == "network: {}\n");
  const Result<NetworkBaseline> again = parse_baseline(write_baseline(*read, "{}"));
  REQUIRE(again);
  CHECK(again->files == read->files);
}

TEST_CASE("a file of a baseline that cannot be one is refused by name") {
  for (const char* file : {
           R"({"path": "etc/passwd", "kind": "file", "mode": 384, "text": "x"})",
           R"({"path": "", "kind": "file", "mode": 384, "text": "x"})",
           R"({"path": "/etc/x", "kind": "device", "mode": 384, "text": "x"})",
           R"({"path": "/etc/x", "kind": "file", "mode": 384, "hex": "0"})",
       }) {
    CAPTURE(file);
    const Result<NetworkBaseline> read = parse_baseline(with_file(file));
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::malformed);
    CHECK(read.error().message == "the baseline: one of \"files\" has an unknown kind or form");
  }
}

}  // namespace
}  // namespace fbd
