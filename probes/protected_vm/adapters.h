// The network adapters a machine has, and which configuration is for which of them.
#pragma once

#include <string>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/running_links.h"

namespace fbd {

/// Hardware, emulated or not: neither the loopback nor what the kernel makes by itself.
struct Adapter {
  const RunningLink* link = nullptr;
  std::string driver;
};

/// The pointers lead into `links`.
std::vector<Adapter> adapters(const RunningLinks& links, const LinkDevices& devices);

/// Like Connection::applies_to, but knows an adapter's other names, the address of its hardware and
/// its driver.
Applies applies(const Connection& connection, const Adapter& adapter);

bool has_mac(const RunningLinks& links, std::string_view mac);

/// "ens192 (00:50:56:9a:11:22), ens224 (00:50:56:9a:11:23)"
std::string text(const std::vector<Adapter>& adapters);

}  // namespace fbd
