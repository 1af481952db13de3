// Any bytes in place of names of processes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "collectors/host/processes.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<Processes> fact = Processes::origins().front().parse(text);
  if (!fact) return 0;
  if (fact->names.empty()) std::abort();
  // The kernel cuts names at 15 characters; what it did list is found again.
  for (const std::string& name : fact->names)
    if (name.size() <= 15 && !fact->runs(name)) std::abort();
  to_json(*fact);
  return 0;
}
