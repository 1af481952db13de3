// Any bytes in place of netplan's files: one as it is, and two that are merged.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/netplan.h"

using namespace fbd;

namespace {

void check(const IpConfiguration& ip, bool v4) {
  if (ip.method == AddressMethod::fixed && ip.addresses.empty()) std::abort();
  for (const Cidr& address : ip.addresses)
    if (is_ipv4(address.address) != v4 || !address.prefix) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view second = text.substr(std::min(text.find("---"), size));
  for (const NetworkFiles& files :
       {NetworkFiles{{"/etc/netplan/1.yaml", text}},
        NetworkFiles{{"/etc/netplan/1.yaml", text.substr(0, size - second.size())},
                     {"/run/netplan/2.yaml", second}}}) {
    NetworkTree tree;
    tree.files = files;
    const NetworkReading reading = read_netplan(tree);
    for (const NetworkProblem& problem : reading.problems)
      if (problem.file.empty() || problem.reason.empty() || problem.consequence.empty())
        std::abort();
    for (const Connection& one : reading.connections) {
      // Whatever spoils one spoils all.
      if (one.status != reading.connections.front().status) std::abort();
      if (one.status != ConnectionStatus::ok && (one.reason.empty() || reading.problems.empty()))
        std::abort();
      if (one.id.empty() || one.sources.empty()) std::abort();
      check(one.ipv4, true);
      check(one.ipv6, false);
      one.applies_to("eth0", "00:50:56:01:02:03");
    }
  }
  return 0;
}
