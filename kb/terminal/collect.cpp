// "collect": everything a check looks at and the logs, stored for somebody else to judge.
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "collectors/support/collection.h"
#include "collectors/transport/known_secrets.h"
#include "collectors/transport/live_source.h"
#include "kb/engine/knowledge.h"
#include "kb/report/version.h"
#include "kb/terminal/examine.h"
#include "kb/terminal/interrupt.h"
#include "kb/terminal/seal.h"
#include "kb/terminal/show_network.h"
#include "kb/terminal/stand_in_map.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Asks what a check and \"show network\" ask, and stores every answer, and every reason why "
    "there was none, with\n"
    "the logs of Site Recovery and the system, in a bundle that only you can read (mode 0600).\n"
    "\"failback-doctor check --bundle FILE\" judges it anywhere, later, with the same result.\n"
    "\n"
    "Before anything is stored passwords, keys and tokens are taken out, and addresses, names,\n"
    "users and ids get stand-ins: the same for the same value everywhere. What stands for what is\n"
    "kept in a file of yours alone; \"bundle unredact\" reads an answer back with it.\n"
    "The bundle grows as FILE.part. When that is killed or the disk is full, it is a bundle of\n"
    "what there was. It gets its name only when a second look finds no secret in it.";

struct Wishes {
  std::string output;
  RedactLevel level = RedactLevel::all;
  std::uint64_t at_most = 200ULL << 20;
  std::string map_file;
  std::vector<std::string> include;
  bool logs = true;
  std::string recipient;
  std::string key;
};

Result<Wishes> wishes_of(const po::variables_map& given) {
  Wishes wishes;
  wishes.output = text_of(given, "output");
  if (wishes.output.empty())
    return error(ErrorKind::malformed, "--output FILE.tar.zst is missing; - is standard output");
  const std::string level = text_of(given, "redact");
  if (level == "none")
    wishes.level = RedactLevel::none;
  else if (level == "secrets")
    wishes.level = RedactLevel::secrets;
  else if (!level.empty() && level != "all")
    return error(ErrorKind::malformed,
                 fmt::format("--redact is secrets, all or none, not \"{}\"", level));
  if (given.count("max-size")) {
    const double mib = given["max-size"].as<double>();
    if (!(mib >= 1 && mib <= 1'000'000))
      return error(ErrorKind::malformed, "--max-size takes 1 to 1000000 MiB");
    wishes.at_most = static_cast<std::uint64_t>(mib * (1U << 20U));
  }
  wishes.map_file = text_of(given, "map");
  wishes.include = list_of(given, "include");
  for (const std::string& path : wishes.include)
    if (!path.starts_with('/'))
      return error(ErrorKind::malformed, fmt::format("--include {}: no absolute path", path));
  wishes.logs = given.count("no-logs") == 0;
  wishes.recipient = text_of(given, "encrypt-to");
  wishes.key = text_of(given, "sign-with");
  if (wishes.output == "-" && !(wishes.recipient.empty() && wishes.key.empty()))
    return error(ErrorKind::malformed,
                 "--encrypt-to and --sign-with need a file; what goes to standard output can be "
                 "piped through age");
  return wishes;
}

/// A sick host has other things to do: last in the queue for processor and disk.
void step_back() {
  setpriority(PRIO_PROCESS, 0, 10);
  constexpr int of_process = 1;
  constexpr int lowest = (2 << 13) | 7;  // best effort, 7; ioprio_set(2)
  syscall(SYS_ioprio_set, of_process, 0, lowest);
}

std::string new_id() {
  std::string id;
  const StandInKey random = new_stand_in_key();
  for (std::size_t i = 0; i < 8; ++i) id += fmt::format("{:02x}", random[i]);
  return id;
}

/// The map that was named, if it is there, or a new one.
Result<StandInMap> map_of(Wishes& wishes) {
  if (!wishes.map_file.empty() && access(wishes.map_file.c_str(), F_OK) == 0)
    return read_stand_in_map(wishes.map_file);
  StandInMap map{new_id(), new_stand_in_key(), {}};
  if (wishes.map_file.empty()) wishes.map_file = default_map_file(map.id);
  if (wishes.map_file.empty()) wishes.map_file = wishes.output + ".map.json";
  return map;
}

int report_leaks(const std::vector<FoundLeak>& leaks, const std::string& place) {
  std::string text = fmt::format(
      "{}: the second look found what should not be there; the bundle keeps this name.\n"
      "Look at these places before you give it to anybody (\"failback-doctor bundle cat\"):\n",
      place);
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < std::min(leaks.size(), most); ++i)
    text +=
        fmt::format("  {}, line {}: {}\n", leaks[i].member, leaks[i].leak.line, leaks[i].leak.what);
  if (leaks.size() > most) text += fmt::format("  and {} more\n", leaks.size() - most);
  return failed(text);
}

int collect(const Place& place, Wishes& wishes, std::stop_token stop) {
  Result<StandInMap> map = map_of(wishes);
  if (!map) return failed(map.error().message);
  const std::string id = new_id();
  const Result<std::unique_ptr<BundleStream>> stream = BundleStream::create(
      wishes.output, {std::string(program_version()), id, std::string(name(wishes.level))},
      wishes.at_most);
  if (!stream) return failed(stream.error().message);
  // What no probe wants of the network is for "show network --bundle".
  const Result<Bundle> found = examine(place, catalog(), network_questions());
  if (!found) {
    unlink((wishes.output + ".part").c_str());
    return failed(found.error().message);
  }
  const bool replays = !place.bundle.empty();
  LiveSource source(found->site, stop);
  KnownNames names;
  names.add_site(found->site);
  if (!replays) names = names_of_hosts(source, found->site, place.timeout);
  const BundleRedaction redaction(wishes.level, map->key, names, known_secrets(found->site));
  CollectionLimits limits;
  limits.question = place.timeout;
  Collection collection(source, found->site, redaction, **stream, limits);

  Result<void> stored = collection.add_site();
  if (stored) stored = collection.add(found->evidence);
  if (stored && wishes.logs && !replays) stored = collection.add_context();
  if (stored && wishes.logs && !replays) stored = collection.add_files(wishes.include);
  if (wishes.level == RedactLevel::all) {
    map->add(collection.replacements());
    if (Result<void> kept = write_stand_in_map(*map, wishes.map_file); !kept)
      return failed(kept.error().message);
  }
  if (!stored)
    return failed(fmt::format("{}\n{} holds what was collected until then", stored.error().message,
                              (*stream)->place()));
  const bool leaks = !collection.leaks().empty();
  const std::string how = leaks ? "leak" : stop.stop_requested() ? "interrupted" : "complete";
  if (Result<void> finished = (*stream)->finish({how}, !leaks); !finished)
    return failed(finished.error().message);
  if (leaks) return report_leaks(collection.leaks(), (*stream)->place());

  std::string file = (*stream)->place();
  const auto& entries = found->evidence.entries();
  const auto answered = std::count_if(entries.begin(), entries.end(), [](const auto& one) {
    return one.second.observation.answer.has_value();
  });
  std::FILE* const out = wishes.output == "-" ? stderr : stdout;
  fmt::print(out, "{}: {} questions, {} answered; {} files, {} left out; {:.1f} MiB\n", file,
             entries.size(), answered, collection.files(), collection.left_out(),
             static_cast<double>((*stream)->written()) / (1U << 20U));
  for (const auto& [asked, entry] : entries)
    if (!entry.observation.answer)
      fmt::print(out, "  no answer: {}\n", entry.observation.answer.error().message);
  if (collection.left_out() > 0)
    fmt::print(out,
               "  \"failback-doctor bundle ls --left-out {}\" tells what was left out, and "
               "why\n",
               file);
  if (wishes.level == RedactLevel::all)
    fmt::print(out, "  what stands for what: {} (keep it to yourself)\n", wishes.map_file);
  if (!wishes.key.empty()) {
    const Result<std::string> signature = sign_bundle(file, wishes.key);
    if (!signature) return failed(signature.error().message);
    fmt::print(out, "  signed: {}\n", *signature);
  }
  if (!wishes.recipient.empty()) {
    const Result<std::string> sealed = encrypt_bundle(file, wishes.recipient);
    if (!sealed) return failed(sealed.error().message);
    fmt::print(out, "  encrypted: {}\n", *sealed);
  }
  return stop.stop_requested() ? could_not_run : 0;
}

}  // namespace

int run_collect(const Arguments& arguments) {
  Options options{"collect", "collect --output FILE.tar.zst [--site FILE | --root DIR]", about};
  options.accepted.add_options()("output", po::value<std::string>()->value_name("FILE"),
                                 "the bundle to write; - is standard output")(
      "redact", po::value<std::string>()->value_name("all|secrets|none"),
      "what is taken out (default: all)")("map", po::value<std::string>()->value_name("FILE"),
                                          "the map of stand-ins, to use again or to write")(
      "max-size", po::value<double>()->value_name("MIB"),
      "how large the bundle may become (default: 200); the newest comes first")(
      "include", po::value<std::vector<std::string>>()->value_name("GLOB"),
      "also these files of this machine; may be given several times")("no-logs",
                                                                      "only what a check looks at")(
      "encrypt-to", po::value<std::string>()->value_name("RECIPIENT"), "with age, for this key")(
      "sign-with", po::value<std::string>()->value_name("KEY"),
      "with ssh-keygen or minisign, by this key file");
  add_place_options(options.accepted);
  add_comparison_options(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  Result<Wishes> wishes = wishes_of(parsed.given);
  if (!wishes) return misused("collect", wishes.error().message);
  Result<Place> place = place_of(parsed.given);
  if (!place) return misused("collect", place.error().message);
  step_back();
  know_messages(*place, Knowledge::built_in());
  const Interrupt interrupt;
  place->stop = interrupt.token();
  return collect(*place, *wishes, interrupt.token());
}

}  // namespace fbd
