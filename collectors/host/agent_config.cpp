#include "collectors/host/agent_config.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/key_values.h"
#include "collectors/host/windows_host.h"

namespace fbd {
namespace {

constexpr std::string_view agent_section = "vxagent";
constexpr std::string_view transport_section = "vxagent.transport";

/// Control characters that no text file has.
bool is_binary(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && !(byte >= '\t' && byte <= '\r');
}

std::string damage_of(std::string_view text, const KeyValues& values) {
  if (trimmed(text).empty()) return "it is empty";
  const auto binary = std::find_if(text.begin(), text.end(), is_binary);
  if (binary != text.end())
    return fmt::format("line {}: binary data", 1 + std::count(text.begin(), binary, '\n'));
  if (values.open_section_line != 0)
    return fmt::format("line {}: the section has no closing bracket", values.open_section_line);
  if (!values.has_section(agent_section)) return "it has no section [vxagent]";
  return "";
}

Stack stack_of(std::string_view cs_type) {
  if (same_word(cs_type, "CSLegacy")) return Stack::classic;
  if (same_word(cs_type, "CSPrime")) return Stack::modernized;
  return Stack::unknown;
}

std::optional<bool> yes_or_no(std::string_view value) {
  for (std::string_view yes : {"true", "1", "yes"})
    if (same_word(value, yes)) return true;
  for (std::string_view no : {"false", "0", "no"})
    if (same_word(value, no)) return false;
  return std::nullopt;
}

std::optional<std::uint16_t> port_number(std::string_view value) {
  std::uint16_t port = 0;
  const char* end = value.data() + value.size();
  const auto [stopped, problem] = std::from_chars(value.data(), end, port);
  if (problem != std::errc() || stopped != end || port == 0) return std::nullopt;
  return port;
}

Result<AgentConfig> parse_config(std::string_view text) {
  const KeyValues values = key_values(text);
  const auto agent = [&values](std::string_view key) {
    return values.find(agent_section, key).value_or("");
  };
  AgentConfig config;
  config.damage = damage_of(text, values);
  config.host_id = agent("HostId");
  config.resource_id = agent("ResourceId");
  config.role = agent("Role");
  config.vm_platform = agent("VmPlatform");
  config.cs_type = agent("CSType");
  config.stack = stack_of(config.cs_type);
  config.cloud_pairing_status = agent("CloudPairingStatus");
  config.system_uuid = agent("SystemUUID");
  config.hypervisor_name = agent("HyperVisorName");
  config.is_azure_vm = yes_or_no(agent("IsAzureVm"));
  config.failover_vm_bios_id = agent("FailoverVmBiosId");
  config.rcm_settings_path = agent("RcmSettingsPath");
  config.diff_source_path = agent("DiffSourceExePathname");
  config.config_server = values.find(transport_section, "Hostname");
  config.port = port_number(values.find(transport_section, "Port").value_or(""));
  // The facts do not say which of the two sections holds it.
  config.cs_address_for_azure = agent("CsAddressForAzureComponents");
  if (config.cs_address_for_azure.empty())
    config.cs_address_for_azure =
        values.find(transport_section, "CsAddressForAzureComponents").value_or("");
  return config;
}

Result<AgentConfig> parse_windows(std::string_view answer) {
  const Result<WindowsHost> host = read_windows_host(answer);
  if (!host) return tl::unexpected<Error>(host.error());
  if (!host->agent)
    return error(ErrorKind::not_collected,
                 "what was brought from there is of an older version and says nothing of the "
                 "agent's configuration");
  if (host->agent->config.empty())
    return error(ErrorKind::not_found, "there is no drscout.conf of an agent");
  return parse_config(host->agent->config);
}

constexpr Origin<AgentConfig> known_origins[] = {
    {"host.agent-config", Os::gnu_linux, read_file(AgentConfig::path), parse_config},
    {WindowsHost::question, Os::windows, {WindowsHost::ask, true}, parse_windows},
};

}  // namespace

std::span<const Origin<AgentConfig>> AgentConfig::origins() { return known_origins; }

bool AgentConfig::is_master_target() const { return same_word(role, "MasterTarget"); }

std::string to_json(const AgentConfig& fact) {
  using Json = nlohmann::ordered_json;
  const auto or_null = [](const auto& value) { return value ? Json(*value) : Json(); };
  Json json;
  json["path"] = AgentConfig::path;
  json["damage"] = fact.damage.empty() ? Json() : Json(fact.damage);
  json["host_id"] = fact.host_id;
  json["resource_id"] = fact.resource_id;
  json["role"] = fact.role;
  json["vm_platform"] = fact.vm_platform;
  json["cs_type"] = fact.cs_type;
  json["stack"] = name(fact.stack);
  json["cloud_pairing_status"] = fact.cloud_pairing_status;
  json["system_uuid"] = fact.system_uuid;
  json["hypervisor_name"] = fact.hypervisor_name;
  json["is_azure_vm"] = or_null(fact.is_azure_vm);
  json["failover_vm_bios_id"] = fact.failover_vm_bios_id;
  json["rcm_settings_path"] = fact.rcm_settings_path;
  json["diff_source_path"] = fact.diff_source_path;
  json["cs_address_for_azure"] = fact.cs_address_for_azure;
  json["config_server"] = or_null(fact.config_server);
  json["port"] = or_null(fact.port);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
