#include "collectors/evidence/bundle_manifest.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "tests/collectors/evidence/bundle_samples.h"

using namespace fbd;

namespace {

/// A whole manifest around one observation.
std::string with(std::string_view observation) {
  return R"({"format": "failback-doctor bundle", "version": 1, "program": "0.1.0", "observations": [)" +
         std::string(observation) + "]}";
}

/// An observation with one piece exchanged.
std::string changed(std::string_view from, std::string_view to) {
  std::string text =
      R"({"host": "web01", "question": "host.x", "request": {"kind": "tcp-connect", "host": "a", )"
      R"("port": 443, "tries": 3}, "at": "2026-11-23T19:40:12Z", "took_milliseconds": 3, )"
      R"("member": "observations/web01/host.x"})";
  const std::size_t place = text.find(from);
  REQUIRE(place != std::string::npos);
  text.replace(place, from.size(), to);
  return with(text);
}

}  // namespace

TEST_CASE("a manifest is read as it was written") {
  Manifest manifest = manifest_of("1.2.3", sample_bundle().evidence);
  REQUIRE(manifest.entries.size() == sample_bundle().evidence.entries().size());
  const auto empty = std::find_if(
      manifest.entries.begin(), manifest.entries.end(),
      [](const ManifestEntry& one) { return one.member == "observations/web01/host.empty"; });
  REQUIRE(empty != manifest.entries.end());
  CHECK(empty->bytes == 0);
  CHECK(empty->sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string text = write_manifest(manifest);
  const auto read = read_manifest(text);
  if (!read) FAIL(read.error().message);
  CHECK(read->program == "1.2.3");
  REQUIRE(read->entries.size() == manifest.entries.size());
  for (std::size_t i = 0; i < manifest.entries.size(); ++i) {
    const ManifestEntry& a = manifest.entries[i];
    const ManifestEntry& b = read->entries[i];
    CHECK(a.asked == b.asked);
    CHECK(a.request == b.request);
    CHECK(a.at == b.at);
    CHECK(a.took == b.took);
    CHECK(a.member == b.member);
    CHECK(a.bytes == b.bytes);
    CHECK(a.sha256 == b.sha256);
    CHECK(a.error.has_value() == b.error.has_value());
  }
  CHECK(write_manifest(*read_manifest(write_manifest(*read))) == write_manifest(*read));
}

TEST_CASE("a question about rpm packages is read as it was written") {
  Evidence evidence;
  const Request request = RpmQuery{{"rpm", "NetworkManager"}};
  evidence.record({"web01", "host.rpm-packages", request},
                  {{}, {}, error(ErrorKind::not_found, "web01: there is none")});
  const std::string text = write_manifest(manifest_of("1", evidence));
  const auto read = read_manifest(text);
  if (!read) FAIL(read.error().message);
  REQUIRE(read->entries.size() == 1);
  CHECK(read->entries[0].request == request);
  CHECK(describe(request) == "look for rpm and 1 more packages in the rpm database");
  CHECK(describe(RpmQuery{{"rpm"}}) == "look for rpm in the rpm database");
  std::string damaged = text;
  damaged.replace(damaged.find("\"packages\""), 10, "\"pakcages\"");
  CHECK(read_manifest(damaged).error().message ==
        "manifest.json: observation 1: \"packages\" is missing");
}

TEST_CASE("a question about logs is read as it was written") {
  Evidence evidence;
  const Request request = ScanLogs{{"/var/log/svagents*", "/var/log/s2*"}};
  evidence.record({"web01", "logs.messages", request}, {{}, {}, "{}"});
  const auto read = read_manifest(write_manifest(manifest_of("1", evidence)));
  if (!read) FAIL(read.error().message);
  REQUIRE(read->entries.size() == 1);
  CHECK(read->entries[0].request == request);
  CHECK(describe(request) == "look for known messages in /var/log/svagents* and 1 more");
}

TEST_CASE("a manifest written by hand needs neither hash nor size") {
  const auto read = read_manifest(changed("\"tries\"", "\"comment\": {}, \"tries\""));
  if (!read) FAIL(read.error().message);
  CHECK(!read->entries[0].bytes);
  CHECK(read->entries[0].sha256.empty());
  CHECK(read->entries[0].request == Request{TcpConnect{"a", 443, 3}});
  CHECK(read_manifest(with(""))->entries.empty());
}

TEST_CASE("what is wrong with a manifest is told in a sentence") {
  const std::string one = "manifest.json: observation 1: ";
  struct Case {
    std::string text;
    std::string message;
  };
  const Case cases[]{
      {"", "manifest.json: this is no JSON at line 1, column 1"},
      {"{\n \"a\": x}", "manifest.json: this is no JSON at line 2, column 7"},
      {"\xFF", "manifest.json: this is no JSON at line 1, column 1"},
      {"{} {}", "manifest.json: this is no JSON at line 1, column 4"},
      {"[1e999]", "manifest.json: "},
      {"[]", "manifest.json: it is not the manifest of a failback-doctor bundle"},
      {"null", "manifest.json: it is not the manifest of a failback-doctor bundle"},
      {"{\"format\": 1}", "manifest.json: it is not the manifest of a failback-doctor bundle"},
      {"{\"format\": \"tar\"}",
       "manifest.json: it is not the manifest of a failback-doctor bundle"},
      {R"({"format": "failback-doctor bundle"})", "manifest.json: \"version\" is missing"},
      {R"({"format": "failback-doctor bundle", "version": 2})",
       "manifest.json: written by a newer failback-doctor, in format 2; this one reads format 1"},
      {R"({"format": "failback-doctor bundle", "version": 0})",
       "manifest.json: format 0 is unknown; this failback-doctor reads format 1"},
      {R"({"format": "failback-doctor bundle", "version": "1"})",
       "manifest.json: \"version\" is no whole number from 0 to 2147483647"},
      {R"({"format": "failback-doctor bundle", "version": 1.0})",
       "manifest.json: \"version\" is no whole number from 0 to 2147483647"},
      {R"({"format": "failback-doctor bundle", "version": 1})",
       "manifest.json: \"program\" is missing"},
      {R"({"format": "failback-doctor bundle", "version": 1, "program": ""})",
       "manifest.json: \"observations\" is missing"},
      {R"({"format": "failback-doctor bundle", "version": 1, "program": "", "observations": {}})",
       "manifest.json: \"observations\" is no list"},
      {with("3"), one + "\"host\" is missing"},
      {with("null"), one + "\"host\" is missing"},
      {changed("\"host\"", "\"hots\""), one + "\"host\" is missing"},
      {changed("\"web01\"", "7"), one + "\"host\" is no text"},
      {changed("\"web01\"", "\"..\""), one + "\"host\" cannot be \"..\""},
      {changed("\"web01\"", "\"a/b\""), one + "\"host\" cannot be \"a/b\""},
      {changed("\"host.x\"", "\"\""), one + "\"question\" cannot be \"\""},
      {changed("\"host.x\"", "\"a\\u0000b\""), one + "\"question\" cannot be"},
      {changed("\"request\"", "\"r\""), one + "\"request\" is missing"},
      {changed("tcp-connect", "http-get"), one + "\"http-get\" is no kind of request"},
      {changed("443", "65536"), one + "\"port\" is no whole number from 0 to 65535"},
      {changed("443", "-1"), one + "\"port\" is no whole number from 0 to 65535"},
      {changed("443", "1e3"), one + "\"port\" is no whole number from 0 to 65535"},
      {changed("443", "true"), one + "\"port\" is no whole number from 0 to 65535"},
      {changed("\"tries\": 3", "\"tries\": 99999999999"), one + "\"tries\" is no whole number"},
      {changed("tcp-connect", "read-file"), one + "\"path\" is missing"},
      {changed("\"kind\": \"tcp-connect\"", "\"kind\": \"read-tree\", \"globs\": 1"),
       one + "\"globs\" is no list"},
      {changed("\"kind\": \"tcp-connect\"", "\"kind\": \"read-tree\", \"globs\": [1]"),
       one + "\"globs\" holds something that is no text"},
      {changed("\"kind\": \"tcp-connect\"",
               "\"kind\": \"read-tree\", \"globs\": [], \"contents\": 1"),
       one + "\"contents\" is neither true nor false"},
      {changed("2026-11-23T19:40:12Z", "yesterday"), one + "\"at\" is no time"},
      {changed("2026-11-23T19:40:12Z", "2026-02-30T19:40:12Z"), one + "\"at\" is no time"},
      {changed("milliseconds\": 3", "milliseconds\": -3"),
       one + "\"took_milliseconds\" is no whole number"},
      {changed("\"member\"", "\"m\""), one + "\"member\" is missing"},
      {changed("observations/web01/host.x", "site.yaml"),
       one + "\"member\" is \"site.yaml\", and belongs at observations/web01/host.x"},
      {changed("\"member\"", "\"error\": {\"kind\": \"refused\", \"message\": \"\"}, \"member\""),
       one + "there are both \"member\" and \"error\""},
      {changed("\"member\"", "\"error\": 1, \"m\""), one + "\"kind\" is missing"},
      {changed("\"member\"", "\"error\": {\"kind\": \"bad\"}, \"m\""),
       one + "\"bad\" is no kind of error"},
      {changed("\"member\"", "\"error\": {\"kind\": \"refused\"}, \"m\""),
       one + "\"message\" is missing"},
      {changed("\"member\"", "\"bytes\": -1, \"member\""), one + "\"bytes\" is no whole number"},
      {changed("\"member\"", "\"sha256\": \"ABC\", \"member\""),
       one + "\"sha256\" is not 64 lower-case hexadecimal digits"},
      {changed("\"tries\"", "\"x\": [[[[[[[[0]]]]]]]], \"tries\""),
       "manifest.json: nested deeper than 8 levels"},
      {std::string(1'000'000, '['), "manifest.json: "},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text.substr(0, 400));
    const auto read = read_manifest(c.text);
    REQUIRE(!read);
    CHECK(read.error().kind == ErrorKind::malformed);
    CAPTURE(read.error().message);
    CHECK(read.error().message.starts_with(c.message));
  }
  std::string many = "0";
  for (int i = 0; i < 10'000; ++i) many += ",0";
  CHECK(read_manifest(with(many)).error().message ==
        "manifest.json: it has more than 10000 observations");
}
