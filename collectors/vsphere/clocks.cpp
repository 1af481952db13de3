#include "collectors/vsphere/clocks.h"

#include <set>

#include <nlohmann/json.hpp>

#include "collectors/vsphere/api_time.h"
#include "collectors/vsphere/hosts.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"
#include "collectors/vsphere/site_refs.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Result<Request> clocks(const Context& context) {
  std::set<std::string> refs;
  if (context.host.roles.has(Role::vcenter)) {
    const Result<VsphereVms> vms = known<VsphereVms>(context).value;
    if (!vms) return tl::unexpected<Error>(vms.error());
    for (const Host* host : site_machines_at(context))
      for (const VsphereVm* vm : vms->of(*host))
        if (vm->host) refs.emplace(*vm->host);
  } else {
    const Result<VsphereHosts> hosts = known<VsphereHosts>(context).value;
    if (!hosts) return tl::unexpected<Error>(hosts.error());
    for (const VsphereHost& one : *hosts->all) refs.insert(one.ref);
  }
  if (refs.empty())
    return error(ErrorKind::not_collected,
                 context.host.name + ": no ESXi host there runs a machine of the site");
  return VsphereGet{VsphereCall::clocks, {refs.begin(), refs.end()}, {}, {}};
}

EsxiClock read(const Row& row) {
  const auto ours = parse_api_time(row.text_or_nothing("our_time"));
  const Result<std::string> text = row.text("time");
  if (!text) return {row.ref(), tl::unexpected<Error>(text.error())};
  const auto theirs = parse_api_time(*text);
  if (!ours || !theirs)
    return {row.ref(), error(ErrorKind::malformed, "\"" + *text + "\" is no time")};
  return {row.ref(), *theirs - *ours};
}

Result<VsphereClocks> parse(std::string_view answer) {
  Result<std::vector<EsxiClock>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  return VsphereClocks{std::move(*all)};
}

constexpr Origin<VsphereClocks> known_origins[] = {
    {"vsphere.clocks", Os::unknown, ask_vsphere(clocks, &VsphereClocks::before), parse},
};

}  // namespace

std::span<const Origin<VsphereClocks>> VsphereClocks::origins() { return known_origins; }

std::optional<Question> VsphereClocks::before(const Context& context) {
  if (context.host.roles.has(Role::vcenter)) return next_question<VsphereVms>(context);
  return next_question<VsphereHosts>(context);
}

std::string to_json(const VsphereClocks& fact) {
  return shown_list<Json>(fact.all, [](const EsxiClock& one) {
    return Json{{"ref", one.ref},
                {"ahead_seconds", one.ahead ? Json(one.ahead->count()) : Json()},
                {"unknown", one.ahead ? Json() : Json(one.ahead.error().message)}};
  });
}

}  // namespace fbd
