#include "tests/house/scenarios.h"
#include "tests/tests_directory.h"

#include <algorithm>

#include <doctest/doctest.h>

namespace fbd {

std::vector<Scenario> scenarios() {
  std::vector<Scenario> all;
  const std::filesystem::path directory = std::filesystem::path(tests_directory()) / "scenarios";
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (!entry.is_directory()) continue;
    Result<Bundle> bundle = read_bundle(entry.path() / "bundle");
    if (!bundle) FAIL(entry.path().string() << ": " << bundle.error().message);
    all.push_back({entry.path().filename().string(), std::move(*bundle)});
  }
  std::sort(all.begin(), all.end(),
            [](const Scenario& a, const Scenario& b) { return a.name < b.name; });
  return all;
}

}  // namespace fbd
