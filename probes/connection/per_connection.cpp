#include "probes/connection/per_connection.h"

namespace fbd::detail {
namespace {

std::string way(const Site& site, const Evidence& evidence, const Host& from, const Endpoint& to) {
  if (to.to) return "directly";
  const Known<ProxySettings> settings = known<ProxySettings>(Context{site, evidence, from});
  const std::optional<Proxy> proxy =
      settings.value ? settings.value->proxy_for(to.name) : std::nullopt;
  return proxy ? "through the proxy " + proxy->text() : "directly";
}

}  // namespace

Finding of_connection(std::string_view probe, const Site& site, const Evidence& evidence,
                      const Host& from, const Endpoint& to, Verdict verdict) {
  Finding finding{std::string(probe), {from.name}, std::move(verdict), {}, {}};
  // A name in Azure is no machine of the site.
  if (to.to) finding.hosts.push_back(to.name);
  Values& values = finding.verdict.values;
  values["host"] = from.name;
  values["flow"] = to.flow->id;
  values["to"] =
      to.address.empty() || to.address == to.name ? to.name : to.name + " (" + to.address + ")";
  values["address"] = to.address;
  values["port"] = std::to_string(to.port);
  values["purpose"] = to.flow->purpose;
  values["service"] = to.flow->service;
  values["through"] = way(site, evidence, from, to);
  return finding;
}

Verdict not_from_here(const Host& from) {
  return skipped(
      fmt::format("{}: not reached from here; its \"reach\" in the site file is none", from.name));
}

}  // namespace fbd::detail
