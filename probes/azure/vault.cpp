#include "collectors/azure/fabrics.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"denied", Status::fail, "why"},
    {"not-found", Status::fail, "why"},
};

Verdict decide(AzureVault<Result<FabricList>> fabrics) {
  if (*fabrics) return pass();
  const Error& why = fabrics->error();
  if (why.kind == ErrorKind::denied) return fail("denied", {{"why", why.message}});
  // The site file may be what is missing: that is no verdict on the vault.
  if (why.kind == ErrorKind::not_found && why.message.find("HTTP 404") != std::string::npos)
    return fail("not-found", {{"why", why.message}});
  return unknown(why);
}

}  // namespace

extern constinit const Probe azure_vault{
    .id = "azure.vault",
    .question = "May the vault be read, and is it there?",
    .rule =
        "Azure Resource Manager, REST API error responses; Azure built-in roles, Site Recovery "
        "Reader",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
