// Taking the default route from one interface, in the words of the stack that has it.
#pragma once

#include <string>

#include "kb/restore/file_edits.h"
#include "kb/restore/text_edits.h"

namespace fbd {

/// An IPv4 default route that a file asks for, not one that DHCP may bring.
bool has_gateway(const Connection& connection);

/// Changes the files of that connection so that it asks for none and takes none by DHCP. Why it
/// cannot be done, or "". Sources: nm-settings-keyfile(5) never-default; sysconfig.txt of
/// initscripts, DEFROUTE; netplan(5) use-routes; systemd.network(5) UseRoutes; interfaces(5)
/// gateway, metric; ifcfg-dhcp(5) of wicked, DHCLIENT_SET_DEFAULT_ROUTE; dhcpcd.conf(5) nogateway.
std::string without_gateway(FileEdits& edits, const Connection& connection,
                            const std::string& interface);

}  // namespace fbd
