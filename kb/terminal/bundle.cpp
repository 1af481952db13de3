// "bundle": what is in a bundle, whether it is whole, and what an answer about it means.
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/text.h"
#include "kb/terminal/bundle_merge.h"
#include "kb/terminal/options.h"
#include "kb/terminal/stand_in_map.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "  verify FILE          whether it is whole and nothing in it was changed\n"
    "  ls FILE              what is in it; with --left-out what is not, and why\n"
    "  cat FILE MEMBER ...  members as \"ls\" names them, or the path of a file: all its pieces\n"
    "  merge OUT FILE ...   several bundles as one; for hosts that were collected one by one\n"
    "  unredact REPORT      an answer about a bundle (- is standard input), with what the\n"
    "                       stand-ins stand for; only where the bundle was collected";

int verify(const std::string& file) {
  const Result<Bundle> bundle = read_bundle(file);
  if (!bundle) return failed(bundle.error().message);
  fmt::print("{}: {} questions, {} files{}\n", file, bundle->evidence.entries().size(),
             bundle->files.size(), bundle->redact.empty() ? "" : ", redact " + bundle->redact);
  if (bundle->incomplete.empty()) {
    fmt::print("whole, and nothing was changed\n");
    return 0;
  }
  fmt::print("INCOMPLETE: {}. What could be read was not changed.\n", bundle->incomplete);
  return 1;
}

int list(const std::string& file, bool left_out) {
  const Result<Bundle> bundle = read_bundle(file);
  if (!bundle) return failed(bundle.error().message);
  if (left_out) {
    for (const LeftOut& one : bundle->left_out)
      fmt::print("{} {}: {}{}\n", one.host, printable(one.path, 400), printable(one.why, 400),
                 one.bytes > 0 ? fmt::format(" ({} bytes)", one.bytes) : "");
    return 0;
  }
  for (const auto& [asked, entry] : bundle->evidence.entries()) {
    const auto& answer = entry.observation.answer;
    fmt::print("{:>10} {} {}\n", answer ? std::to_string(answer->size()) : "-",
               human_time(entry.observation.at), member_name(asked));
  }
  for (const CollectedFile& one : bundle->files) {
    fmt::print("{:>10} {} {}", one.bytes, human_time(one.modified), one.member);
    for (const auto& [kind, count] : one.redactions) fmt::print("  {} {}", kind, count);
    fmt::print("\n");
  }
  if (!bundle->incomplete.empty())
    fmt::print(stderr, "{}: incomplete: {}\n", file, bundle->incomplete);
  return 0;
}

int print_members(const std::string& file, const std::vector<std::string>& wanted) {
  const Result<Bundle> bundle = read_bundle(file);
  if (!bundle) return failed(bundle.error().message);
  for (const std::string& name : wanted) {
    bool found = false;
    const auto print = [&found](std::string_view bytes) {
      found = true;
      std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    };
    for (const auto& [asked, entry] : bundle->evidence.entries())
      if (member_name(asked) == name && entry.observation.answer) print(*entry.observation.answer);
    // The newest pieces were stored first: they are printed in the order of the file.
    std::map<std::pair<std::string, std::uint64_t>, std::string> pieces;
    std::map<std::string, std::string*, std::less<>> by_member;
    for (const CollectedFile& one : bundle->files)
      if (one.member == name || one.path == name || one.host + ":" + one.path == name)
        by_member[one.member] = &pieces[{one.host, one.begin}];
    if (!by_member.empty()) {
      const Result<void> read =
          read_bundle_files(file, [&](std::string_view member, std::string_view bytes) {
            if (const auto place = by_member.find(member); place != by_member.end())
              *place->second += bytes;
          });
      if (!read && bundle->incomplete.empty()) return failed(read.error().message);
      for (const auto& [place, bytes] : pieces) print(bytes);
    }
    if (!found) return failed(fmt::format("{}: there is no \"{}\"", file, printable(name)));
  }
  return std::fflush(stdout) == 0 ? 0 : failed("standard output cannot be written");
}

int unredact(const std::string& report, std::string map_file) {
  if (map_file.empty()) {
    const Result<std::string> newest = newest_map_file();
    if (!newest) return failed(newest.error().message);
    map_file = *newest;
    fmt::print(stderr, "with {}\n", map_file);
  }
  const Result<StandInMap> map = read_stand_in_map(map_file);
  if (!map) return failed(map.error().message);
  std::string text;
  if (report == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream in(report, std::ios::binary);
    if (!in) return failed(report + ": cannot be read");
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::string out = with_originals(text, *map);
  if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0)
    return failed("standard output cannot be written");
  return 0;
}

}  // namespace

int run_bundle(const Arguments& arguments) {
  Options options{"bundle", "bundle verify|ls|cat|merge|unredact FILE ...", about};
  options.accepted.add_options()("left-out", "ls: what is not in the bundle, and why")(
      "map", po::value<std::string>()->value_name("FILE"),
      "unredact: the map of stand-ins (default: the newest of yours)");
  options.words = {"action", "words..."};
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string action = text_of(parsed.given, "action");
  std::vector<std::string> words = list_of(parsed.given, "words");
  const std::size_t needed = action == "cat" || action == "merge" ? 2 : 1;
  constexpr std::array<std::string_view, 5> actions{"verify", "ls", "cat", "merge", "unredact"};
  if (std::find(actions.begin(), actions.end(), action) == actions.end())
    return misused("bundle", fmt::format("\"{}\" is none of verify, ls, cat, merge, unredact{}",
                                         printable(action, 40), did_you_mean(action, actions)));
  if (words.size() < needed || (needed == 1 && words.size() > 1))
    return misused("bundle", fmt::format("{} needs {}", action,
                                         needed == 1 ? "one file" : "two names at least"));
  if (action == "verify") return verify(words[0]);
  if (action == "ls") return list(words[0], parsed.given.count("left-out") != 0);
  if (action == "cat") return print_members(words[0], {words.begin() + 1, words.end()});
  if (action == "unredact") return unredact(words[0], text_of(parsed.given, "map"));
  const Result<std::string> merged = merge_bundles(words[0], {words.begin() + 1, words.end()});
  if (!merged) return failed(merged.error().message);
  fmt::print("{}\n", *merged);
  return 0;
}

}  // namespace fbd
