// Any bytes in place of /etc/dhcpcd.conf.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/dhcpcd_conf.h"

using namespace fbd;

namespace {

void check(const IpConfiguration& ip) {
  if (ip.method == AddressMethod::fixed && ip.addresses.empty()) std::abort();
  for (const Cidr& address : ip.addresses)
    if (!address.prefix || !parse_cidr(address.text())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  NetworkTree tree;
  tree.files["/etc/dhcpcd.conf"] = {reinterpret_cast<const char*>(data), size};
  const NetworkReading reading = read_dhcpcd_conf(tree);
  for (const Connection& connection : reading.connections) {
    check(connection.ipv4);
    check(connection.ipv6);
    if (connection.sources.empty()) std::abort();
    if ((connection.status == ConnectionStatus::ok) != connection.reason.empty()) std::abort();
    connection.applies_to("eth0", "00:50:56:01:02:03");
  }
  for (const NetworkProblem& problem : reading.problems)
    if (problem.reason.empty() || problem.consequence.empty() || problem.line < 0) std::abort();
  return 0;
}
