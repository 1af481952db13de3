// Any bytes in place of the files below /etc/sysconfig, as both readers of Red Hat's ifcfg files
// take them. The text is cut at NULs into one file after the other.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "collectors/network/ifcfg_rh.h"
#include "collectors/network/network_scripts.h"

using namespace fbd;

namespace {

const std::string folder = "/etc/sysconfig/network-scripts/";

void check(const NetworkReading& reading) {
  for (const Connection& connection : reading.connections) {
    for (const bool v4 : {true, false}) {
      const IpConfiguration& ip = connection.ip(v4);
      // A static address is one that was read, and is an address.
      if (ip.method == AddressMethod::fixed && ip.addresses.empty()) std::abort();
      for (const Cidr& address : ip.addresses)
        if (!address.prefix || !parse_cidr(address.text())) std::abort();
      if (!connection.controller.empty() && ip.method != AddressMethod::none) std::abort();
    }
    const bool has_reason = !connection.reason.empty();
    if ((connection.status == ConnectionStatus::ok) == has_reason) std::abort();
    if (connection.status == ConnectionStatus::refused && reading.problems.empty()) std::abort();
    if (connection.sources.empty() || connection.line() < 0) std::abort();
    connection.applies_to("eth0", "00:50:56:01:02:03");
  }
  for (const NetworkProblem& problem : reading.problems)
    if (problem.file.empty() || problem.reason.empty() || problem.consequence.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::array<std::string, 7> files{folder + "ifcfg-eth0",        folder + "ifcfg-eth0:1",
                                         folder + "ifcfg-eth0-range0", folder + "route-eth0",
                                         folder + "route6-eth0",       "/etc/sysconfig/network",
                                         folder + "ifcfg-eth1"};
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  NetworkTree tree;
  for (const std::string& file : files) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    if (end > 0) tree.files.emplace(file, rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  // What is left has NULs in it.
  if (!rest.empty()) tree.files.emplace(folder + "ifcfg-eth2", rest);
  check(read_ifcfg_rh(tree, folder));
  check(read_network_scripts(tree, folder));
  return 0;
}
