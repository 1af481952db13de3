// "show": one parsed fact as JSON, for people and for comparing with other tools.
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/agent_config.h"
#include "collectors/host/agent_files.h"
#include "collectors/host/agent_markers.h"
#include "collectors/host/agent_version.h"
#include "collectors/host/disks.h"
#include "collectors/host/failover_traces.h"
#include "collectors/host/host_clock.h"
#include "collectors/host/installer_errors.h"
#include "collectors/host/kernel.h"
#include "collectors/host/login.h"
#include "collectors/host/multipath_config.h"
#include "collectors/host/network_services.h"
#include "collectors/host/network_surroundings.h"
#include "collectors/host/network_traces.h"
#include "collectors/host/os_release.h"
#include "collectors/host/platform.h"
#include "collectors/host/processes.h"
#include "collectors/host/uptime.h"
#include "collectors/host/volumes.h"
#include "collectors/host/windows_host.h"
#include "collectors/network/config_server_port.h"
#include "collectors/network/config_server_tls.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/dpkg_status.h"
#include "collectors/network/leases.h"
#include "collectors/network/network_baseline.h"
#include "collectors/network/network_manager_package.h"
#include "collectors/network/package_log.h"
#include "collectors/network/proxy_settings.h"
#include "collectors/network/rpm_packages.h"
#include "collectors/network/running_addresses.h"
#include "collectors/network/running_links.h"
#include "collectors/network/running_routes.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/one_host.h"
#include "kb/terminal/show_azure.h"
#include "kb/terminal/show_network.h"
#include "kb/terminal/show_vsphere.h"

namespace fbd {
namespace {

struct ShownFact {
  std::string_view name;
  std::string_view about;
  std::span<const decltype(Need::next)> questions;
  Result<std::string> (*json)(const Context&);
  Roles of{};  // the only hosts that have it; none: any
};

template <class F>
Result<std::string> json_of(const Context& context) {
  return known<F>(context).value.map([](const F& fact) { return to_json(fact); });
}

template <class F>
constexpr std::array question_of{&next_question<F>};

Result<std::string> json_of_vsphere(const Context& context) { return vsphere_json(context); }

Result<std::string> json_of_azure(const Context& context) { return azure_json(context); }

Result<std::string> json_of_network(const Context& context) { return network_json(context); }

const ShownFact facts[] = {
    {"network", "all of the following about the network, in one document", network_questions(),
     &json_of_network},
    {"vsphere",
     "everything about a vCenter or ESXi host, in one document",
     vsphere_questions(),
     &json_of_vsphere,
     {Role::vcenter, Role::esxi}},
    {"azure",
     "everything about a Recovery Services vault, in one document",
     azure_questions(),
     &json_of_azure,
     {Role::vault}},
#define FACT(type, name, about) {name, about, question_of<type>, &json_of<type>},
#include "kb/terminal/facts.def"
#undef FACT
};

/// The hosts that a fact is of, as a site of their own: which of them is meant may go without
/// saying.
Result<Site> site_of(const ShownFact& fact, const Site& whole) {
  if (fact.of == Roles{}) return whole;
  Site part = whole;
  std::erase_if(part.hosts, [&](const Host& host) { return !fact.of.admits(host.roles); });
  if (!part.hosts.empty()) return part;
  if (fact.of.has(Role::vault))
    return error(ErrorKind::not_found,
                 "this is about a Recovery Services vault, and none is named: it needs a site file "
                 "(--site FILE) with \"azure: {subscription: ..., resource-group: ..., vault: "
                 "...}\"");
  return error(ErrorKind::not_found,
               "this is about a vCenter or an ESXi host, and none is named: it needs a site file "
               "(--site FILE) with one");
}

std::string about() {
  std::string text =
      "Asks for one fact and prints it as JSON. On a site with several machines --host says of\n"
      "which. Facts:";
  for (const ShownFact& fact : facts) text += fmt::format("\n  {:<24} {}", fact.name, fact.about);
  return text;
}

}  // namespace

int run_show(const Arguments& arguments) {
  const std::string text = about();
  Options options{"show", "show FACT [--host HOST] [--site FILE | --root DIR | --bundle FILE]",
                  text};
  options.words = {"fact"};
  options.accepted.add_options()("host", po::value<std::string>()->value_name("HOST"),
                                 "of which machine of the site");
  add_place_options(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;

  const std::string name = text_of(parsed.given, "fact");
  std::vector<std::string_view> names;
  const ShownFact* fact = nullptr;
  for (const ShownFact& one : facts) {
    names.push_back(one.name);
    if (one.name == name) fact = &one;
  }
  if (name.empty())
    return misused("show", "which fact? \"failback-doctor show --help\" lists them");
  if (!fact)
    return misused("show", fmt::format("there is no fact \"{}\"{}", printable(name, 60),
                                       did_you_mean(name, names)));
  const Result<Place> place = place_of(parsed.given);
  if (!place) return misused("show", place.error().message);

  const Result<Bundle> found = examine(*place, {}, fact->questions);
  if (!found) return failed(found.error().message);
  const Result<Site> part = site_of(*fact, found->site);
  if (!part) return failed(part.error().message);
  const Result<const Host*> host = chosen_host(*part, text_of(parsed.given, "host"));
  if (!host) return failed(host.error().message);
  const Result<std::string> json = fact->json(Context{found->site, found->evidence, **host});
  if (!json) return failed(json.error().message);
  fmt::print("{}\n", *json);
  return 0;
}

}  // namespace fbd
