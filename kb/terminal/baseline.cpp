// "baseline": what the network is like at a good time, kept to compare with and to restore from.
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/network_surroundings.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/interface_intent.h"
#include "collectors/network/network_baseline.h"
#include "collectors/network/network_changes.h"
#include "collectors/network/running_addresses.h"
#include "kb/terminal/baseline_file.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/one_host.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "  baseline save        keep what the network is like now: before a failover, on the machine\n"
    "                       that is to come home with the same addresses\n"
    "  baseline diff        what has changed since, in meaning, not in bytes; ends with 2 if\n"
    "                       anything has, else with 0\n"
    "The file holds the network's configuration files as they are (passwords taken out) and what\n"
    "they mean. Without --output and --baseline it is /var/lib/failback-doctor/baseline.json,\n"
    "where \"check\" and \"fix\" find it.";

/// The questions whose answers are kept, besides the files themselves.
constexpr std::array<std::string_view, 3> kept{"network.addresses", "network.addresses-text",
                                               "host.network-surroundings"};

const std::string* answer_of(const Bundle& found, std::string_view host, std::string_view id) {
  const Evidence::Entry* entry = found.evidence.find(host, id);
  return entry && entry->observation.answer ? &*entry->observation.answer : nullptr;
}

Result<NetworkBaseline> baseline_of(const Bundle& found, const Host& host) {
  const Known<ConfiguredNetwork> network =
      known<ConfiguredNetwork>({found.site, found.evidence, host});
  if (!network.value) return tl::unexpected<Error>(network.value.error());
  NetworkBaseline baseline{host.name, network.at, {}, {}};
  baseline.files = *read_tree(*answer_of(found, host.name, network.asked.back().question));
  for (const std::string_view id : kept)
    if (const std::string* answer = answer_of(found, host.name, id))
      baseline.answers.emplace(id, *answer);
  return baseline;
}

int save(const Bundle& found, const Host& host, const std::string& file) {
  const Result<NetworkBaseline> baseline = baseline_of(found, host);
  if (!baseline) return failed(baseline.error().message);
  const Result<ConfiguredNetwork> network = read_configured_network(write_tree(baseline->files));
  if (!network) return failed(network.error().message);
  const Result<void> written =
      write_private_file(file, write_baseline(*baseline, to_json(*network)));
  if (!written) return failed(written.error().message);
  fmt::print("{}: {} files of {}\n", file, baseline->files.size(), host.name);
  for (const InterfaceIntent& intent : intents(network->connections, false)) {
    fmt::print("  {:<16} IPv4 {}", intent.interface, name(intent.ipv4.method));
    if (!intent.ipv4.addresses.empty()) fmt::print(" {}", intent.ipv4.text());
    fmt::print("\n");
  }
  // A baseline that is already DHCP is no help: say so while it can still be corrected.
  for (const NetworkProblem& problem : network->problems)
    fmt::print("  not understood: {}\n", printable(problem.text(), 300));
  return 0;
}

std::string or_nothing(const std::string& text) { return text.empty() ? "nothing" : text; }

int print_text(const NetworkBaseline& baseline, const std::vector<NetworkChange>& changes) {
  fmt::print("{} of {}, compared with now:\n", baseline.host, human_time(baseline.at));
  if (changes.empty()) fmt::print("  the same in meaning\n");
  std::string interface;
  for (const NetworkChange& change : changes) {
    if (change.interface != interface) fmt::print("{}\n", interface = change.interface);
    fmt::print("  {:<16} {} -> {}\n", change.what, or_nothing(change.before),
               or_nothing(change.now));
  }
  return changes.empty() ? 0 : 2;
}

int print_json(const NetworkBaseline& baseline, const std::vector<NetworkChange>& changes) {
  nlohmann::ordered_json json = {{"host", baseline.host}, {"at", iso_time(baseline.at)}};
  json["changes"] = nlohmann::ordered_json::array();
  for (const NetworkChange& change : changes)
    json["changes"].push_back({{"interface", change.interface},
                               {"what", change.what},
                               {"before", change.before},
                               {"now", change.now}});
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  return changes.empty() ? 0 : 2;
}

int diff(const Bundle& found, const Host& host, const std::string& file, bool json) {
  const Result<NetworkBaseline> baseline = baseline_from_file(file);
  if (!baseline) return failed(baseline.error().message);
  const Result<ConfiguredNetwork> before = read_configured_network(write_tree(baseline->files));
  if (!before) return failed(before.error().message);
  const Known<ConfiguredNetwork> now = known<ConfiguredNetwork>({found.site, found.evidence, host});
  if (!now.value) return failed(now.value.error().message);
  const std::vector<NetworkChange> changes =
      network_changes(before->connections, now.value->connections);
  return json ? print_json(*baseline, changes) : print_text(*baseline, changes);
}

}  // namespace

int run_baseline(const Arguments& arguments) {
  Options options{"baseline",
                  "baseline save [--output FILE] | baseline diff [--baseline FILE]  [--root DIR]",
                  about};
  options.words = {"what"};
  options.accepted.add_options()("output", po::value<std::string>()->value_name("FILE"),
                                 "where to save it")(
      "baseline", po::value<std::string>()->value_name("FILE"), "what to compare with")(
      "host", po::value<std::string>()->value_name("HOST"), "of which machine of the site")(
      "format", po::value<std::string>()->value_name("text|json"), "of the differences");
  add_place_options(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string what = text_of(parsed.given, "what"), format = text_of(parsed.given, "format");
  if (what != "save" && what != "diff") return misused("baseline", "baseline save or diff");
  if (!format.empty() && format != "text" && format != "json")
    return misused("baseline", fmt::format("--format is text or json, not \"{}\"", format));
  const Result<Place> place = place_of(parsed.given);
  if (!place) return misused("baseline", place.error().message);

  const std::array next{&next_question<ConfiguredNetwork>, &next_question<RunningAddresses>,
                        &next_question<NetworkSurroundings>};
  const Result<Bundle> found = examine(*place, {}, next);
  if (!found) return failed(found.error().message);
  const Result<const Host*> host = chosen_host(found->site, text_of(parsed.given, "host"));
  if (!host) return failed(host.error().message);
  const auto file = [&](const std::string& option) {
    const std::string given = text_of(parsed.given, option);
    return given.empty() ? place->root + std::string(baseline_file) : given;
  };
  if (what == "save") return save(*found, **host, file("output"));
  return diff(*found, **host, file("baseline"), format == "json");
}

}  // namespace fbd
