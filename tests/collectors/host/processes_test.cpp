#include "collectors/host/processes.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {
constexpr const char* id = "host.processes";
}

TEST_CASE("names are sorted, each once") {
  const Processes processes = read_capture<Processes>(id, "agent-runs.txt");
  CHECK(std::is_sorted(processes.names.begin(), processes.names.end()));
  CHECK(std::count(processes.names.begin(), processes.names.end(), "sshd") == 1);
}

TEST_CASE("the agent's programs are found under the names they may have") {
  const Processes runs = read_capture<Processes>(id, "agent-runs.txt");
  CHECK(runs.runs("svagents"));
  CHECK(runs.runs("appservice"));
  CHECK(runs.runs("sshd"));
  CHECK_FALSE(runs.runs("svagent"));
  for (const char* name : {"svagents", "svagentsV2A", "svagentsA2A"}) {
    CAPTURE(name);
    CHECK(Processes{{name}}.runs("svagents"));
  }
}

TEST_CASE("programs with similar names are others") {
  const Processes stopped = read_capture<Processes>(id, "agent-stopped.txt");
  CHECK_FALSE(stopped.runs("svagents"));
  CHECK_FALSE(stopped.runs("appservice"));
}

TEST_CASE("the kernel cuts names to 15 characters") {
  CHECK(Processes{{"DataProtectionS"}}.runs("DataProtectionSyncRcm"));
  CHECK_FALSE(Processes{{"DataProtection"}}.runs("DataProtectionSyncRcm"));
}

TEST_CASE("a machine without a process has not answered") {
  for (const char* answer : {"", "\n", " \n\n"}) {
    CAPTURE(answer);
    const Result<Processes> processes = parsed<Processes>(id, answer);
    REQUIRE_FALSE(processes);
    CHECK(processes.error().kind == ErrorKind::malformed);
  }
}

TEST_CASE("Processes as JSON") {
  CHECK(to_json(Processes{{"a", "b"}}) == "{\n  \"names\": [\n    \"a\",\n    \"b\"\n  ]\n}");
}
