// Any bytes in place of what "ip" prints about routes and links, and of the files beside a network
// stack's own.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/host/network_surroundings.h"
#include "collectors/host/network_traces.h"
#include "collectors/host/surroundings_readers.h"
#include "collectors/network/running_links.h"
#include "collectors/network/running_routes.h"

using namespace fbd;

namespace {

template <class Fact, class Check>
void read(std::string_view text, Check check) {
  for (const Origin<Fact>& origin : Fact::origins())
    if (const Result<Fact> fact = origin.parse(text)) {
      check(*fact);
      to_json(*fact);
    }
}

template <class Fact>
void read(std::string_view text) {
  read<Fact>(text, [](const Fact&) {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read<RunningRoutes>(text, [](const RunningRoutes& routes) {
    for (const RunningRoute& one : routes.defaults)
      if (one.to != "default" || one.table == "local") std::abort();
  });
  read<RunningLinks>(text, [](const RunningLinks& links) {
    for (const RunningLink& one : links.links)
      if (one.name.empty() || !links.find(one.name)) std::abort();
  });
  read<LinkDevices>(text);
  read<NetworkTraces>(text);
  read<NetworkSurroundings>(text);
  read<KernelCommandLine>(text, [](const KernelCommandLine& line) {
    for (const KernelWord& one : line.words)
      if (!line.value(one.name)) std::abort();
  });
  std::vector<NamingRule> rules;
  add_naming_rules(rules, "/r", text);
  for (const NamingRule& one : rules)
    if (one.name.empty() || one.line < 1) std::abort();
  Resolver resolver;
  read_resolver(resolver, "/r", text);
  cloud_init_network("/c", text);
  cloud_init_header(text);
  host_name("/etc/hostname", text);
  host_name("/etc/sysconfig/network", text);
  return 0;
}
