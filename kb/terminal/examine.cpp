#include "kb/terminal/examine.h"

#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/gather.h"
#include "collectors/evidence/site_file.h"
#include "collectors/evidence/site_text.h"
#include "collectors/evidence/text.h"
#include "collectors/logs/message_set.h"
#include "collectors/transport/live_source.h"
#include "collectors/transport/secret.h"
#include "kb/engine/messages.h"
#include "kb/report/version.h"
#include "kb/terminal/brought_facts.h"
#include "kb/terminal/earlier.h"
#include "kb/terminal/interrupt.h"
#include "kb/terminal/local_site.h"
#include "kb/terminal/progress.h"
#include "kb/terminal/replayed_logs.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

Result<Site> site_from_file(const std::string& file, const std::string& here) {
  Result<std::string> text = read_site_text(file);
  if (!text) return tl::unexpected<Error>(text.error());
  Result<Site> site = parse_site(*text, file);
  if (!site) return site;
  if (Result<void> secrets = check_secrets(*site); !secrets)
    return tl::unexpected<Error>(secrets.error());
  if (here.empty()) return site;
  std::vector<std::string_view> names;
  for (Host& host : site->hosts) {
    names.push_back(host.name);
    if (host.reach == Reach::local) host.reach = Reach::none;
    if (host.name == here) host.reach = Reach::local;
  }
  if (!site->host(here))
    return error(ErrorKind::not_found, fmt::format("{}: there is no host \"{}\"{}", file, here,
                                                   did_you_mean(here, names)));
  return site;
}

/// "ps01:9443=0123456789abcdef"
Result<void> expect_listener(Site& site, const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::size_t colon = text.rfind(':', equals);
  if (equals == std::string::npos || colon == std::string::npos)
    return error(
        ErrorKind::malformed,
        fmt::format("--expect-listener takes HOST:PORT=NONCE, not \"{}\"", printable(text, 80)));
  const std::string name = text.substr(0, colon);
  unsigned port = 0;
  for (const char c : text.substr(colon + 1, equals - colon - 1))
    port =
        c >= '0' && c <= '9' && port < 65536 ? port * 10 + static_cast<unsigned>(c - '0') : 65536;
  const std::string nonce = text.substr(equals + 1);
  if (port < 1 || port > 65535 || !is_nonce(nonce))
    return error(ErrorKind::malformed,
                 fmt::format("--expect-listener: \"{}\" has no port, or not the nonce that "
                             "\"failback-doctor listen\" printed",
                             printable(text, 80)));
  for (Host& host : site.hosts) {
    if (host.name != name) continue;
    host.listener = Listener{static_cast<std::uint16_t>(port), nonce};
    return {};
  }
  return error(ErrorKind::not_found, fmt::format("--expect-listener: there is no host \"{}\" in "
                                                 "the site file",
                                                 printable(name, 60)));
}

Result<Site> live_site(const Place& place) {
  if (!place.site_file.empty()) {
    Result<Site> site = site_from_file(place.site_file, place.here);
    for (const std::string& one : place.listeners)
      if (site)
        if (Result<void> expected = expect_listener(*site, one); !expected)
          return tl::unexpected<Error>(expected.error());
    return site;
  }
  Site site;
  if (place.root.empty()) {
    site.hosts.push_back(this_machine());
  } else {
    if (!std::filesystem::is_directory(place.root))
      return error(ErrorKind::not_found, fmt::format("--root {}: no such directory", place.root));
    site.hosts.push_back(mounted_machine(std::filesystem::absolute(place.root).string()));
  }
  site.hosts.back().roles = place.roles;
  return site;
}

/// What the probes and `extra` want of the hosts of a site.
std::vector<Need> all_needs(const Site& site, std::span<const Probe* const> probes,
                            std::span<const decltype(Need::next)> extra) {
  std::vector<Need> all = needs(probes, site);
  for (const auto next : extra)
    for (const Host& host : site.hosts) all.push_back({host.name, next});
  return all;
}

}  // namespace

void add_place_options(po::options_description& accepted) {
  accepted.add_options()("site", po::value<std::string>()->value_name("FILE"),
                         "the site file: which machine plays which role")(
      "here", po::value<std::string>()->value_name("HOST"),
      "this machine is HOST of the site file")(
      "root", po::value<std::string>()->value_name("DIR"),
      "look at the mounted disk of another machine, not at this one")(
      "bundle", po::value<std::string>()->value_name("FILE"),
      "judge the evidence of a bundle; nothing is asked")(
      "timeout", po::value<double>()->value_name("SECONDS"),
      "no question takes longer (default: 10)");
}

void add_comparison_options(po::options_description& accepted) {
  accepted.add_options()("before", po::value<std::string>()->value_name("FILE"),
                         "an older bundle of the same machines, from before the failover: an "
                         "address that was static then should be so now")(
      "ask-neighbours",
      "ask by ARP whether another machine has a protected VM's static address; the only "
      "question that other machines see");
}

void add_facts_option(po::options_description& accepted) {
  accepted.add_options()("facts", po::value<std::vector<std::string>>()->value_name("HOST=FILE"),
                         "what the line of \"failback-doctor facts\" printed on HOST; may be "
                         "given several times");
}

void add_listener_option(po::options_description& accepted) {
  accepted.add_options()("expect-listener",
                         po::value<std::vector<std::string>>()->value_name("HOST:PORT=NONCE"),
                         "\"failback-doctor listen PORT\" runs on HOST of the site file, and NONCE "
                         "is what it printed; may be given several times");
}

Result<Place> place_of(const po::variables_map& given) {
  Place place;
  place.site_file = text_of(given, "site");
  place.root = text_of(given, "root");
  place.bundle = text_of(given, "bundle");
  place.here = text_of(given, "here");
  place.before = text_of(given, "before");
  place.listeners = list_of(given, "expect-listener");
  place.brought = list_of(given, "facts");
  place.ask_neighbours = given.count("ask-neighbours") != 0;
  const int ways = !place.site_file.empty() + !place.root.empty() + !place.bundle.empty();
  if (ways > 1)
    return error(ErrorKind::malformed, "only one of --site, --root and --bundle can be given");
  if (!place.here.empty() && place.site_file.empty())
    return error(ErrorKind::malformed, "--here names a host of a site file: --site is missing");
  if (given.count("timeout")) {
    const double seconds = given["timeout"].as<double>();
    if (!(seconds >= 0.1 && seconds <= 3600))
      return error(ErrorKind::malformed, "--timeout takes 0.1 to 3600 seconds");
    place.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  }
  return place;
}

void know_messages(Place& place, const Knowledge& knowledge) {
  place.messages = std::make_shared<MessageSet>(known_messages(knowledge));
}

Result<Bundle> examine(const Place& place, std::span<const Probe* const> probes,
                       std::span<const decltype(Need::next)> extra) {
  Bundle found{std::string(program_version()), {}, {}};
  const auto compare = [&]() -> Result<void> {
    if (place.ask_neighbours) found.site.ask_neighbours = true;
    if (!place.vm.empty()) found.site.vm = place.vm;
    return add_earlier(found, place.before);
  };
  if (!place.bundle.empty()) {
    Result<Bundle> bundle = read_bundle(place.bundle);
    if (!bundle) return bundle;
    if (place.messages && !bundle->files.empty())
      if (Result<void> looked = look_again_at_logs(*bundle, place.bundle, *place.messages); !looked)
        return tl::unexpected<Error>(looked.error());
    found.site = std::move(bundle->site);
    keep_brought(bundle->evidence, found);
    // What was compared when the bundle was made is compared again.
    if (place.before.empty()) keep_earlier(bundle->evidence, found);
    if (Result<void> compared = compare(); !compared)
      return tl::unexpected<Error>(compared.error());
    BundleSource source(bundle->evidence);
    gather(source, all_needs(found.site, probes, extra), found.site, place.timeout, found.evidence);
    return found;
  }
  Result<Site> site = live_site(place);
  if (!site) return tl::unexpected<Error>(site.error());
  found.site = std::move(*site);

  std::optional<Interrupt> interrupt;
  if (!place.stop.stop_possible()) interrupt.emplace();
  const std::stop_token stop = interrupt ? interrupt->token() : place.stop;
  ProgressLine line;
  const Progress progress = [&line](const Question& question, const Observation& observation) {
    line(question, observation);
  };
  // One for both rounds: whom it has logged in to it need not log in to again.
  LiveLimits limits;
  limits.messages = place.messages;
  limits.ask_on_terminal = true;
  LiveSource source(found.site, stop, limits);
  const auto ask = [&](std::span<const Need> wanted) {
    gather(source, wanted, found.site, place.timeout, found.evidence, progress);
  };
  std::vector<Need> of_roles;
  for (const Host& host : found.site.hosts)
    if (host.reach != Reach::none)
      for (Need& need : needs_of_role(host)) of_roles.push_back(std::move(need));
  ask(of_roles);
  complete_site(found.site, found.evidence);
  for (const std::string& one : place.brought)
    if (Result<void> added = add_brought_facts(found, one); !added)
      return tl::unexpected<Error>(added.error());
  if (Result<void> compared = compare(); !compared) return tl::unexpected<Error>(compared.error());
  ask(all_needs(found.site, probes, extra));
  return found;
}

Result<std::vector<const Probe*>> chosen_probes(const std::vector<std::string>& ids) {
  std::vector<const Probe*> chosen;
  if (ids.empty()) {
    chosen.assign(catalog().begin(), catalog().end());
    return chosen;
  }
  for (const std::string& id : ids) {
    if (const Probe* probe = find_probe(id)) {
      chosen.push_back(probe);
      continue;
    }
    std::vector<std::string_view> known;
    for (const Probe* probe : catalog()) known.push_back(probe->id);
    return error(ErrorKind::not_found, fmt::format("there is no probe \"{}\"{}", printable(id, 80),
                                                   did_you_mean(id, known)));
  }
  return chosen;
}

}  // namespace fbd
