// Any bytes in place of drscout.conf.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/host/agent_config.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<AgentConfig> fact = AgentConfig::origins().front().parse(text);
  // A damaged file is a fact as well: every text can be read.
  if (!fact) std::abort();
  if (fact->damage.empty() && text.find('[') == std::string_view::npos) std::abort();
  to_json(*fact);
  return 0;
}
