// "discover": fills in the site file from what a vCenter knows, after showing it and a typed yes.
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "collectors/evidence/site_file.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/secret.h"
#include "collectors/vsphere/hosts.h"
#include "collectors/vsphere/site_machines.h"
#include "collectors/vsphere/virtual_machines.h"
#include "kb/restore/restore_plan.h"
#include "kb/terminal/agreement.h"
#include "kb/terminal/baseline_file.h"
#include "kb/terminal/discovered_site.h"
#include "kb/terminal/examine.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Asks a vCenter (or an ESXi host) of the site file for the machines of the site, and fills in\n"
    "what the file does not say yet: vm-name, vcenter, os, addresses, and the ESXi hosts that run\n"
    "them. Shows the difference first; nothing is written before you have typed \"yes\". What is\n"
    "written already is not changed, but the order of keys may be, and comments are lost.";

constexpr std::array questions{&next_question<VsphereVms>, &next_question<VsphereSiteMachines>,
                               &next_question<VsphereHosts>};

std::size_t comments_in(std::string_view text) {
  std::size_t count = 0;
  for (const std::string_view line : lines(text))
    if (trimmed(line).starts_with('#') || line.find(" #") != line.npos) ++count;
  return count;
}

Result<const Host*> chosen_vcenter(const Site& site, const std::string& name) {
  const Host* const host = site.host(name);
  if (host && host->roles.has_any({Role::vcenter, Role::esxi})) return host;
  std::vector<std::string_view> there;
  for (const Host* one : site.in({Role::vcenter, Role::esxi})) there.push_back(one->name);
  return error(ErrorKind::not_found, fmt::format("the site has no vCenter or ESXi host \"{}\"{}",
                                                 printable(name, 60), did_you_mean(name, there)));
}

int write(const std::string& file, const std::string& text) {
  std::error_code ignored;
  const auto mode = std::filesystem::status(file, ignored).permissions();
  if (const Result<void> written = write_private_file(file, text); !written)
    return failed(written.error().message);
  std::filesystem::permissions(file, mode, ignored);
  fmt::print("{} is written.\n", file);
  return 0;
}

}  // namespace

int run_discover(const Arguments& arguments) {
  Options options{"discover", "discover --vcenter NAME --site FILE [--timeout SECONDS]", about};
  options.accepted.add_options()("vcenter", po::value<std::string>()->value_name("NAME"),
                                 "the host of the site file to ask");
  add_place_options(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string name = text_of(parsed.given, "vcenter");
  const Result<Place> place = place_of(parsed.given);
  if (!place) return misused("discover", place.error().message);
  if (name.empty() || place->site_file.empty())
    return misused("discover", "which vCenter of which site file? --vcenter NAME --site FILE");

  const Result<std::string> before = read_site_text(place->site_file);
  if (!before) return failed(before.error().message);
  const Result<Site> written = parse_site(*before, place->site_file);
  if (!written) return failed(written.error().message);
  const Result<const Host*> vcenter = chosen_vcenter(*written, name);
  if (!vcenter) return failed(vcenter.error().message);

  const Result<Bundle> found = examine(*place, {}, questions);
  if (!found) return failed(found.error().message);
  const Result<DiscoveredSite> discovered =
      discovered_site(*written, Context{*written, found->evidence, **vcenter});
  if (!discovered) return failed(discovered.error().message);

  for (const std::string& note : discovered->notes) fmt::print("{}\n", note);
  if (discovered->site == *written) {
    fmt::print("{} says all of it already.\n", place->site_file);
    return 0;
  }
  const std::string now = write_site(discovered->site);
  fmt::print("{}\n{}", place->site_file, line_difference(write_site(*written), now));
  if (const std::size_t comments = comments_in(*before); comments > 0)
    fmt::print("The file is written anew: its comments (in {} of its lines) are lost.\n", comments);
  if (!is_agreed()) {
    fmt::print("Nothing was written.\n");
    return 3;
  }
  return write(place->site_file, now);
}

}  // namespace fbd
