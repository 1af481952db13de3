// Any bytes in place of a connection profile of NetworkManager, and of NetworkManager.conf.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/keyfile.h"
#include "collectors/network/network_manager_config.h"

using namespace fbd;

namespace {

void check(const IpConfiguration& ip, bool v4) {
  if (ip.method == AddressMethod::fixed && ip.addresses.empty()) std::abort();
  for (const Cidr& address : ip.addresses)
    if (!address.prefix || (v4 ? !is_ipv4(address.address) : !is_ipv6(address.address)))
      std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  NetworkTree tree;
  for (const char* path : {"/etc/NetworkManager/system-connections/a.nmconnection",
                           "/run/NetworkManager/system-connections/a.nmconnection",
                           "/etc/NetworkManager/NetworkManager.conf",
                           "/var/lib/NetworkManager/NetworkManager-intern.conf"})
    tree.files[path] = text;
  const NetworkReading reading = read_keyfiles(tree);
  if (reading.connections.size() > 2) std::abort();
  std::size_t in_force = 0;
  for (const Connection& connection : reading.connections) {
    check(connection.ipv4, true);
    check(connection.ipv6, false);
    if (connection.sources.empty()) std::abort();
    if (connection.reason.empty() != (connection.status == ConnectionStatus::ok)) std::abort();
    if (connection.status == ConnectionStatus::refused && reading.problems.empty()) std::abort();
    if (connection.status == ConnectionStatus::ok) ++in_force;
    connection.applies_to("eth0", "00:50:56:01:02:03");
  }
  // Both have the same UUID.
  if (in_force > 1) std::abort();
  const NetworkManagerConfig config = NetworkManagerConfig::read(tree);
  config.is_unmanaged("eth0", "00:50:56:01:02:03");
  config.manages_ifupdown();
  return 0;
}
