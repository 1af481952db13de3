// A site with one vCenter and one protected VM, and what the vCenter answered.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/fact.h"
#include "collectors/evidence/site.h"

namespace fbd {

class AskedVcenter {
 public:
  AskedVcenter() {
    Host vcenter;
    vcenter.name = "vc01";
    vcenter.roles.add(Role::vcenter);
    vcenter.url = "https://vc01/sdk";
    vcenter.account = Account{"asr", {}};
    Host vm;
    vm.name = "web01";
    vm.roles.add(Role::protected_vm);
    site.hosts = {std::move(vcenter), std::move(vm)};
  }

  void answer(const std::string& question, std::string rows) {
    evidence.record(
        {"vc01", question, VsphereGet{}},
        {std::chrono::sys_seconds(std::chrono::seconds(1'000'000)), {}, std::move(rows)});
  }
  template <class F>
  std::optional<Question> next() const {
    return next_question<F>(Context{site, evidence, site.hosts[0]});
  }
  template <class F>
  Result<F> fact() const {
    return known<F>(Context{site, evidence, site.hosts[0]}).value;
  }

  Site site;
  Evidence evidence;
};

}  // namespace fbd
