// Any bytes in place of SUSE's network files: what stands before a line "@NAME" is ifcfg-eth0, what
// follows is the file of that name.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "collectors/network/suse_ifcfg.h"

using namespace fbd;

namespace {

void check(const IpConfiguration& ip) {
  if (ip.method == AddressMethod::fixed && ip.addresses.empty()) std::abort();
  for (const Cidr& address : ip.addresses)
    if (!address.prefix || !parse_cidr(address.text())) std::abort();
}

void check(const NetworkReading& reading) {
  for (const Connection& connection : reading.connections) {
    check(connection.ipv4);
    check(connection.ipv6);
    if (connection.sources.empty()) std::abort();
    if (!connection.controller.empty() && connection.ipv4.method != AddressMethod::none)
      std::abort();
    if ((connection.status == ConnectionStatus::ok) != connection.reason.empty()) std::abort();
    connection.applies_to("eth0", "00:50:56:01:02:03");
  }
  for (const NetworkProblem& problem : reading.problems)
    if (problem.reason.empty() || problem.consequence.empty() || problem.line < 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string folder = "/etc/sysconfig/network/";
  std::string name = "ifcfg-eth0";
  NetworkTree tree;
  while (true) {
    const std::size_t next = rest.find("\n@");
    const bool is_last = next == std::string_view::npos;
    tree.files[folder + name] = tree.files[folder + "asr_nw/" + name] =
        rest.substr(0, is_last ? next : next + 1);
    if (is_last) break;
    rest.remove_prefix(next + 2);
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  check(read_suse_ifcfg(tree, folder));
  check(read_suse_ifcfg(tree, folder + "asr_nw/"));
  return 0;
}
