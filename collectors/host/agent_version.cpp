#include "collectors/host/agent_version.h"

#include <nlohmann/json.hpp>

#include "collectors/host/key_values.h"
#include "collectors/host/windows_host.h"

namespace fbd {
namespace {

Result<AgentVersion> parse_version(std::string_view text) {
  const KeyValues values = key_values(text);
  if (values.all.empty())
    return error(ErrorKind::malformed,
                 std::string(AgentVersion::path) + " has no line of the form key=value");
  const auto value = [&values](std::string_view key) { return values.find("", key).value_or(""); };
  AgentVersion version;
  version.version = value("VERSION");
  version.build_tag = value("BUILD_TAG");
  version.installation_dir = value("INSTALLATION_DIR");
  version.os_built_for = value("OS_BUILT_FOR");
  version.configuration_status = values.find("", "AGENT_CONFIGURATION_STATUS");
  return version;
}

Result<AgentVersion> parse_windows(std::string_view answer) {
  const Result<WindowsHost> host = read_windows_host(answer);
  if (!host) return tl::unexpected<Error>(host.error());
  const WindowsHost::Service* agent = host->service("svagents");
  if (!agent) return error(ErrorKind::not_found, "there is no service svagents of an agent");
  AgentVersion version;
  version.version = agent->version;
  if (host->agent) version.installation_dir = host->agent->directory;
  return version;
}

constexpr Origin<AgentVersion> known_origins[] = {
    {"host.agent-version", Os::gnu_linux, read_file(AgentVersion::path), parse_version},
    {WindowsHost::question, Os::windows, {WindowsHost::ask, true}, parse_windows},
};

}  // namespace

std::span<const Origin<AgentVersion>> AgentVersion::origins() { return known_origins; }

std::string to_json(const AgentVersion& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["path"] = AgentVersion::path;
  json["version"] = fact.version;
  json["build_tag"] = fact.build_tag;
  json["installation_dir"] = fact.installation_dir;
  json["os_built_for"] = fact.os_built_for;
  json["configuration_status"] =
      fact.configuration_status ? Json(*fact.configuration_status) : Json();
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
