#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "kb/report/logs_report.h"
#include "kb/report/report.h"
#include "kb/report/version.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Json list(const auto& all, auto&& json_of_one) {
  Json array = Json::array();
  for (const auto& one : all) array.push_back(json_of_one(one));
  return array;
}

Json json_of(const Error& error) {
  return {{"kind", name(error.kind)}, {"message", printable(error.message, 2000)}};
}

Json json_of(const Host& host) {
  Json roles = Json::array();
  for (const Role role : all_roles)
    if (host.roles.has(role)) roles.push_back(name(role));
  return {{"name", host.name},
          {"roles", std::move(roles)},
          {"address", host.dial()},
          {"os", name(host.os)},
          {"reach", name(host.reach)}};
}

Json json_of(const Asked& asked, const Evidence& evidence) {
  Json json{{"host", asked.host}, {"question", asked.question}};
  const Evidence::Entry* entry = evidence.find(asked.host, asked.question);
  if (!entry) return json;
  json["request"] = describe(entry->request);
  json["at"] = iso_time(entry->observation.at);
  json["took_milliseconds"] = entry->observation.took.count();
  if (entry->observation.answer)
    json["answer_bytes"] = entry->observation.answer->size();
  else
    json["error"] = json_of(entry->observation.answer.error());
  return json;
}

Json json_of(const Finding& finding, const Evidence& evidence) {
  Json values = Json::object();
  for (const auto& [key, value] : finding.verdict.values) values[key] = printable(value, 2000);
  Json json{{"probe", finding.probe},
            {"code", finding.code()},
            {"status", name(finding.verdict.status)},
            {"hosts", finding.hosts},
            {"values", std::move(values)},
            {"at", nullptr}};
  if (!finding.evidence.empty() && finding.at != std::chrono::sys_seconds{})
    json["at"] = iso_time(finding.at);
  if (finding.verdict.reason) json["reason"] = json_of(*finding.verdict.reason);
  json["evidence"] =
      list(finding.evidence, [&](const Asked& asked) { return json_of(asked, evidence); });
  return json;
}

struct StepJson {
  Json operator()(const Tell& step) const { return {{"tell", step.text}}; }
  Json operator()(const Run& step) const { return {{"run", step.command}, {"on", step.where}}; }
  Json operator()(const Write& step) const {
    return {{"write", step.path}, {"on", step.where}, {"content", step.content}};
  }
  Json operator()(const Check& step) const { return {{"check", step.probe}}; }
};

void add_article(Json& json, const Article& article, const Values& values) {
  json["title"] = fill(article.title, values);
  json["source"] = article.source;
  json["cause"] = fbd::cause(article, values);
  json["fix"] = list(fix_plan(article, values),
                     [](const Step& step) { return std::visit(StepJson{}, step); });
}

/// Findings are named by their place in findings[], with code and hosts for readers.
Json reference(const Finding* finding, const Report& report) {
  return {{"finding", finding - report.findings.data()},
          {"code", finding->code()},
          {"hosts", finding->hosts}};
}

Json json_of(const Cause& cause, const Report& report) {
  Json json = reference(cause.finding, report);
  json["status"] = name(Report::status(cause));
  if (cause.article) add_article(json, *cause.article, cause.finding->verdict.values);
  json["explains"] =
      list(cause.explains, [&](const Finding* finding) { return reference(finding, report); });
  return json;
}

Json json_of(const NotJudged& group, const Report& report) {
  Json json{{"reason", printable(group.reason, 2000)},
            {"status", name(group.findings.front()->verdict.status)}};
  if (const auto& reason = group.findings.front()->verdict.reason)
    json["kind"] = name(reason->kind);
  json["findings"] =
      list(group.findings, [&](const Finding* finding) { return reference(finding, report); });
  return json;
}

Json json_of(const LogMessages::Place& place) {
  return {{"file", printable(place.file, 2000)},
          {"line", place.line},
          {"time", place.time.empty() ? Json(nullptr) : Json(place.time)},
          {"text", printable(place.text, 2000)}};
}

Json json_of(const LogsReport::Met& met) {
  const LogMessages::Message& message = *met.message;
  Json json{{"code", met.article->code},
            {"weight", name(message.weight)},
            {"count", message.count},
            {"before", message.before},
            {"first", message.count > 0 ? json_of(message.first) : Json(nullptr)},
            {"last", message.count > 0 ? json_of(message.last) : Json(nullptr)},
            {"values", Json::object()}};
  for (const auto& [key, value] : message.values) json["values"][key] = printable(value, 2000);
  add_article(json, *met.article, met.values);
  return json;
}

Json json_of(const ReprotectAnswer& answer) {
  return {{"machine", printable(answer.machine)},
          {"vault", printable(answer.vault)},
          {"phase", answer.phase.empty() ? Json(nullptr) : Json(answer.phase)},
          {"can", name(answer.can)},
          {"sentence", printable(answer.sentence, 2000)},
          {"inputs", list(answer.inputs, [](const ReprotectAnswer::Input& input) {
             Json json{{"what", input.what}, {"value", nullptr}};
             if (input.value.empty())
               json["missing"] = printable(input.missing, 2000);
             else
               json["value"] = printable(input.value, 2000);
             return json;
           })}};
}

}  // namespace

std::string_view name(ReprotectAnswer::Can can) {
  switch (can) {
    case ReprotectAnswer::Can::yes:
      return "yes";
    case ReprotectAnswer::Can::nothing_against:
      return "nothing-against";
    case ReprotectAnswer::Can::no:
      return "no";
    case ReprotectAnswer::Can::cannot_be_said:
      break;
  }
  return "cannot-be-said";
}

std::string to_json(const Report& report) {
  Json json;
  json["format"] = "failback-doctor report";
  json["version"] = 1;
  json["program"] = program_version();
  json["at"] = report.evidence->entries().empty() ? Json(nullptr) : Json(iso_time(report.at));
  json["exit_code"] = exit_code(report.findings);
  json["site"] = {
      {"stack", name(report.site->stack)},
      {"hosts", list(report.site->hosts, [](const Host& host) { return json_of(host); })}};
  if (report.reprotect) json["reprotect"] = json_of(*report.reprotect);
  json["findings"] = list(
      report.findings, [&](const Finding& finding) { return json_of(finding, *report.evidence); });
  json["causes"] = list(report.causes, [&](const Cause& cause) { return json_of(cause, report); });
  json["not_judged"] =
      list(report.not_judged, [&](const NotJudged& group) { return json_of(group, report); });
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_json(const LogsReport& report) {
  const LogMessages& logs = *report.logs;
  Json json;
  json["format"] = "failback-doctor logs";
  json["version"] = 1;
  json["program"] = program_version();
  json["exit_code"] = exit_code(report);
  json["files"] = logs.files;
  json["bytes"] = logs.bytes;
  json["since"] = logs.since.empty() ? Json(nullptr) : Json(logs.since);
  json["since_failover"] = report.since_failover;
  json["messages"] = Json::array();
  for (const auto* part : {&report.trouble, &report.notes, &report.before})
    for (const LogsReport::Met& met : *part) json["messages"].push_back(json_of(met));
  json["not_read"] = list(logs.unread, [](const LogMessages::Unread& unread) {
    return Json{{"file", printable(unread.file, 2000)}, {"error", json_of(unread.error)}};
  });
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fbd
