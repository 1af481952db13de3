#include "tests/house/scenarios.h"
#include "tests/tests_directory.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

namespace fbd {

namespace {

namespace fs = std::filesystem;

/// As scenario_bundle.sh does it: the bundle of another scenario, with changes laid over it.
void put_together(const fs::path& scenario, const fs::path& out) {
  std::ifstream lines(scenario / "base");
  std::string line;
  std::getline(lines, line);
  fs::copy(scenario.parent_path() / line / "bundle", out, fs::copy_options::recursive);
  while (std::getline(lines, line)) {
    INFO(scenario.string(), ": ", line);
    REQUIRE(line.starts_with('-'));
    REQUIRE(fs::remove_all(out / line.substr(1)) > 0);
  }
  if (fs::exists(scenario / "changes"))
    fs::copy(scenario / "changes", out,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

Result<Bundle> bundle_of(const fs::path& scenario) {
  if (!fs::exists(scenario / "base")) return read_bundle(scenario / "bundle");
  std::string name = (fs::temp_directory_path() / "scenario-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()));
  const fs::path out = fs::path(name) / "bundle";
  put_together(scenario, out);
  Result<Bundle> bundle = read_bundle(out);
  fs::remove_all(name);
  return bundle;
}

}  // namespace

std::vector<Scenario> scenarios() {
  std::vector<Scenario> all;
  const fs::path directory = fs::path(tests_directory()) / "scenarios";
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (!entry.is_directory()) continue;
    Result<Bundle> bundle = bundle_of(entry.path());
    if (!bundle) FAIL(entry.path().string() << ": " << bundle.error().message);
    all.push_back({entry.path().filename().string(), std::move(*bundle)});
  }
  std::sort(all.begin(), all.end(),
            [](const Scenario& a, const Scenario& b) { return a.name < b.name; });
  return all;
}

}  // namespace fbd
