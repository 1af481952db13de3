// Any bytes in place of /etc/network/interfaces and of the files it may source, itself among them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/interfaces.h"

using namespace fbd;

namespace {

void check(const Connection& connection, const IpConfiguration& ip) {
  if (ip.method == AddressMethod::fixed && ip.addresses.empty()) std::abort();
  for (const Cidr& address : ip.addresses)
    if (!address.prefix || !parse_cidr(address.text())) std::abort();
  if (!ip.gateway.empty() && !is_ipv4(ip.gateway) && !is_ipv6(ip.gateway)) std::abort();
  if (connection.sources.empty()) std::abort();
  if ((connection.status == ConnectionStatus::ok) != connection.reason.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t half = size / 2;
  NetworkTree tree;
  tree.files = {{"/etc/network/interfaces", text},
                {"/etc/network/interfaces.d/a", text.substr(half)},
                {"/etc/network/interfaces.d/b.cfg", text.substr(0, half)}};
  tree.links = {{"/etc/network/interfaces.d/c", "../interfaces"},
                {"/etc/network/interfaces.d/d", "d"}};
  const NetworkReading reading = read_interfaces("/etc/network/interfaces", tree);
  for (const Connection& connection : reading.connections) {
    check(connection, connection.ipv4);
    check(connection, connection.ipv6);
    connection.applies_to("eth0", "");
  }
  for (const NetworkProblem& problem : reading.problems)
    if (problem.reason.empty() || problem.consequence.empty()) std::abort();
  return 0;
}
