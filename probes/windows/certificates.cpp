#include <map>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/windows_host.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"expired", Status::warn, "certificates"},
    {"near-expiry", Status::warn, "certificates"},
};

// Manage the configuration server (2025-12-01), Renew SSL certificates: notice two months before.
constexpr std::chrono::days notice{60};

template <class F>
using Server = On<Roles{Role::configuration_server, Role::process_server, Role::master_target,
                        Role::protected_vm, Role::appliance},
                  F>;

using Certificate = WindowsHost::Certificate;

/// A renewed certificate leaves the old one behind: of the same name and issuer the last counts.
std::map<std::pair<std::string, std::string>, const Certificate*> newest(const WindowsHost& host) {
  std::map<std::pair<std::string, std::string>, const Certificate*> all;
  for (const Certificate& one : host.certificates) {
    const Certificate*& kept = all[{one.subject, one.issuer}];
    if (!kept || kept->not_after < one.not_after) kept = &one;
  }
  return all;
}

Verdict decide(const Server<WindowsHost>& host) {
  std::string expired;
  std::string near;
  for (const auto& [name, certificate] : newest(*host)) {
    // By the clock of that machine, which is the one that refuses it.
    if (certificate->not_after > host->time + notice) continue;
    std::string& list = certificate->not_after <= host->time ? expired : near;
    list += fmt::format("{}{} ({})", list.empty() ? "" : "; ", certificate->subject,
                        human_time(certificate->not_after));
  }
  if (!expired.empty()) return warn("expired", {{"certificates", expired}});
  if (!near.empty()) return warn("near-expiry", {{"certificates", near}});
  return pass();
}

}  // namespace

extern constinit const Probe windows_certificates{
    .id = "windows.certificates",
    .question = "Are the machine's own certificates valid for some time yet?",
    .rule =
        "Manage the configuration server (2025-12-01), Renew SSL certificates; Troubleshoot the "
        "configuration server (2025-12-09), Registration failures: expired certificates",
    .codes = codes,
    .os = Os::windows,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
