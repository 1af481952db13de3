#include <algorithm>
#include <charconv>
#include <vector>

#include "collectors/host/agent_version.h"
#include "collectors/host/kernel.h"
#include "collectors/host/os_release.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"faulty", Status::fail, "version fixed"},
    {"faulty-for-kernel", Status::fail, "version kernel system"},
    {"too-old-for-kernel", Status::fail, "version kernel needed"},
};

/// All numbers of "4.18.0-305.148.1.el8_4.x86_64" up to the first part that is none.
std::vector<int> numbers_of(std::string_view text) {
  std::vector<int> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    int number = 0;
    const auto [stop, problem] = std::from_chars(at, end, number);
    if (problem != std::errc()) break;
    numbers.push_back(number);
    if (stop == end || (*stop != '.' && *stop != '-')) break;
    at = stop + 1;
  }
  return numbers;
}

bool at_least(const std::vector<int>& one, std::initializer_list<int> other) {
  return !std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end());
}

/// "9.66.7691.1" as well as "9.67.0.7759": the build is the first number of four digits.
int build_of(const std::vector<int>& version) {
  for (std::size_t i = 2; i < version.size(); ++i)
    if (version[i] >= 1000) return version[i];
  return 0;
}

// Azure/Azure-SiteRecovery (2026-07): the driver of these builds may lose writes.
constexpr int first_faulty = 7691;
constexpr int last_faulty = 7749;
constexpr std::string_view fixed_in = "9.67.0.7759";
// Azure/AzMigrate-Hydration (January 2025), check of the driver: 9.47 and 9.48 up to this build.
constexpr int last_faulty_on_new_kernels = 6308;

bool is_faulty_there(const OsRelease& os, const std::vector<int>& kernel) {
  const bool is_new = at_least(kernel, {5, 8});
  if (os.id == "ubuntu") return os.version_id == "20.04" && is_new;
  if (os.id == "debian") return os.major() == 10 && is_new;
  return os.id == "sles" && os.version_id == "15.3";
}

Verdict decide(ProtectedVm<AgentVersion> agent, ProtectedVm<Kernel> kernel,
               ProtectedVm<OsRelease> os) {
  const std::vector<int> version = numbers_of(agent->version);
  if (version.size() < 2)
    return unknown({ErrorKind::malformed,
                    agent.host().name + ": \"" + agent->version + "\" is no version of an agent"});
  const std::vector<int> release = numbers_of(kernel->release);
  const int build = build_of(version);
  const bool is_66 = version[0] == 9 && version[1] == 66;
  const bool is_47_or_48 = version[0] == 9 && (version[1] == 47 || version[1] == 48);
  if (build == 0 && (is_66 || (is_47_or_48 && is_faulty_there(*os, release))))
    return unknown({ErrorKind::malformed, agent.host().name + ": version \"" + agent->version +
                                              "\" does not tell the build, and some builds of "
                                              "this release have a faulty driver"});
  if (is_66 && build >= first_faulty && build <= last_faulty)
    return fail("faulty", {{"version", agent->version}, {"fixed", std::string(fixed_in)}});
  if (is_47_or_48 && build <= last_faulty_on_new_kernels && is_faulty_there(*os, release))
    return fail("faulty-for-kernel",
                {{"version", agent->version}, {"kernel", kernel->release}, {"system", os->pretty}});
  const bool rhel_8_4 = os->id == "rhel" && os->version_id == "8.4";
  if (rhel_8_4 && at_least(release, {4, 18, 0, 305, 148, 1}) && !at_least(version, {9, 65}))
    return fail("too-old-for-kernel",
                {{"version", agent->version}, {"kernel", kernel->release}, {"needed", "9.65"}});
  return pass();
}

}  // namespace

extern constinit const Probe agent_driver_version{
    .id = "agent.driver-version",
    .question = "Is the agent's driver free of faults that are known for its version?",
    .rule =
        "Azure/Azure-SiteRecovery (2026-07): faulty builds 7691 to 7749, RHEL 8.4; "
        "Azure/AzMigrate-Hydration (January 2025): builds up to 6308 on new kernels",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
