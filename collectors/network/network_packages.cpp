#include "collectors/network/network_packages.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/network/package_names.h"

namespace fbd {
namespace {

using Package = NetworkPackages::Package;
using State = NetworkPackages::State;

State state_of(std::string_view dpkg_word) {
  if (dpkg_word == "installed" || dpkg_word.starts_with("triggers-")) return State::installed;
  if (dpkg_word == "config-files") return State::removed;
  if (dpkg_word == "not-installed") return State::absent;
  if (dpkg_word == "unpacked" || dpkg_word == "half-configured" || dpkg_word == "half-installed")
    return State::broken;
  return State::unknown;
}

/// Of a package that is there for several architectures one that is whole counts.
Package from_dpkg(const DpkgStatus& dpkg, std::string_view name) {
  Package package{std::string(name), State::absent,          "", "dpkg",
                  "not installed",   "/var/lib/dpkg/status", "", ""};
  for (const DpkgStatus::Package& one : dpkg.all) {
    const State state = state_of(one.word());
    if (one.name != name || package.state == State::installed) continue;
    package.state = state;
    package.status = one.status;
    package.version = one.version;
  }
  return package;
}

/// Of several versions the one that was installed last counts, which the answer has last.
Package from_rpm(const RpmPackages& rpm, std::string_view name) {
  Package package{std::string(name), rpm.damaged > 0 ? State::unknown : State::absent, "", "rpm",
                  "not installed",   fmt::format("{} ({})", rpm.database, rpm.form),   "", ""};
  for (const RpmPackages::Package& one : rpm.all) {
    if (one.name != name) continue;
    package.state = State::installed;
    package.status = "installed";
    package.version = one.version;
  }
  return package;
}

void add_removal(Package& package, const PackageLog& log) {
  if (package.state != State::absent && package.state != State::removed) return;
  const PackageLog::Entry* removal = log.removal_of(package.name);
  if (!removal) return;
  package.state = State::removed;
  package.removed_at = removal->at;
  package.removed_by = removal->by;
}

}  // namespace

const Package* NetworkPackages::find(std::string_view name) const {
  const auto found =
      std::find_if(all.begin(), all.end(), [name](const Package& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool NetworkPackages::is_installed(std::string_view name) const {
  const Package* package = find(name);
  return package && package->state == State::installed;
}

Result<NetworkPackages> network_packages(const Result<DpkgStatus>& dpkg,
                                         const Result<RpmPackages>& rpm,
                                         const Result<PackageLog>& log) {
  NetworkPackages packages;
  if (dpkg) {
    for (const std::string_view name : dpkg_network_packages)
      packages.all.push_back(from_dpkg(*dpkg, name));
  } else if (rpm) {
    for (const std::string_view name : rpm_network_packages)
      packages.all.push_back(from_rpm(*rpm, name));
    if (rpm->damaged > 0)
      packages.problems.push_back(
          fmt::format("{}: {} packages cannot be read", rpm->database, rpm->damaged));
  } else {
    return tl::unexpected<Error>(dpkg.error().kind == ErrorKind::not_found ? rpm.error()
                                                                           : dpkg.error());
  }
  if (!log) {
    packages.problems.push_back(log.error().message);
    return packages;
  }
  for (Package& package : packages.all) add_removal(package, *log);
  packages.problems.insert(packages.problems.end(), log->problems.begin(), log->problems.end());
  return packages;
}

std::string_view name(State state) {
  switch (state) {
    case State::installed:
      return "installed";
    case State::removed:
      return "removed";
    case State::broken:
      return "broken";
    case State::absent:
      return "absent";
    case State::unknown:
      return "unknown";
  }
  return "";
}

std::string to_json(const NetworkPackages& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["all"] = Json::array();
  for (const Package& one : fact.all)
    json["all"].push_back({{"name", one.name},
                           {"state", name(one.state)},
                           {"version", one.version},
                           {"manager", one.manager},
                           {"status", one.status},
                           {"read_from", one.read_from},
                           {"removed_at", one.removed_at},
                           {"removed_by", one.removed_by}});
  json["problems"] = fact.problems;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
