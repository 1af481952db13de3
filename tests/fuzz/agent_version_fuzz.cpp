// Any bytes in place of .vx_version.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/host/agent_version.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<AgentVersion> fact = AgentVersion::origins().front().parse(text);
  if (!fact) return 0;
  to_json(*fact);
  return 0;
}
