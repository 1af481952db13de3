// Any bytes in place of the tree of DMI files.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/host/platform.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<Platform> fact = Platform::origins().front().parse(text);
  if (!fact) return 0;
  if (fact->uuid && !same_uuid(*fact->uuid, *fact->uuid)) std::abort();
  to_json(*fact);
  return 0;
}
