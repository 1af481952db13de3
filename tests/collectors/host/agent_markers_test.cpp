#include "collectors/host/agent_markers.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {
constexpr const char* id = "host.agent-markers";
}

TEST_CASE("markers that are there, that are not, and that cannot be looked at") {
  const AgentMarkers several = read_capture<AgentMarkers>(id, "several.tree");
  CHECK(several.has(AgentMarkers::no_respawn));
  CHECK(several.has(AgentMarkers::set_vmware_ip));
  CHECK_FALSE(several.has(AgentMarkers::set_azure_ip));
  CHECK(several.could_look_at(AgentMarkers::set_azure_ip));

  const AgentMarkers hidden = read_capture<AgentMarkers>(id, "not-root.tree");
  CHECK_FALSE(hidden.has(AgentMarkers::set_azure_ip));
  CHECK_FALSE(hidden.could_look_at(AgentMarkers::set_azure_ip));
  CHECK_FALSE(hidden.has(AgentMarkers::no_respawn));
  CHECK(hidden.could_look_at(AgentMarkers::no_respawn));

  CHECK(read_capture<AgentMarkers>(id, "none.tree").present.empty());
  CHECK_FALSE(parsed<AgentMarkers>(id, "file 0644"));
}

TEST_CASE("only names of markers are asked for, without wildcards") {
  const Ask& ask = AgentMarkers::origins().front().ask;
  const Ask::Tree tree = std::get<Ask::Tree>(ask.how);
  CHECK_FALSE(tree.contents);
  CHECK(tree.globs.size() == 5);
  CHECK(std::none_of(tree.globs.begin(), tree.globs.end(), [](std::string_view glob) {
    return glob.find('*') != std::string_view::npos;
  }));
}

TEST_CASE("AgentMarkers as JSON") {
  CHECK(to_json(read_capture<AgentMarkers>(id, "several.tree")) == R"({
  "present": [
    "/usr/local/.norespawn_vxagent",
    "/etc/vxagent/setvmwareip"
  ],
  "unseen": []
})");
}
