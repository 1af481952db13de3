#include "collectors/host/failover_traces.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/host/listing.h"

namespace fbd {
namespace {

constexpr std::string_view traces[] = {
    // Markers for the next boot.
    "/etc/vxagent/setazureip",
    "/etc/vxagent/setvmwareip",
    "/etc/vxagent/prepareforazure",
    // Folders into which whole sets of interface files are moved.
    "/etc/sysconfig/network-scripts/asr_nw/*",
    "/etc/sysconfig/network-scripts/inmage_nw/*",
    "/etc/sysconfig/network-scripts/azure_sms_bck/*",
    "/etc/sysconfig/network/asr_nw/*",
    "/etc/sysconfig/network/inmage_nw/*",
    "/etc/sysconfig/network/azure_sms_bck/*",
    "/etc/network/inmage_nw/*",
    "/etc/network/azure_sms_bck/*",
    // Single files with a suffix of their own.
    "/etc/*-INMAGE-ORG",
    "/etc/*-AZURE-ORG",
    "/etc/*.INMAGE_ORIG",
    "/etc/*.bck_azure_sms",
    "/etc/*azure_sms_b*",
    "/etc/apt/*-INMAGE-ORG",
    "/etc/network/*-INMAGE-ORG",
    "/etc/network/*-INMAGE-MOD",
    "/etc/network/*.bck_azure_sms",
    "/etc/sysconfig/*-INMAGE-ORG",
    "/etc/sysconfig/*.bck_azure_sms",
    "/etc/sysconfig/network/*-INMAGE-ORG",
    "/etc/sysconfig/network/*-AZURE-ORG",
    "/etc/sysconfig/network/*.bck_azure_sms",
    "/etc/udev/rules.d/*-INMAGE-ORG",
    "/etc/udev/rules.d/*.bck_azure_sms",
    "/etc/vxagent/logs/*-AZURE-ORG",
    "/etc/yum.repos.d/*-INMAGE-ORG",
    "/lib/udev/rules.d/*-INMAGE-ORG",
    // What is added.
    "/etc/netplan/50-azure_migrate_dhcp.yaml",
    "/etc/profile.d/ASRLinuxGAStartup.sh",
    "/usr/local/asr-installga/*",
    "/usr/local/azure-migrate/*",
    // Logs.
    "/var/ASRLinuxGA-*/ASRLinuxGA.log",
    "/var/log/am-hydration-log-*.log",
    "/var/log/azure-migrate-startup.log",
};

Result<FailoverTraces> parse_traces(std::string_view answer) {
  return read_listing(answer).map([](const Listing& listing) {
    FailoverTraces found;
    for (const TreeEntry& entry : listing.found) found.paths.push_back(entry.path);
    found.unseen = listing.unseen;
    // Two globs may match one file.
    std::sort(found.paths.begin(), found.paths.end());
    found.paths.erase(std::unique(found.paths.begin(), found.paths.end()), found.paths.end());
    return found;
  });
}

constexpr Origin<FailoverTraces> known_origins[] = {
    {"host.failover-traces", Os::gnu_linux, list_tree(traces), parse_traces},
};

}  // namespace

std::span<const Origin<FailoverTraces>> FailoverTraces::origins() { return known_origins; }

bool FailoverTraces::has(std::string_view fragment) const {
  return std::any_of(paths.begin(), paths.end(), [fragment](const std::string& path) {
    return path.find(fragment) != std::string::npos;
  });
}

std::string to_json(const FailoverTraces& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["paths"] = fact.paths;
  json["unseen"] = fact.unseen;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
