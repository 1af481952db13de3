#include "collectors/host/agent_version.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {
constexpr const char* id = "host.agent-version";
}

TEST_CASE(".vx_version of a configured agent") {
  const AgentVersion version = read_capture<AgentVersion>(id, "succeeded.txt");
  CHECK(version.version == "9.66.7567.1");
  CHECK(version.build_tag == "RELEASE_9-66-7567-1_GA_10_Sep_2025_RHEL8-64");
  CHECK(version.installation_dir == "/usr/local/ASR/Vx");
  CHECK(version.os_built_for == "RHEL8-64");
  CHECK(version.configuration_status == "Succeeded");
}

TEST_CASE("a status that failed is not one that is absent") {
  CHECK(read_capture<AgentVersion>(id, "failed.txt").configuration_status == "Failed");
  CHECK(read_capture<AgentVersion>(id, "unfinished.txt").configuration_status == std::nullopt);
  CHECK(parsed<AgentVersion>(id, "AGENT_CONFIGURATION_STATUS = \n")->configuration_status == "");
}

TEST_CASE("a .vx_version that says nothing is malformed") {
  for (const char* text : {"", "\n\n", "9.66\n", "# VERSION=9\n", "\x01\x02"}) {
    CAPTURE(text);
    const Result<AgentVersion> version = parsed<AgentVersion>(id, text);
    REQUIRE_FALSE(version);
    CHECK(version.error().kind == ErrorKind::malformed);
    CHECK(version.error().message.find("/usr/local/.vx_version") != std::string::npos);
  }
}

TEST_CASE("AgentVersion as JSON") {
  CHECK(to_json(read_capture<AgentVersion>(id, "unfinished.txt")) == R"({
  "path": "/usr/local/.vx_version",
  "version": "9.66.7567.1",
  "build_tag": "RELEASE_9-66-7567-1_GA_10_Sep_2025_RHEL8-64",
  "installation_dir": "/usr/local/ASR/Vx",
  "os_built_for": "RHEL8-64",
  "configuration_status": null
})");
}
