// Any tree in place of units, jobs, scripts and links.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/host/network_services.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<UnitFiles> units = UnitFiles::origins().front().parse(text);
  const Result<InitLinks> init = InitLinks::origins().front().parse(text);
  if (units && init) {
    const NetworkServices services = network_services(*units, *init);
    for (const NetworkServices::Service& one : services.all) {
      if (services.find(one.name) != &one) abort();
      services.starts_at_boot(one.name);
    }
    to_json(services);
    to_json(*units);
    to_json(*init);
  }
  if (const Result<RunningUnits> running = RunningUnits::origins().front().parse(text))
    to_json(*running);
  return 0;
}
