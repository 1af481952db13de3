#include "kb/report/logs_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/engine/messages.h"
#include "kb/report/version.h"
#include "kb/report/wrap.h"

namespace fbd {
namespace {

std::string times(std::uint64_t count) {
  return count == 1 ? "once" : fmt::format("{} times", count);
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 10'000) return counted(bytes, "byte", "bytes");
  if (bytes < 10ULL << 20U) return fmt::format("{} KiB", bytes >> 10U);
  return fmt::format("{} MiB", bytes >> 20U);
}

/// "the configuration server": nobody knows which machine that is.
void name_places(TextStyle& style) {
  for (const Role role : all_roles)
    style.places.try_emplace(std::string(name(role)), fmt::format("the {}", title(role)));
  style.places["here"] = "the machine of this log";
  style.places["there"] = "the far end";
}

class LogsText {
 public:
  LogsText(const LogsReport& report, TextStyle style) : report_(report), style_(std::move(style)) {
    name_places(style_);
  }

  std::string write() {
    head();
    for (const LogsReport::Met& met : report_.trouble) write(met);
    short_list("ALSO SEEN, no trouble by itself", report_.notes);
    short_list("BEFORE THAT TIME, does not count", report_.before);
    unread();
    return std::move(out_);
  }

 private:
  std::string painted(std::string_view text, std::string_view colour) const {
    return style_.colour ? fmt::format("\x1b[1m{}{}\x1b[0m", colour, text) : std::string(text);
  }
  void line(std::string_view text = "") { out_ += fmt::format("{}\n", text); }
  void paragraph(std::string_view first, std::string_view text) {
    out_ += wrapped(first, text, style_.columns);
  }

  void head() {
    const LogMessages& logs = *report_.logs;
    const std::string since =
        logs.since.empty() ? "all times count"
        : report_.since_failover
            ? fmt::format("what counts begins with the last failover, {} (--since all: everything)",
                          logs.since)
            : fmt::format("what counts begins at {}", logs.since);
    paragraph("", fmt::format("failback-doctor {}: {} of logs, {}; {}", program_version(),
                              counted(logs.files, "file", "files"), size_text(logs.bytes), since));
    line();
    const auto failures =
        std::count_if(report_.trouble.begin(), report_.trouble.end(),
                      [](const auto& met) { return met.message->weight == Weight::fail; });
    const auto warnings = static_cast<std::ptrdiff_t>(report_.trouble.size()) - failures;
    std::string all;
    if (failures > 0)
      all = counted(static_cast<std::uint64_t>(failures), "message that means failure",
                    "messages that mean failure");
    if (warnings > 0)
      all += fmt::format("{}{}", all.empty() ? "" : ", ",
                         counted(static_cast<std::uint64_t>(warnings), "warning", "warnings"));
    if (logs.files == 0)
      all = "There are no logs here";
    else if (all.empty())
      all = "No message that is known to mean trouble";
    if (!logs.unread.empty())
      all += fmt::format(", {} not read", counted(logs.unread.size(), "file", "files"));
    line(painted(all, ""));
  }

  void place(std::string_view label, const LogMessages::Place& at) {
    paragraph(fmt::format("    {} ", label),
              fmt::format("{}  {}:{}", at.time.empty() ? "(no time is known)" : at.time,
                          printable(at.file, 400), at.line));
  }

  void write(const LogsReport::Met& met) {
    const LogMessages::Message& message = *met.message;
    const bool is_failure = message.weight == Weight::fail;
    const std::string_view word = is_failure ? "FAIL" : "WARN";
    line();
    std::string title = wrapped(fmt::format("{}  ", word),
                                printable(fill(met.article->title, met.values)), style_.columns);
    title.replace(0, word.size(), painted(word, is_failure ? "\x1b[31m" : "\x1b[33m"));
    out_ += title;
    paragraph("      ", fmt::format("{}{}", message_prefix, message.code));
    line();
    line("  " + painted(fmt::format("Seen {}", times(message.count)), ""));
    if (message.count > 1) place("first", message.first);
    place(message.count > 1 ? "last " : "at", message.last);
    paragraph("      -> ", printable(message.last.text, 400));
    if (message.before > 0)
      paragraph("    ",
                fmt::format("{} before that time, which does not count", times(message.before)));
    line();
    out_ += markdown_text(filled_body(*met.article, met.values), style_, 2);
    line();
    paragraph("  Source: ", met.article->source);
  }

  void short_list(std::string_view heading, const std::vector<LogsReport::Met>& all) {
    if (all.empty()) return;
    line();
    line(painted(heading, ""));
    for (const LogsReport::Met& met : all) {
      const LogMessages::Message& message = *met.message;
      const std::uint64_t count = message.count > 0 ? message.count : message.before;
      paragraph("  ", fmt::format("{} ({}{}), {}", printable(fill(met.article->title, met.values)),
                                  message_prefix, message.code, times(count)));
      if (message.count > 0) place("last", message.last);
    }
  }

  void unread() {
    if (report_.logs->unread.empty()) return;
    line();
    line(painted("NOT READ, or not to the end; it could hold anything", ""));
    constexpr std::size_t most = 50;
    const std::vector<LogMessages::Unread>& all = report_.logs->unread;
    for (std::size_t i = 0; i < std::min(all.size(), most); ++i)
      paragraph("  ", fmt::format("{}: {}", printable(all[i].file, 400),
                                  printable(all[i].error.message, 400)));
    if (all.size() > most) line(fmt::format("  and {} more", all.size() - most));
  }

  const LogsReport& report_;
  TextStyle style_;
  std::string out_;
};

}  // namespace

LogsReport make_logs_report(const LogMessages& logs, const Knowledge& knowledge) {
  LogsReport report;
  report.logs = &logs;
  for (const LogMessages::Message& message : logs.messages) {
    const Article* const article =
        knowledge.find(fmt::format("{}{}", message_prefix, message.code));
    if (!article) continue;
    const LogsReport::Met met{&message, article, values_of(message)};
    (message.count == 0               ? report.before
     : message.weight == Weight::note ? report.notes
                                      : report.trouble)
        .push_back(met);
  }
  std::stable_sort(report.trouble.begin(), report.trouble.end(),
                   [](const LogsReport::Met& a, const LogsReport::Met& b) {
                     const bool first = a.message->weight == Weight::fail;
                     if (first != (b.message->weight == Weight::fail)) return first;
                     return a.message->last.time > b.message->last.time;
                   });
  return report;
}

int exit_code(const LogsReport& report) {
  const auto any = [&report](Weight weight) {
    return std::any_of(report.trouble.begin(), report.trouble.end(),
                       [weight](const auto& met) { return met.message->weight == weight; });
  };
  if (any(Weight::fail)) return 2;
  if (!report.logs->unread.empty() || report.logs->files == 0) return 3;
  return any(Weight::warn) ? 1 : 0;
}

std::string to_text(const LogsReport& report, const TextStyle& style) {
  return LogsText(report, style).write();
}

}  // namespace fbd
