#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/report/report.h"
#include "kb/report/version.h"
#include "kb/report/wrap.h"

namespace fbd {
namespace {

constexpr int indent = 2;
constexpr std::size_t most_evidence_shown = 6;

std::string_view word(Status status) {
  switch (status) {
    case Status::pass:
      return "PASS";
    case Status::warn:
      return "WARN";
    case Status::fail:
      return "FAIL";
    case Status::unknown:
      return "UNKNOWN";
    case Status::skipped:
      return "SKIPPED";
  }
  return "";
}

std::string_view colour_of(Status status) {
  switch (status) {
    case Status::pass:
      return "\x1b[32m";
    case Status::warn:
      return "\x1b[33m";
    case Status::fail:
      return "\x1b[31m";
    default:
      return "\x1b[36m";
  }
}

/// Whether a site of that stack has such machines at all.
bool belongs_to(Role role, bool modernized) {
  constexpr Roles classic{Role::configuration_server, Role::process_server, Role::master_target};
  return modernized ? !classic.has(role) : role != Role::appliance;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ") {
  return fmt::format("{}", fmt::join(parts, between));
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

/// Writes the report, top to bottom. One instance per report.
class Text {
 public:
  Text(const Report& report, const TextStyle& style) : report_(report), style_(style) {}

  std::string write() {
    head();
    connections();
    for (const Cause& cause : report_.causes) write(cause);
    not_judged();
    passed();
    foot();
    return std::move(out_);
  }

 private:
  std::string painted(std::string_view text, std::string_view colour) const {
    return style_.colour ? fmt::format("{}{}\x1b[0m", colour, text) : std::string(text);
  }
  std::string painted(Status status) const {
    return painted(word(status), fmt::format("\x1b[1m{}", colour_of(status)));
  }
  std::string bold(std::string_view text) const { return painted(text, "\x1b[1m"); }

  void line(std::string_view text = "") { out_ += fmt::format("{}\n", text); }

  /// `first` starts the first line, the others are indented to its width.
  void paragraph(std::string_view first, std::string_view text) {
    out_ += wrapped(first, text, style_.columns);
  }

  std::size_t count(Status status) const {
    return static_cast<std::size_t>(
        std::count_if(report_.findings.begin(), report_.findings.end(),
                      [status](const Finding& f) { return f.verdict.status == status; }));
  }

  void head() {
    line(bold(fmt::format("failback-doctor {}", program_version())) +
         (report_.evidence->entries().empty() ? "" : ", looked at " + human_time(report_.at)));
    for (const Host& host : report_.site->hosts) paragraph("  ", about(host));
    line();
    const auto causes = [this](Status status) {
      return static_cast<std::size_t>(
          std::count_if(report_.causes.begin(), report_.causes.end(),
                        [status](const Cause& c) { return Report::status(c) == status; }));
    };
    std::vector<std::string> parts;
    if (const std::size_t n = causes(Status::fail))
      parts.push_back(counted(n, "cause of failure", "causes of failure"));
    if (const std::size_t n = causes(Status::warn))
      parts.push_back(counted(n, "warning", "warnings"));
    parts.push_back(counted(count(Status::pass), "check passed", "checks passed"));
    if (const std::size_t n = count(Status::unknown))
      parts.push_back(fmt::format("{} could not be judged", n));
    line(bold(joined(parts)));
  }

  void connections() {
    if (style_.connections.empty()) return;
    line();
    line(bold("CONNECTIONS"));
    out_ += style_.connections;
    paragraph("", "\"failback-doctor matrix\" tells more.");
  }

  /// "web01: protected VM, classic stack; failed over, in Azure"
  std::string about(const Host& host) const {
    std::vector<std::string> parts;
    parts.push_back(host.roles.bits ? title(host.roles) : "no role known");
    if (!host.address.empty() && host.address != host.name) parts.push_back(host.address);
    if (host.reach == Reach::root) parts.push_back("mounted disk " + host.root);
    std::string text = fmt::format("{}: {}", host.name, joined(parts));
    for (const Finding& finding : report_.findings) {
      const auto where = finding.verdict.values.find("where");
      if (where != finding.verdict.values.end() && !finding.hosts.empty() &&
          finding.hosts.front() == host.name)
        text += "; " + where->second;
    }
    const bool has_agent = host.roles.has_any({Role::protected_vm, Role::master_target});
    if (has_agent && report_.site->stack != Stack::unknown)
      text += fmt::format("; {} stack", name(report_.site->stack));
    return printable(text, 400);
  }

  void write(const Cause& cause) {
    const Finding& finding = *cause.finding;
    line();
    const Status status = Report::status(cause);
    const std::string title =
        cause.article ? fill(cause.article->title, finding.verdict.values) : finding.code();
    // The colour must not count as width: wrap first, paint afterwards.
    std::string lines_of_title =
        wrapped(fmt::format("{}  ", word(status)), printable(title), style_.columns);
    lines_of_title.replace(0, word(status).size(), painted(status));
    out_ += lines_of_title;
    paragraph("      ", fmt::format("{}, on {}", finding.code(), joined(finding.hosts)));
    line();
    seen(finding);
    if (cause.article) {
      TextStyle style = style_;
      style.places["here"] = finding.hosts.empty() ? "" : finding.hosts.front();
      style.places["there"] = finding.hosts.size() > 1 ? finding.hosts[1] : "the far end";
      out_ += markdown_text(filled_body(*cause.article, finding.verdict.values), style, indent);
    } else {
      paragraph("  ", "The knowledge base has no article for this finding.");
      for (const auto& [key, value] : finding.verdict.values)
        paragraph(fmt::format("  {}: ", key), printable(value));
    }
    if (cause.article && !cause.article->source.empty()) {
      line();
      paragraph("  Source: ", cause.article->source);
    }
    if (cause.explains.empty()) return;
    line();
    line(fmt::format("  {}", bold(counted(cause.explains.size(), "finding that comes from this:",
                                          "findings that come from this:"))));
    for (const Finding* symptom : cause.explains) {
      const bool is_unknown = symptom->verdict.status == Status::unknown;
      paragraph(fmt::format("    {:<7} ", word(symptom->verdict.status)),
                fmt::format("{}, on {}", is_unknown ? symptom->probe : symptom->code(),
                            joined(symptom->hosts)));
    }
  }

  void seen(const Finding& finding) {
    if (finding.evidence.empty()) return;
    line("  " + bold("Seen"));
    std::size_t shown = 0;
    for (const Asked& asked : finding.evidence) {
      const Evidence::Entry* entry = report_.evidence->find(asked.host, asked.question);
      if (!entry) continue;
      if (++shown > most_evidence_shown) break;
      const Observation& observation = entry->observation;
      paragraph("    ", fmt::format("{}: {} ({} ms)", asked.host, describe(entry->request),
                                    observation.took.count()));
      paragraph("      -> ",
                observation.answer
                    ? counted(observation.answer->size(), "byte of answer", "bytes of answer")
                    : printable(observation.answer.error().message, 400));
    }
    lines_of_logs(finding.verdict.values);
    line();
  }

  /// What a log says is better evidence than that it was read.
  void lines_of_logs(const Values& values) {
    const auto of = [&values](std::string_view name) {
      const auto found = values.find(name);
      return found == values.end() ? std::string() : printable(found->second, 400);
    };
    if (of("count").empty() || of("first").empty() || of("text").empty()) return;
    paragraph("    ",
              fmt::format("{} times, first {}, last {}", of("count"), of("first"), of("last")));
    paragraph("    ", fmt::format("{}:{}", of("file"), of("line")));
    paragraph("      -> ", of("text"));
  }

  void not_judged() {
    if (report_.not_judged.empty()) return;
    line();
    line(bold("NOT JUDGED"));
    for (const NotJudged& group : report_.not_judged) {
      const bool is_unknown = group.findings.front()->verdict.status == Status::unknown;
      paragraph("  ", printable(group.reason, 400));
      std::vector<std::string> probes;
      for (const Finding* finding : group.findings)
        if (std::find(probes.begin(), probes.end(), finding->probe) == probes.end())
          probes.push_back(finding->probe);
      paragraph("    ", joined(probes));
      if (is_unknown && group.article)
        paragraph("    -> ", fmt::format("failback-doctor kb show {}", group.article->code));
    }
  }

  /// One line for every healthy area: "config-server: reachable, https (web01)".
  void passed() {
    struct Area {
      std::string name;
      std::vector<std::string> checks;
      std::vector<std::string> hosts;
    };
    std::vector<Area> areas;
    const auto add = [](std::vector<std::string>& to, const std::string& text) {
      if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
    };
    for (const Finding& finding : report_.findings) {
      if (finding.verdict.status != Status::pass) continue;
      const std::size_t dot = finding.probe.find('.');
      const std::string area = finding.probe.substr(0, dot);
      auto found = std::find_if(areas.begin(), areas.end(),
                                [&](const Area& one) { return one.name == area; });
      if (found == areas.end()) found = areas.insert(areas.end(), {area, {}, {}});
      add(found->checks, finding.probe.substr(dot + 1));
      for (const std::string& host : finding.hosts) add(found->hosts, host);
    }
    if (areas.empty()) return;
    line();
    line(painted("PASSED", fmt::format("\x1b[1m{}", colour_of(Status::pass))));
    for (const Area& area : areas)
      paragraph(fmt::format("  {:<14} ", area.name),
                fmt::format("{} ({})", joined(area.checks), joined(area.hosts)));
  }

  void foot() {
    std::vector<std::string> missing;
    const bool modernized = report_.site->stack == Stack::modernized;
    for (const Role role : all_roles)
      if (report_.site->in({role}).empty() && belongs_to(role, modernized))
        missing.emplace_back(title(role));
    if (!report_.site->azure) missing.emplace_back(title(Role::vault));
    line();
    if (!missing.empty())
      paragraph("", fmt::format("Not looked at, because no machine is known in this role: {}. A "
                                "site file names them; \"failback-doctor site init\" writes one.",
                                joined(missing)));
    std::vector<std::string> windows;
    for (const Host& host : report_.site->hosts)
      if (host.os == Os::windows && host.reach == Reach::none && !was_asked(host))
        windows.push_back(host.name);
    if (!windows.empty())
      paragraph("", fmt::format("Missing of {}, which is not reached from here: services, volumes, "
                                "load, certificates and logs. \"failback-doctor facts\" prints a "
                                "line for PowerShell there; check takes its output with --facts.",
                                joined(windows)));
    paragraph("", "Nothing was changed on any machine.");
  }

  bool was_asked(const Host& host) const {
    const auto& entries = report_.evidence->entries();
    return std::any_of(entries.begin(), entries.end(),
                       [&](const auto& entry) { return entry.first.host == host.name; });
  }

  const Report& report_;
  const TextStyle& style_;
  std::string out_;
};

/// "protected-vm" -> "web01 (protected VM)", for every role of the site. "here" differs from one
/// finding to the next.
void name_places(TextStyle& style, const Site& site) {
  for (const Role role : all_roles) {
    std::vector<std::string> hosts;
    for (const Host* host : site.in({role})) hosts.push_back(host->name);
    if (!hosts.empty())
      style.places.try_emplace(std::string(name(role)),
                               fmt::format("{} ({})", joined(hosts, " or "), title(role)));
    else
      style.places.try_emplace(std::string(name(role)), fmt::format("the {}", title(role)));
  }
}

}  // namespace

std::string to_text(const Report& report, const TextStyle& style) {
  TextStyle complete = style;
  name_places(complete, *report.site);
  return Text(report, complete).write();
}

}  // namespace fbd
