// NetworkManager's own connection profiles, called keyfiles.
#pragma once

#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// The profiles of /run, /etc and /usr/lib NetworkManager/system-connections, of every type but
/// loopback, in the order of their paths. As in NetworkManager 1.42: the names of files decide what
/// is read, others must not be able to read it, of several profiles with one UUID that in /run
/// counts, else that in /etc, and what a file does not say about IPv6 is automatic.
NetworkReading read_keyfiles(const NetworkTree& tree);

}  // namespace fbd
