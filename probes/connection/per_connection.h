// Probes of one connection each: who dials whom comes from the table of flows, not from roles in a
// parameter list. Everything else is as in decided_by.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "collectors/network/flows.h"
#include "collectors/network/proxy_settings.h"
#include "probes/probe.h"

namespace fbd {

/// What decide gets: a connection, and a fact of it or why it is not there. A fact that is
/// not_collected never gets that far.
template <class F>
struct Measured {
  const Site& site;
  const Host& from;
  const Endpoint& to;
  Result<F> fact;
  std::chrono::sys_seconds at;

  /// A "failback-doctor listen" runs there for the time of the check.
  bool has_listener() const { return to.to && to.to->listener && to.to->listener->port == to.port; }
};

// Every finding of a connection has the values "flow" (its id), "to" ("ps01 (10.0.0.5)", for
// sentences), "address" (for commands), "port", "purpose", "service" and "through" ("directly" or
// the proxy that is used); decide adds its own.

/// Whether it is judged at all, or by the probes of the configuration server.
inline bool needed_for_replication(const Endpoint& to) {
  return to.flow->importance == Importance::replication && to.flow->id != "control";
}
inline bool carries_data(const Endpoint& to) { return needed_for_replication(to) && to.flow->data; }
inline bool speaks_tls(const Endpoint& to) {
  return needed_for_replication(to) &&
         (to.flow->speaks == Speaks::https || to.flow->speaks == Speaks::cxps);
}
inline bool for_installation(const Endpoint& to) {
  return to.flow->importance == Importance::installation;
}

namespace detail {

Finding of_connection(std::string_view probe, const Site& site, const Evidence& evidence,
                      const Host& from, const Endpoint& to, Verdict verdict);
Verdict not_from_here(const Host& from);

template <auto decide, bool (*concerns)(const Endpoint&), class F>
struct PerConnection {
  static void needs(const Site& site, std::vector<Need>& all) {
    for (const Host& from : site.hosts) {
      bool to_azure = false;
      for (const Endpoint& to : endpoints_of(site, from)) {
        if (!concerns(to)) continue;
        to_azure = to_azure || !to.to;
        add_need(all, {from.name, &next_question<F>, to.about()});
      }
      if (to_azure) add_need(all, {from.name, &next_question<ProxySettings>});
    }
  }

  static Finding one(std::string_view probe, const Site& site, const Evidence& evidence,
                     const Host& from, const Endpoint& to) {
    if (from.reach == Reach::none)
      return of_connection(probe, site, evidence, from, to, not_from_here(from));
    const std::string about = to.about();
    Known<F> fact = known<F>(Context{site, evidence, from, about});
    const bool asked = fact.value || fact.value.error().kind != ErrorKind::not_collected;
    Verdict verdict = asked ? decide(Measured<F>{site, from, to, fact.value, fact.at})
                            : unknown(fact.value.error());
    Finding finding = of_connection(probe, site, evidence, from, to, std::move(verdict));
    finding.evidence = std::move(fact.asked);
    finding.at = fact.at;
    return finding;
  }

  static void judge(std::string_view probe, const Site& site, const Evidence& evidence,
                    std::vector<Finding>& findings) {
    const std::size_t before = findings.size();
    for (const Host& from : site.hosts)
      for (const Endpoint& to : endpoints_of(site, from))
        if (concerns(to)) findings.push_back(one(probe, site, evidence, from, to));
    if (findings.size() == before)
      findings.push_back({std::string(probe),
                          {},
                          skipped("the site names no two machines with such a connection"),
                          {},
                          {}});
  }
};

template <auto decide, bool (*concerns)(const Endpoint&), class F>
constexpr Decision make_per_connection(Verdict (*)(const Measured<F>&)) {
  using P = PerConnection<decide, concerns, F>;
  return {&P::needs, &P::judge};
}

}  // namespace detail

/// Turns `Verdict decide(const Measured<FlowPort>&)` into needs and judgement of every
/// connection that `concerns` it. Those of hosts that are not reached are skipped: only the site
/// decides that.
template <auto decide, bool (*concerns)(const Endpoint&)>
constexpr Decision per_connection() {
  return detail::make_per_connection<decide, concerns>(decide);
}

}  // namespace fbd
