#include <fmt/format.h>

#include "collectors/vsphere/server.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"unresolved", Status::fail, "reason"},
    {"unreachable", Status::fail, "reason"},
    {"untrusted", Status::fail, "url thumbprint"},
    {"not-vsphere", Status::fail, "url detail"},
    {"http-error", Status::fail, "url status detail"},
    {"too-old", Status::fail, "product"},
    {"other-product", Status::fail, "product"},
    {"no-vcenter", Status::fail, "product"},
};

/// Why nothing answered at all, as far as that says something about the server.
Verdict no_answer(const Error& why) {
  switch (why.kind) {
    case ErrorKind::unresolved:
      return fail("unresolved", {{"reason", why.message}});
    case ErrorKind::refused:
    case ErrorKind::unreachable:
    case ErrorKind::timed_out:
    case ErrorKind::reset:
      return fail("unreachable", {{"reason", why.message}});
    default:
      return unknown(why);
  }
}

Verdict decide(Vsphere<Result<VsphereServer>> server) {
  using enum VsphereServer::Outcome;
  const Host& host = server.host();
  if (host.url.empty() || !host.account)
    return skipped(host.name + ": the site file gives no url and account for its vSphere API");
  const Result<VsphereServer>& fact = *server;
  if (!fact) return no_answer(fact.error());
  const std::string url = host.url;
  switch (fact->outcome) {
    case vsphere:
      break;
    case untrusted:
      return fail("untrusted", {{"url", url}, {"thumbprint", fact->thumbprint}});
    case redirected:
    case not_vsphere:
    case broken:
      return fail("not-vsphere", {{"url", url}, {"detail", fact->detail}});
    case http_error:
      return fail(
          "http-error",
          {{"url", url}, {"status", std::to_string(fact->http_status)}, {"detail", fact->detail}});
    case too_old:
      return fail("too-old", {{"product", fact->product}});
  }
  // VMware Server, Workstation and Player speak the same protocol.
  if (fact->product_line == "gsx" || fact->product_line == "ws")
    return fail("other-product", {{"product", fact->product}});
  if (host.roles.has(Role::vcenter) && !fact->is_vcenter())
    return fail("no-vcenter", {{"product", fact->product}});
  return pass({{"product", fact->product}});
}

}  // namespace

extern constinit const Probe vsphere_server{
    .id = "vsphere.server",
    .question = "Does a vSphere API answer at the address in the site file?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: the target is an ESXi host; "
        "vSphere Web Services API, AboutInfo",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
