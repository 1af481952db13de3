// "collect": everything a check looks at, stored for somebody else to judge.
#include <algorithm>

#include <fmt/format.h>

#include "collectors/logs/message_set.h"
#include "kb/engine/messages.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/show_network.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Asks what a check and \"show network\" ask, and stores every answer, and every reason why\n"
    "there was none, in a bundle that only you can read (mode 0600). \"failback-doctor check\n"
    "--bundle FILE\" judges it anywhere, later, with the same result. Passwords, keys and tokens\n"
    "are taken out before anything is stored; addresses and names are not.";

}  // namespace

int run_collect(const Arguments& arguments) {
  Options options{"collect", "collect --output FILE.tar.zst [--site FILE | --root DIR]", about};
  options.accepted.add_options()("output", po::value<std::string>()->value_name("FILE"),
                                 "the bundle to write");
  add_place_options(options.accepted);
  add_comparison_options(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;

  const std::string output = text_of(parsed.given, "output");
  if (output.empty()) return misused("collect", "--output FILE.tar.zst is missing");
  Result<Place> place = place_of(parsed.given);
  if (!place) return misused("collect", place.error().message);

  place->messages = std::make_shared<MessageSet>(known_messages(Knowledge::built_in()));
  // What no probe wants of the network is for "show network --bundle".
  const Result<Bundle> found = examine(*place, catalog(), network_questions());
  if (!found) return failed(found.error().message);
  if (const Result<void> written = write_bundle(*found, output); !written)
    return failed(written.error().message);

  const auto& entries = found->evidence.entries();
  const auto answered = std::count_if(entries.begin(), entries.end(), [](const auto& one) {
    return one.second.observation.answer.has_value();
  });
  fmt::print("{}: {} questions, {} answered\n", output, entries.size(), answered);
  for (const auto& [asked, entry] : entries)
    if (!entry.observation.answer)
      fmt::print("  no answer: {}\n", entry.observation.answer.error().message);
  return 0;
}

}  // namespace fbd
