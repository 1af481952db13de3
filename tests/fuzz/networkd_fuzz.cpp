// Any bytes in place of files of systemd-networkd. A line "=== NAME" begins the file NAME below
// /etc/systemd/network; what comes before the first is 10-a.network.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/networkd.h"
#include "collectors/network/networkd_link.h"

using namespace fbd;

namespace {

std::vector<TreeEntry> files(std::string_view text) {
  constexpr std::string_view mark = "=== ";
  std::vector<TreeEntry> tree;
  std::string path = "/etc/systemd/network/10-a.network";
  while (true) {
    const std::size_t end = text.find(mark);
    tree.push_back({TreeEntry::Kind::file, 0644, {}, path, std::string(text.substr(0, end))});
    if (end == std::string_view::npos) return tree;
    text.remove_prefix(end + mark.size());
    const std::size_t line = text.find('\n');
    path = "/etc/systemd/network/" + std::string(text.substr(0, line));
    if (line == std::string_view::npos) return tree;
    text.remove_prefix(line + 1);
  }
}

void check(const IpConfiguration& ip) {
  if (ip.method == AddressMethod::fixed && ip.addresses.empty()) std::abort();
  if (ip.method == AddressMethod::none && !ip.addresses.empty()) std::abort();
  for (const Cidr& address : ip.addresses)
    if (!address.prefix || !parse_cidr(address.text())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<TreeEntry> entries =
      files(std::string_view(reinterpret_cast<const char*>(data), size));
  const NetworkTree tree = network_tree(entries);
  const NetworkReading reading = read_networkd(tree);
  for (const Connection& connection : reading.connections) {
    check(connection.ipv4);
    check(connection.ipv6);
    if (connection.file().empty() || connection.interface == "lo") std::abort();
    if ((connection.status == ConnectionStatus::ok) != connection.reason.empty()) std::abort();
    connection.applies_to("eth0", "00:50:56:01:02:03");
  }
  for (const NetworkProblem& problem : reading.problems)
    if (problem.file.empty() || problem.reason.empty() || problem.consequence.empty()) std::abort();
  for (const LinkFile& link : read_link_files(tree))
    if ((link.status == ConnectionStatus::ok) != link.reason.empty()) std::abort();
  return 0;
}
