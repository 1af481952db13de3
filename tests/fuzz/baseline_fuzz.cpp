// A baseline and a tree of files come from disks and from people: whatever they hold, they are read
// or refused, and what was read is the same when it was written and is read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/configured_network.h"
#include "collectors/network/interface_intent.h"
#include "collectors/network/network_baseline.h"

using namespace fbd;

namespace {

void baseline(std::string_view text) {
  const Result<NetworkBaseline> read = parse_baseline(text);
  if (!read) {
    if (!read.error().message.starts_with("the baseline: ")) std::abort();
    return;
  }
  to_json(*read);
  const Result<NetworkBaseline> again = parse_baseline(write_baseline(*read, "{}"));
  if (again && again->files != read->files) std::abort();
  const Result<ConfiguredNetwork> network = read_configured_network(write_tree(read->files));
  if (network) intents(network->connections, false);
}

void files(std::string_view text) {
  const Result<ConfiguredNetwork> network = read_configured_network(text);
  if (!network) return;
  for (const NetworkProblem& problem : network->problems)
    if (problem.file.empty() || problem.reason.empty() || problem.consequence.empty()) std::abort();
  for (bool of_backups : {false, true}) intents(network->connections, of_backups);
  to_json(*network);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  baseline(text);
  files(text);
  return 0;
}
