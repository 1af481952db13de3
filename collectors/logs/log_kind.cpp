#include "collectors/logs/log_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace fbd {
namespace {

constexpr std::array<std::string_view, 9> names{
    "agent", "installer", "vss", "cxps", "server", "mars", "target", "system", "hydration"};

struct Beginning {
  std::string_view text;  // lower case
  std::string_view kind;
};

/// The first one that a name begins with decides.
/// Source: AzMigrate-Hydration and Azure Site Recovery's documents name these files; what rotates
/// adds to the end.
constexpr std::array<Beginning, 46> beginnings{{
    {"svagents", "agent"},
    {"s2_", "agent"},
    {"s2.", "agent"},
    {"s2a2a", "agent"},
    {"s2v2a", "agent"},
    {"appservice", "agent"},
    {"dataprotection", "agent"},
    {"cdpcli", "agent"},
    {"cdpmgr", "agent"},
    {"cachemgr", "agent"},
    {"evtcollforw", "agent"},
    {"azurercmcli", "agent"},
    {"uarespawnd", "agent"},
    {"cxpsclient", "agent"},
    {"volsync", "agent"},
    {"resync", "agent"},
    {"ua_install", "installer"},
    {"ua_upgrade", "installer"},
    {"ua_uninstall", "installer"},
    {"installererrors", "installer"},
    {"asrunifiedagent", "installer"},
    {"unifiedagent", "installer"},
    {"wrapperunifiedagent", "installer"},
    {"asrconfig", "installer"},
    {"cx_tp_install", "installer"},
    {"vacp", "vss"},
    {"cxps", "cxps"},
    {"eventmanager", "server"},
    {"monitor_protection", "server"},
    {"configurator_register", "server"},
    {"asrapi_reporting", "server"},
    {"pushinstall", "server"},
    {"dra", "server"},
    {"cbengine", "mars"},
    {"mtvolreg", "target"},
    {"appliedmtcustomchanges", "target"},
    {"missing-packages", "target"},
    {"blacklistrootdev", "target"},
    {"post_process_linux_mt", "target"},
    {"preparetarget", "target"},
    {"messages", "system"},
    {"syslog", "system"},
    {"journal", "system"},
    {"kern", "system"},
    {"dmesg", "system"},
    {"azure", "hydration"},
}};

}  // namespace

std::vector<std::string_view> log_kind_names() { return {names.begin(), names.end()}; }

std::optional<LogKinds> log_kind(std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return LogKinds{1} << static_cast<unsigned>(found - names.begin());
}

LogKinds kinds_of_file(std::string_view path) {
  std::string name(path.substr(path.find_last_of("/\\") + 1));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const Beginning& beginning : beginnings)
    if (name.starts_with(beginning.text)) return log_kind(beginning.kind).value_or(0);
  // The server puts the time before the name of what an installer uploads.
  if (name.find("ua_installlogfile") != std::string::npos) return log_kind("installer").value_or(0);
  if (name.find("linuxga") != std::string::npos) return log_kind("hydration").value_or(0);
  return 0;
}

}  // namespace fbd
