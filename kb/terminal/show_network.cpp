#include "kb/terminal/show_network.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "collectors/host/network_services.h"
#include "collectors/host/network_surroundings.h"
#include "collectors/host/network_traces.h"
#include "collectors/host/unit_files.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/dpkg_status.h"
#include "collectors/network/leases.h"
#include "collectors/network/network_packages.h"
#include "collectors/network/package_log.h"
#include "collectors/network/rpm_packages.h"
#include "collectors/network/running_addresses.h"
#include "collectors/network/running_links.h"
#include "collectors/network/running_routes.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array questions{
    &next_question<ConfiguredNetwork>, &next_question<RunningAddresses>,
    &next_question<RunningRoutes>,     &next_question<RunningLinks>,
    &next_question<LinkDevices>,       &next_question<DpkgStatus>,
    &next_question<RpmPackages>,       &next_question<PackageLog>,
    &next_question<UnitFiles>,         &next_question<InitLinks>,
    &next_question<RunningUnits>,      &next_question<Leases>,
    &next_question<NetworkTraces>,     &next_question<NetworkSurroundings>,
};

/// Puts the document together; what is not known is null and noted.
class Document {
 public:
  explicit Document(const Context& context) : context_(context) {}

  std::string write() {
    Json configured = fact<ConfiguredNetwork>("connections");
    for (const char* key : {"connections", "backups", "ifcfg", "needs_network_manager"})
      all_[key] = taken(configured, key);
    add_problems(configured);
    all_["running"] = {
        {"addresses", part(fact<RunningAddresses>("running.addresses"), "interfaces")},
        {"routes", fact<RunningRoutes>("running.routes")},
        {"links", part(fact<RunningLinks>("running.links"), "links")},
        {"devices", part(fact<LinkDevices>("running.devices"), "devices")}};
    all_["packages"] = packages();
    all_["services"] = {{"at_boot", services()},
                        {"now", part(fact<RunningUnits>("services.now"), "all")}};
    Json leases = fact<Leases>("leases");
    all_["leases"] = taken(leases, "leases");
    add_problems(leases);
    all_["traces"] = {{"marks", fact<NetworkTraces>("traces.marks")},
                      {"surroundings", fact<NetworkSurroundings>("traces.surroundings")}};
    all_["problems"] = std::move(problems_);
    all_["unknown"] = std::move(unknown_);
    return all_.dump(2, ' ', false, Json::error_handler_t::replace);
  }

 private:
  void note(const char* what, const Error& error) {
    unknown_.push_back({{"what", what}, {"kind", name(error.kind)}, {"message", error.message}});
  }

  template <class F>
  Json parsed(const char* what, const Result<F>& fact) {
    if (fact) return Json::parse(to_json(*fact));
    note(what, fact.error());
    return nullptr;
  }

  template <class F>
  Json fact(const char* what) {
    // The fact is gone before its document is built: of a large disk both are large.
    const Result<std::string> text =
        known<F>(context_).value.map([](const F& known_one) { return to_json(known_one); });
    if (text) return Json::parse(*text);
    note(what, text.error());
    return nullptr;
  }

  /// Moved, for a copy of the connections of a large disk is as large as they are.
  static Json taken(Json& whole, const char* key) {
    return whole.is_object() ? std::move(whole.at(key)) : Json(nullptr);
  }
  static Json part(Json&& whole, const char* key) { return taken(whole, key); }

  void add_problems(Json& of) {
    if (of.is_object())
      for (Json& problem : of.at("problems")) problems_.push_back(std::move(problem));
  }

  Json packages() {
    return part(parsed("packages", network_packages(known<DpkgStatus>(context_).value,
                                                    known<RpmPackages>(context_).value,
                                                    known<PackageLog>(context_).value)),
                "all");
  }

  Json services() {
    const Result<UnitFiles> units = known<UnitFiles>(context_).value;
    const Result<InitLinks> init = known<InitLinks>(context_).value;
    if (!units) note("services.at_boot", units.error());
    if (!init) note("services.at_boot", init.error());
    if (!units || !init) return nullptr;
    return part(Json::parse(to_json(network_services(*units, *init))), "all");
  }

  const Context& context_;
  Json all_ = Json::object(), problems_ = Json::array(), unknown_ = Json::array();
};

}  // namespace

std::span<const decltype(Need::next)> network_questions() { return questions; }

std::string network_json(const Context& context) { return Document(context).write(); }

}  // namespace fbd
