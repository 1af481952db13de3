// "logs": known messages in logs that somebody has, wherever they are from.
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "collectors/logs/log_messages.h"
#include "kb/engine/messages.h"
#include "kb/report/logs_report.h"
#include "kb/terminal/interrupt.h"
#include "kb/terminal/knowledge_option.h"
#include "kb/terminal/log_files.h"
#include "kb/terminal/text_style.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Looks for every message the knowledge base knows in files, folders and bundles: plain, .gz,\n"
    ".zst, .xz, UTF-16, .tar, .tar.zst; nothing is unpacked. Reports each with its cause and what\n"
    "to do. What was logged before the last failover that the logs tell of does not count, unless\n"
    "--since says otherwise. Times are those of the clock of the machine that wrote the log.";

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
      "text for people (default), or JSON as in logs.schema.json");
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
  const LogMessages met = log_messages_of(set, found);
  LogsReport report = make_logs_report(met, *knowledge);
  report.since_failover = found.since && !since->time;
  const std::string text =
      format == "json" ? to_json(report) : to_text(report, style_of_terminal());
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return failed("the report could not be written to standard output");
  return exit_code(report);
}

}  // namespace fbd
