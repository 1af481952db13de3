#include "collectors/host/agent_markers.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/host/listing.h"

namespace fbd {
namespace {

constexpr std::string_view markers[] = {
    AgentMarkers::no_respawn,    AgentMarkers::master_target,     AgentMarkers::set_azure_ip,
    AgentMarkers::set_vmware_ip, AgentMarkers::prepare_for_azure,
};

Result<AgentMarkers> parse_markers(std::string_view answer) {
  return read_listing(answer).map([](const Listing& listing) {
    AgentMarkers found;
    for (const TreeEntry& entry : listing.found) found.present.push_back(entry.path);
    found.unseen = listing.unseen;
    return found;
  });
}

constexpr Origin<AgentMarkers> known_origins[] = {
    {"host.agent-markers", Os::gnu_linux, list_tree(markers), parse_markers},
};

}  // namespace

std::span<const Origin<AgentMarkers>> AgentMarkers::origins() { return known_origins; }

bool AgentMarkers::has(std::string_view path) const {
  return std::find(present.begin(), present.end(), path) != present.end();
}

bool AgentMarkers::could_look_at(std::string_view path) const {
  return std::find(unseen.begin(), unseen.end(), path) == unseen.end();
}

std::string to_json(const AgentMarkers& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["present"] = fact.present;
  json["unseen"] = fact.unseen;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
