#include "collectors/host/network_traces.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "collectors/host/listing.h"

namespace fbd {
namespace {

constexpr std::string_view globs[] = {
    "/etc/vxagent/setazureip",
    "/etc/vxagent/setvmwareip",
    "/etc/vxagent/prepareforazure",
    "/etc/sysconfig/network-scripts/asr_nw/*",
    "/etc/sysconfig/network-scripts/inmage_nw/*",
    "/etc/sysconfig/network-scripts/azure_sms_bck/*",
    "/etc/sysconfig/network/asr_nw/*",
    "/etc/sysconfig/network/inmage_nw/*",
    "/etc/sysconfig/network/azure_sms_bck/*",
    "/etc/network/inmage_nw/*",
    "/etc/network/azure_sms_bck/*",
    "/etc/network/*-INMAGE-ORG",
    "/etc/network/*-INMAGE-MOD",
    "/etc/network/*.bck_azure_sms",
    "/etc/netplan/*.bck_azure_sms",
    "/etc/sysconfig/network-INMAGE-ORG",
    "/etc/sysconfig/network.bck_azure_sms",
    "/etc/sysconfig/network/*-INMAGE-ORG",
    "/etc/sysconfig/network/*-AZURE-ORG",
    "/etc/sysconfig/network/*.bck_azure_sms",
    "/etc/vxagent/logs/network-AZURE-ORG",
    "/etc/resolv.conf-INMAGE-ORG",
    "/etc/resolv.conf-AZURE-ORG",
    "/etc/resolv.conf.INMAGE_ORIG",
    "/etc/resolv.conf.bck_azure_sms",
    "/etc/.resolv.conf",
    "/etc/hostname.bck_azure_sms",
    "/etc/udev/rules.d/*-INMAGE-ORG",
    "/etc/udev/rules.d/*.bck_azure_sms",
    "/lib/udev/rules.d/*-INMAGE-ORG",
    "/lib/udev/rules.d/*.bck_azure_sms",
    "/usr/lib/udev/rules.d/*-INMAGE-ORG",
    "/usr/lib/udev/rules.d/*.bck_azure_sms",
    "/etc/default/grub-INMAGE-ORG",
    "/etc/default/grub.bck_azure_sms",
    "/boot/init*-INMAGE_ORG",
    "/etc/netplan/50-azure_migrate_dhcp.yaml",
    "/usr/local/azure-migrate/fix_dhcp.sh",
    "/etc/systemd/system/azure-migrate-startup.service",
    "/lib/systemd/system/azure-migrate-startup.service",
    "/usr/lib/systemd/system/azure-migrate-startup.service",
    "/etc/init.d/azure-migrate-startup",
};

/// Where the file was before, if it is a backup by its folder or suffix.
std::optional<std::string> original(std::string_view path) {
  if (path == "/etc/vxagent/logs/network-AZURE-ORG") return "/etc/sysconfig/network";
  if (path == "/etc/.resolv.conf") return "/etc/resolv.conf";
  for (std::string_view folder : {"/asr_nw/", "/inmage_nw/", "/azure_sms_bck/"})
    if (const std::size_t at = path.find(folder); at != path.npos)
      return std::string(path.substr(0, at + 1)) + std::string(path.substr(at + folder.size()));
  for (std::string_view suffix : {"-INMAGE-ORG", "-INMAGE_ORG", "-INMAGE-MOD", "-AZURE-ORG",
                                  ".INMAGE_ORIG", ".bck_azure_sms"})
    if (path.ends_with(suffix)) return std::string(path.substr(0, path.size() - suffix.size()));
  return std::nullopt;
}

NetworkTrace trace(const std::string& path) {
  if (auto before = original(path)) return {NetworkTraceKind::backup, path, std::move(*before)};
  if (path.starts_with("/etc/vxagent/")) return {NetworkTraceKind::marker, path, ""};
  if (path.starts_with("/etc/netplan/")) return {NetworkTraceKind::added, path, ""};
  return {NetworkTraceKind::boot_script, path, ""};
}

Result<NetworkTraces> parse_traces(std::string_view answer) {
  return read_listing(answer).map([](const Listing& listing) {
    NetworkTraces found;
    for (const TreeEntry& entry : listing.found) found.all.push_back(trace(entry.path));
    found.unseen = listing.unseen;
    std::sort(found.all.begin(), found.all.end(),
              [](const NetworkTrace& a, const NetworkTrace& b) { return a.path < b.path; });
    // Two globs may match one file.
    found.all.erase(
        std::unique(found.all.begin(), found.all.end(),
                    [](const NetworkTrace& a, const NetworkTrace& b) { return a.path == b.path; }),
        found.all.end());
    return found;
  });
}

constexpr Origin<NetworkTraces> known_origins[] = {
    {"host.network-traces", Os::gnu_linux, list_tree(globs), parse_traces},
};

}  // namespace

std::span<const Origin<NetworkTraces>> NetworkTraces::origins() { return known_origins; }

std::string_view name(NetworkTraceKind kind) {
  switch (kind) {
    case NetworkTraceKind::marker:
      return "marker";
    case NetworkTraceKind::backup:
      return "backup";
    case NetworkTraceKind::added:
      return "added";
    case NetworkTraceKind::boot_script:
      break;
  }
  return "boot-script";
}

bool NetworkTraces::any(NetworkTraceKind kind) const {
  return std::any_of(all.begin(), all.end(),
                     [kind](const NetworkTrace& one) { return one.kind == kind; });
}

std::string to_json(const NetworkTraces& fact) {
  using Json = nlohmann::ordered_json;
  Json traces = Json::array();
  for (const NetworkTrace& one : fact.all)
    traces.push_back({{"kind", name(one.kind)}, {"path", one.path}, {"original", one.original}});
  return Json{{"traces", std::move(traces)}, {"unseen", fact.unseen}}.dump(
      2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
