#include "collectors/vsphere/account.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"wrong-password", Status::fail, "user message"},
    {"locked", Status::fail, "user message"},
    {"password-expired", Status::fail, "user message"},
    {"no-permission", Status::fail, "user message"},
    {"refused", Status::fail, "user message"},
};

Verdict decide(Vsphere<Result<VsphereAccount>> account) {
  using enum VsphereAccount::Outcome;
  const Result<VsphereAccount>& fact = *account;
  if (!fact && fact.error().kind == ErrorKind::not_found && account.host().url.empty())
    return skipped(fact.error().message);
  if (!fact) return unknown(fact.error());
  const Values values{{"user", fact->asked_as}, {"message", fact->message}};
  switch (fact->outcome) {
    case accepted:
      return pass({{"user", fact->user.empty() ? fact->asked_as : fact->user}});
    case wrong_password:
      return fail("wrong-password", values);
    case locked:
      return fail("locked", values);
    case password_expired:
      return fail("password-expired", values);
    case no_permission:
      return fail("no-permission", values);
    case refused:
      break;
  }
  return fail("refused", values);
}

}  // namespace

extern constinit const Probe vsphere_account{
    .id = "vsphere.account",
    .question = "Can the account that Site Recovery uses log in?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: the account of the vCenter; vSphere "
        "Web Services API, SessionManager.Login",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
