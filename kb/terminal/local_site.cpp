#include "kb/terminal/local_site.h"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "collectors/host/agent_config.h"
#include "collectors/host/agent_version.h"
#include "collectors/host/platform.h"

namespace fbd {
namespace {

/// A name fit for a site file: letters, digits, '.', '-' and '_', a letter or digit first.
std::string host_name_from(std::string_view text, std::string_view fallback) {
  std::string name;
  for (const char c : text) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == '_';
    name += fits ? c : '-';
  }
  name.erase(0, name.find_first_not_of(".-_"));
  return name.empty() ? std::string(fallback) : name;
}

/// A machine with an agent is what its drscout.conf says. One without, on VMware or in Azure, may
/// well be the machine that lost its agent; anywhere else it is nobody's business.
Roles roles_of(const Context& context) {
  const Known<AgentConfig> config = known<AgentConfig>(context);
  if (config.value)
    return config.value->is_master_target() ? Roles{Role::master_target}
                                            : Roles{Role::protected_vm};
  const bool absent = config.value.error().kind == ErrorKind::not_found;
  if (!absent || known<AgentVersion>(context).value) return {Role::protected_vm};
  const Known<Platform> platform = known<Platform>(context);
  if (platform.value && (platform.value->in_azure() || platform.value->on_vmware()))
    return {Role::protected_vm};
  // Of a mounted disk nobody can see the platform; somebody mounted it for a reason.
  if (context.host.reach == Reach::root) return {Role::protected_vm};
  return {};
}

Host config_server_from(const AgentConfig& config) {
  Host server;
  server.address = *config.config_server;
  const bool is_address =
      server.address.find_first_not_of("0123456789.:abcdefABCDEF") == std::string::npos;
  server.name =
      is_address ? "configuration-server" : host_name_from(server.address, "configuration-server");
  server.roles = {Role::configuration_server};
  server.os = Os::windows;
  if (config.port) server.port = *config.port;
  return server;
}

}  // namespace

Host this_machine() {
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
  Host host;
  host.name = host_name_from(name, "this-machine");
  host.os = Os::gnu_linux;
  host.reach = Reach::local;
  return host;
}

Host mounted_machine(const std::string& root) {
  Host host;
  const std::filesystem::path path = std::filesystem::path(root + "/").parent_path();
  host.name = host_name_from(path.filename().string(), "mounted-disk");
  host.os = Os::gnu_linux;
  host.reach = Reach::root;
  host.root = root;
  return host;
}

std::vector<Need> needs_of_role(const Host& host) {
  return {{host.name, &next_question<AgentConfig>},
          {host.name, &next_question<AgentVersion>},
          {host.name, &next_question<Platform>}};
}

void complete_site(Site& site, const Evidence& evidence) {
  std::optional<AgentConfig> agent;
  for (Host& host : site.hosts) {
    if (host.reach == Reach::none) continue;
    const Context context{site, evidence, host};
    if (host.roles.bits == 0) host.roles = roles_of(context);
    if (Result<AgentConfig> config = known<AgentConfig>(context).value; config && !agent)
      agent = std::move(*config);
  }
  if (!agent) return;
  if (site.stack == Stack::unknown) site.stack = agent->stack;
  const bool has_server = !site.in({Role::configuration_server}).empty();
  if (has_server || !agent->config_server || agent->config_server->empty()) return;
  Host server = config_server_from(*agent);
  while (site.host(server.name)) server.name += "-of-agent";
  site.hosts.push_back(std::move(server));
}

}  // namespace fbd
