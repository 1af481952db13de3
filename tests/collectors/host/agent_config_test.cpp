#include "collectors/host/agent_config.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* id = "host.agent-config";

AgentConfig read(const std::string& file) { return read_capture<AgentConfig>(id, file); }
AgentConfig parse(std::string_view text) { return parsed<AgentConfig>(id, text).value(); }

}  // namespace

TEST_CASE("drscout.conf of a classic agent") {
  const AgentConfig config = read("classic.conf");
  CHECK(config.damage == "");
  CHECK(config.host_id == "564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3c");
  CHECK(config.resource_id == "2f5c1a0e-53a5-4d0b-8a0e-6c9d1b7e4f21");
  CHECK(config.role == "Agent");
  CHECK_FALSE(config.is_master_target());
  CHECK(config.vm_platform == "VmWare");
  CHECK(config.cs_type == "CSLegacy");
  CHECK(config.stack == Stack::classic);
  CHECK(config.system_uuid == config.host_id);
  CHECK(config.hypervisor_name == "VMware");
  CHECK(config.is_azure_vm == false);
  CHECK(config.diff_source_path == "/usr/local/ASR/Vx/bin/s2V2A");
  CHECK(config.config_server == "10.0.0.4");
  CHECK(config.port == 443);
  CHECK(config.cloud_pairing_status == "");
  CHECK(config.rcm_settings_path == "");
  CHECK(config.failover_vm_bios_id == "");
  CHECK(config.cs_address_for_azure == "");
}

TEST_CASE("drscout.conf of a modernized agent") {
  const AgentConfig config = read("modernized.conf");
  CHECK(config.damage == "");
  CHECK(config.stack == Stack::modernized);
  CHECK(config.cloud_pairing_status == "Incomplete");
  CHECK(config.rcm_settings_path == "/usr/local/InMage/config/RCMInfo.conf");
  CHECK(config.failover_vm_bios_id == "1E2C4D56-0A7F-7E4B-9A3D-0C5B8F1E2D3C");
  CHECK(config.is_azure_vm == true);
  CHECK(config.config_server == "");
}

TEST_CASE("drscout.conf of a master target") {
  const AgentConfig config = read("master-target.conf");
  CHECK(config.is_master_target());
  CHECK(config.cs_address_for_azure == "10.0.0.14");
  CHECK(config.is_azure_vm == std::nullopt);
  CHECK(config.system_uuid == "");
}

TEST_CASE("a configuration server that was blanked is not one that was never there") {
  CHECK(read("classic-address-blanked.conf").config_server == "");
  CHECK(read("template.conf").config_server == std::nullopt);
  CHECK(read("classic-address-blanked.conf").damage == "");
  CHECK(read("template.conf").damage == "");
  CHECK(read("template.conf").host_id == "1234_45466_67689");
  CHECK(read("template.conf").vm_platform == "");
}

TEST_CASE("a file somebody edited elsewhere") {
  const AgentConfig config = read("edited-on-windows.conf");
  CHECK(config.damage == "");
  CHECK(config.host_id == "564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3c");
  CHECK(config.role == "Agent");
  CHECK(config.vm_platform == "VmWare");
  CHECK(config.stack == Stack::classic);
  CHECK(config.config_server == "cs01.example.com");
  CHECK(config.port == std::nullopt);
}

TEST_CASE("a damaged file says what is wrong with it") {
  struct Case {
    const char* file;
    std::string damage;
  };
  const Case cases[] = {
      {"empty.conf", "it is empty"},
      {"cut-off.conf", "line 16: the section has no closing bracket"},
      {"no-agent-section.conf", "it has no section [vxagent]"},
      {"zeroed.conf", "line 8: binary data"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.file);
    CHECK(read(one.file).damage == one.damage);
  }
  CHECK(parse(" \r\n\t\n").damage == "it is empty");
  CHECK(parse("[VXAGENT]").damage == "");
  CHECK(parse("[vxagent]\n\x1b[0m").damage == "line 2: binary data");
  CHECK(parse("[vxagent]\nHostAgentName=\xE4\n").damage == "");
}

TEST_CASE("ports and answers of yes or no are read strictly") {
  const auto port = [](const std::string& text) {
    return parse("[vxagent.transport]\nPort=" + text + "\n").port;
  };
  CHECK(port("443") == 443);
  CHECK(port("65535") == 65535);
  for (const char* wrong : {"", "0", "65536", "-1", "443x", "0x1bb"}) {
    CAPTURE(wrong);
    CHECK(port(wrong) == std::nullopt);
  }
  const auto azure = [](const std::string& text) {
    return parse("[vxagent]\nIsAzureVm=" + text + "\n").is_azure_vm;
  };
  CHECK(azure("True") == true);
  CHECK(azure("1") == true);
  CHECK(azure("FALSE") == false);
  CHECK(azure("0") == false);
  CHECK(azure("") == std::nullopt);
  CHECK(azure("maybe") == std::nullopt);
}

TEST_CASE("what belongs to one section is not found in another") {
  const AgentConfig config =
      parse("HostId=1\nHostname=2\n[vxagent]\nHostname=3\n[other]\nRole=4\n");
  CHECK(config.host_id == "");
  CHECK(config.role == "");
  CHECK(config.config_server == std::nullopt);
}

TEST_CASE("AgentConfig as JSON, whatever bytes it holds") {
  const std::string json = to_json(read("classic.conf"));
  CHECK(json.find("\"stack\": \"classic\"") != std::string::npos);
  CHECK(json.find("\"damage\": null") != std::string::npos);
  CHECK(json.find("\"port\": 443") != std::string::npos);
  CHECK(json.find("\"is_azure_vm\": false") != std::string::npos);
  CHECK(to_json(parse("[vxagent]\nHostId=\xFF\n")).find("\xFF") == std::string::npos);
  CHECK(to_json(AgentConfig{}).find("\"config_server\": null") != std::string::npos);
}
