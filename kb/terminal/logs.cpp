// "logs": known messages in logs that somebody has, wherever they are from.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/text.h"
#include "collectors/logs/log_messages.h"
#include "kb/engine/messages.h"
#include "kb/report/report.h"
#include "kb/terminal/interrupt.h"
#include "kb/terminal/knowledge_option.h"
#include "kb/terminal/log_files.h"
#include "kb/terminal/text_style.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Looks for every message the knowledge base knows in files, folders and bundles: plain, .gz,\n"
    ".zst, .xz, UTF-16, .tar, .tar.zst; nothing is unpacked. Reports each with its cause and what\n"
    "to do. What was logged before the last failover that the logs tell of does not count, unless\n"
    "--since says otherwise. Times are those of the clock of the machine that wrote the log.";

constexpr std::string_view host_name = "logs";

/// nothing: from the last failover on.
struct Since {
  bool all = false;
  std::optional<LogTime> time;
};

Result<Since> since_of(const std::string& text) {
  if (text.empty() || text == "failover") return Since{};
  if (text == "all") return Since{true, {}};
  if (const std::optional<LogTime> time = parse_log_time(text)) return Since{false, time};
  return error(ErrorKind::malformed,
               "--since takes \"2018-02-06 10:15:30\", 2018-02-06, failover or all");
}

LogsScan scan(const MessageSet& set, const GivenLogs& given, const Since& since, ScanTerms terms) {
  terms.since = since.time;
  if (!since.all && !since.time) {
    terms.since = last_failover(set, given.files, terms);
    for (const std::string& archive : given.archives) {
      const std::optional<LogTime> time = last_failover_in(set, archive, terms);
      if (time && (!terms.since || *time > *terms.since)) terms.since = time;
    }
  }
  LogsScan scan = scan_logs(set, given.files, terms);
  for (const std::string& archive : given.archives) scan_archive(set, archive, terms, scan);
  scan.unread.insert(scan.unread.end(), given.unread.begin(), given.unread.end());
  return scan;
}

/// A report like any other: of one host, of which there is nothing but these logs.
int print_report(const MessageSet& set, const LogsScan& scan, const std::vector<std::string>& paths,
                 const Knowledge& knowledge, bool as_json) {
  Site site;
  Host host;
  host.name = host_name;
  host.os = Os::gnu_linux;
  host.reach = Reach::local;
  host.roles.add(Role::protected_vm);
  site.hosts.push_back(host);
  Evidence evidence;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  evidence.record({host.name, "logs.messages", ScanLogs{paths}},
                  {now, {}, write_log_messages(set, scan)});
  const Probe* const probes[] = {find_probe("logs.message")};
  const std::vector<Finding> findings = judge(probes, site, evidence);
  const Report report = make_report(site, evidence, findings, knowledge);
  const std::string text = as_json ? to_json(report) : to_text(report, style_of_terminal());
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return failed("the report could not be written to standard output");
  return exit_code(findings);
}

void print_summary(const MessageSet& set, const LogsScan& scan) {
  fmt::print(stderr, "{} files, {} bytes, {} patterns; {}\n", scan.files, scan.bytes,
             set.pattern_count(),
             scan.since ? "from " + log_time_text(*scan.since) + " on" : "of any time");
  for (const auto& [index, one] : scan.sightings.met()) {
    const KnownMessage& message = set.messages()[index];
    if (one.count == 0)
      fmt::print(stderr, "  {} times before that: {}\n", one.before, message.code);
    else if (message.weight == Weight::note)
      fmt::print(stderr, "  {} times, no trouble: {}, last {}:{}\n", one.count, message.code,
                 printable(one.last.file, 200), one.last.line);
  }
}

}  // namespace

int run_logs(const Arguments& arguments) {
  Options options{"logs", "logs scan PATH... [--since TIME] [--threads N] [--format json]", about};
  options.words = {"what", "paths..."};
  options.accepted.add_options()(
      "since", po::value<std::string>()->value_name("TIME"),
      "count what was logged from then on: \"2018-02-06 10:15:30\", 2018-02-06, failover (the "
      "default) or all")("threads", po::value<double>()->value_name("N"),
                         "work on so many at once (default: 2)")(
      "format", po::value<std::string>()->value_name("text|json"),
      "text for people (default), or JSON as in report.schema.json");
  add_knowledge_option(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::vector<std::string> paths = list_of(parsed.given, "paths");
  if (text_of(parsed.given, "what") != "scan" || paths.empty())
    return misused("logs", "logs scan PATH...");
  const std::string format = text_of(parsed.given, "format");
  if (!format.empty() && format != "text" && format != "json")
    return misused("logs", fmt::format("--format is text or json, not \"{}\"", format));
  const Result<Since> since = since_of(text_of(parsed.given, "since"));
  if (!since) return misused("logs", since.error().message);
  ScanTerms terms;
  terms.threads = 2;
  if (parsed.given.count("threads")) {
    const double wanted = parsed.given["threads"].as<double>();
    if (!(wanted >= 1 && wanted <= 64)) return misused("logs", "--threads takes 1 to 64");
    terms.threads = static_cast<int>(wanted);
  }
  const Result<Knowledge> knowledge = knowledge_of(parsed.given);
  if (!knowledge) return failed(knowledge.error().message);

  const MessageSet set(known_messages(*knowledge));
  const Interrupt interrupt;
  terms.enough = [token = interrupt.token()] { return token.stop_requested(); };
  const LogsScan found = scan(set, given_logs(paths), *since, terms);
  print_summary(set, found);
  return print_report(set, found, paths, *knowledge, format == "json");
}

}  // namespace fbd
