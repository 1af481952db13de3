// From options to evidence: which site, live or from a bundle, and asking for what is needed.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/fact.h"
#include "collectors/evidence/site.h"
#include "kb/terminal/options.h"
#include "probes/probe.h"

namespace fbd {

class Knowledge;
class MessageSet;

/// The options that say where to look; the same for check, collect and show.
struct Place {
  std::string site_file;
  std::string root;  // of a mounted disk
  std::string bundle;
  std::string before;                  // an older bundle of the same machines
  bool ask_neighbours = false;         // other machines may be asked whose an address is
  std::string vm;                      // the only replicated item to look at
  std::vector<std::string> listeners;  // "HOST:PORT=NONCE", as --expect-listener gives them
  std::vector<std::string> brought;    // "HOST=FILE", as --facts gives them
  std::string here;                    // the host of the site file that this machine is
  Roles roles{};                       // of this machine without a site file; none: as it looks
  std::chrono::milliseconds timeout{10'000};
  std::shared_ptr<const MessageSet> messages{};  // that are known in logs
  std::stop_token stop;                          // ends the asking; without one Ctrl-C does
};

void add_place_options(po::options_description& accepted);
/// What a check and a collection may look at besides: --before, --ask-neighbours.
void add_comparison_options(po::options_description& accepted);
/// --facts
void add_facts_option(po::options_description& accepted);
/// --expect-listener
void add_listener_option(po::options_description& accepted);
Result<Place> place_of(const po::variables_map& given);

/// Lets hosts be asked for what the knowledge base knows of logs, and a bundle's logs be looked
/// through again.
void know_messages(Place& place, const Knowledge& knowledge);

/// Opens the site, asks it for what the probes (and `extra` needs of every host) want, and returns
/// both. Ctrl-C ends the asking, not the program: the rest is then not_collected. A bundle is asked
/// in the same way as live hosts are.
Result<Bundle> examine(const Place& place, std::span<const Probe* const> probes,
                       std::span<const decltype(Need::next)> extra = {});

/// The probes with these ids, or all if there are none; not_found with "did you mean".
Result<std::vector<const Probe*>> chosen_probes(const std::vector<std::string>& ids);

}  // namespace fbd
