#include <algorithm>

#include <fmt/format.h>

#include "collectors/host/agent_version.h"
#include "probes/probe.h"
#include "probes/site/version_numbers.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"too-far-apart", Status::warn, "old newest behind"},
};

/// "9.66.7567.1" -> 66, or -1
int release_of(const std::string& version) {
  const std::optional<VersionNumbers> numbers = version_numbers(version);
  return numbers ? (*numbers)[1] : -1;
}

Verdict decide(const Every<AgentHost<AgentVersion>>& agents) {
  std::string old;
  int newest = -1;
  int oldest = -1;
  std::string newest_text;
  for (const auto& agent : agents) {
    const int release = release_of(agent->version);
    if (release < 0)
      return unknown({ErrorKind::malformed, fmt::format("{}: \"{}\" is no version of an agent",
                                                        agent.host().name, agent->version)});
    if (release > newest) {
      newest = release;
      newest_text = agent->version;
    }
    oldest = oldest < 0 ? release : std::min(oldest, release);
  }
  if (newest - oldest <= most_releases_behind) return pass();
  for (const auto& agent : agents)
    if (newest - release_of(agent->version) > most_releases_behind)
      old += fmt::format("{}{} ({})", old.empty() ? "" : ", ", agent.host().name, agent->version);
  return warn("too-far-apart",
              {{"old", old}, {"newest", newest_text}, {"behind", std::to_string(newest - oldest)}});
}

}  // namespace

extern constinit const Probe site_agent_versions{
    .id = "site.agent-versions",
    .question = "Are the agents of the site recent enough for each other?",
    .rule = "Site Recovery, Service updates (2025-12-22): four releases back are supported",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
