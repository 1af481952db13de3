#include <fmt/format.h>

#include "collectors/logs/log_messages.h"
#include "probes/probe.h"

namespace fbd {
namespace {

using Param = AgentHost<LogMessages>;

/// One verdict for each message that means something; none of them: one for all logs.
std::vector<Verdict> verdicts(const Param& logs) {
  std::vector<Verdict> all;
  for (const LogMessages::Message& message : logs->messages) {
    if (message.count == 0 || message.weight == Weight::note) continue;
    const bool is_failure = message.weight == Weight::fail;
    all.push_back(is_failure ? fail(message.code, values_of(message))
                             : warn(message.code, values_of(message)));
  }
  if (!logs->unread.empty()) {
    // What was not read could hold anything.
    const LogMessages::Unread& first = logs->unread.front();
    std::string why = fmt::format("{}: {}: {}", logs.host().name, first.file, first.error.message);
    if (const std::size_t more = logs->unread.size() - 1; more != 0)
      why += fmt::format(" (and {} more files)", more);
    all.push_back(unknown({first.error.kind, std::move(why)}));
  } else if (logs->files == 0) {
    all.push_back(unknown({ErrorKind::not_found, logs.host().name + ": there are no logs here"}));
  } else if (all.empty()) {
    all.push_back(pass());
  }
  return all;
}

/// Looking through logs is no part of every bundle; that nobody looked is no failure to look.
Verdict without_logs(const Host& host, const Evidence& evidence, const detail::Draft& draft) {
  const Evidence::Entry* entry = evidence.find(host.name, LogMessages::origins().front().id);
  const bool asked = entry && entry->observation.at != std::chrono::sys_seconds{};
  if (!asked && draft.missing->kind == ErrorKind::not_collected)
    return skipped(host.name + ": its logs were not looked through");
  return detail::not_judged(draft);
}

void needs(const Site& site, std::vector<Need>& all) {
  for (const Host* host : site.in(Param::in))
    detail::add_need(all, {host->name, &next_question<LogMessages>});
}

void judge_logs(std::string_view probe, const Site& site, const Evidence& evidence,
                std::vector<Finding>& findings) {
  const std::vector<const Host*> hosts = site.in(Param::in);
  if (hosts.empty()) findings.push_back(detail::nobody(probe, Param::in));
  for (const Host* host : hosts) {
    detail::Draft draft;
    const std::optional<Param> logs = detail::resolve<Param>(site, evidence, *host, draft);
    const std::vector<Verdict> all =
        logs ? verdicts(*logs) : std::vector<Verdict>{without_logs(*host, evidence, draft)};
    for (const Verdict& verdict : all)
      findings.push_back(detail::finished(probe, std::span(&host, 1), draft, verdict));
  }
}

}  // namespace

/// Its codes are those of the articles with patterns: a new message needs an article and no code.
extern constinit const Probe logs_message{
    .id = "logs.message",
    .question = "Are the logs free of messages that are known to mean trouble?",
    .rule =
        "Troubleshoot replication (2019-08-02), Troubleshoot the configuration server "
        "(2025-12-09) and AzMigrate-Hydration (January 2025): the messages name their own sources",
    .codes = {},
    .decision = {&needs, &judge_logs},
};

}  // namespace fbd
