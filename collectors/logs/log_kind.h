// Which log a file is, by its name: patterns belong to kinds of logs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fbd {

/// A set of kinds; 0 is a file of which nothing is known.
using LogKinds = std::uint32_t;

/// The kinds in their order; the bit of a kind is 1 << its place.
///   agent      svagents, s2, appservice, dataprotection, cdpcli, evtcollforw, AzureRcmCli
///   installer  ua_install, ua_upgrader, InstallerErrors.json, ASRUnifiedAgent*.log
///   vss        vacp
///   cxps       the transfer server of a process server
///   server     configuration and process server: eventmanager, monitor_protection, host
///   registration mars       CBEngineCurr.errlog, the Recovery Services agent target preparation of
///   a master target system     syslog, messages, journal, kernel hydration  what the failover to
///   Azure did on the disk
std::vector<std::string_view> log_kind_names();

/// The bit of a kind's name; nothing if there is no such kind.
std::optional<LogKinds> log_kind(std::string_view name);

/// The kinds of a file, by its name without folder, whether rotated or compressed.
LogKinds kinds_of_file(std::string_view path);

}  // namespace fbd
