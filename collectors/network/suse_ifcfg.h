// /etc/sysconfig/network of SUSE Linux Enterprise and openSUSE, as wicked reads it.
#pragma once

#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// One connection for each ifcfg-* file in `folder` ("/etc/sysconfig/network/", or a folder of
/// copies below it, whose connections are backups); ids are what follows "ifcfg-". Files that
/// wicked passes over by name are `ignored`, those that it does not take `refused`.
///
/// Routes of "routes" belong to the connection in whose network the gateway is. With copies go the
/// routes that were set aside beside them ("../routes-INMAGE-ORG").
///
/// Name servers and search domains are one list for the whole machine (NETCONFIG_DNS_STATIC_* in
/// "config"): every connection with a static address has them, the servers by their family.
///
/// Source: wicked 0.6, client/suse/compat-suse.c. The scripts of SLES 11 differ in being shell, in
/// names like "ifcfg-eth-id-<mac>", and in taking BOOTPROTO='none' for static.
NetworkReading read_suse_ifcfg(const NetworkTree& tree, std::string_view folder);

}  // namespace fbd
