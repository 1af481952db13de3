// Name servers of one interface, in the words of the stack that has it.
#pragma once

#include <string>
#include <vector>

#include "kb/restore/file_edits.h"

namespace fbd {

/// Changes the files of that connection so that it asks for these name servers and no others. False
/// where its stack leaves name servers to /etc/resolv.conf alone. Sources: nm-settings-keyfile(5);
/// nm-settings-ifcfg-rh(5), DNS1; netplan(5); systemd.network(5); resolvconf(8), dns-nameservers;
/// /etc/sysconfig/network/config of SUSE; dhcpcd.conf(5).
bool with_servers(FileEdits& edits, const Connection& connection,
                  const std::vector<std::string>& servers);

}  // namespace fbd
