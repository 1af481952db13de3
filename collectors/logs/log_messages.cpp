#include "collectors/logs/log_messages.h"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 28> globs{{
    "/var/log/svagents*",
    "/var/log/s2*",
    "/var/log/appservice*",
    "/var/log/evtcollforw*",
    "/var/log/vacp*",
    "/var/log/cxpsclient*",
    "/var/log/cdpcli.log*",
    "/var/log/CDPMgr*",
    "/var/log/CacheMgr*",
    "/var/log/AzureRcmCli.log*",
    "/var/log/vxlogs/*",
    "/var/log/vxlogs/*/*",
    "/var/log/ApplicationPolicyLogs/*",
    "/var/log/uarespawnd.log*",
    "/var/log/ua_install.log*",
    "/var/log/ua_upgrader.log*",
    "/var/log/ua_uninstall*",
    "/var/log/InstallerErrors.json",
    "/var/log/mtvolreg.log*",
    "/var/log/appliedmtcustomchanges.log",
    "/var/log/missing-packages.log",
    "/var/log/blacklistrootdev.log",
    "/var/log/Post_Process_Linux_MT.log",
    "/usr/local/ASR/Vx/scripts/*/PrepareTarget.log",
    "/var/log/azure-migrate-startup.log",
    "/usr/local/AzureRecovery/AzureRecoveryUtil.log",
    "/var/log/messages*",
    "/var/log/syslog*",
}};

Result<Request> scan_linux_logs(const Context& /*context*/) {
  return ScanLogs{{globs.begin(), globs.end()}};
}

Json json_of(const LogMessages::Place& place) {
  return {{"file", place.file}, {"line", place.line}, {"time", place.time}, {"text", place.text}};
}

LogMessages::Place place_of(const SeenAt& seen) {
  return {seen.file, seen.line, seen.time ? log_time_text(*seen.time) : "", seen.text};
}

LogMessages::Place place_from(const Json& json) {
  return {json.at("file"), json.at("line"), json.at("time"), json.at("text")};
}

Result<LogMessages> parse(std::string_view answer) try {
  const Json json = Json::parse(answer);
  LogMessages fact;
  fact.since = json.at("since");
  fact.files = json.at("files");
  fact.bytes = json.at("bytes");
  for (const Json& one : json.at("messages")) {
    const std::optional<Weight> found = weight(one.at("weight").get<std::string>());
    if (!found) return error(ErrorKind::malformed, "a message of the logs has an unknown weight");
    fact.messages.push_back({one.at("code"), *found, one.at("count"), one.at("before"),
                             one.at("values").get<Captures>(), place_from(one.at("first")),
                             place_from(one.at("last"))});
  }
  for (const Json& one : json.at("unread"))
    fact.unread.push_back(
        {one.at("file"),
         {error_kind(one.at("kind").get<std::string>()).value_or(ErrorKind::failed),
          one.at("message").get<std::string>()}});
  return fact;
} catch (const nlohmann::json::exception& problem) {
  return error(ErrorKind::malformed,
               fmt::format("what the logs hold cannot be read: {}", problem.what()));
}

constexpr Origin<LogMessages> known_origins[] = {
    {"logs.messages", Os::gnu_linux, ask_with(scan_linux_logs), parse},
};

}  // namespace

std::span<const Origin<LogMessages>> LogMessages::origins() { return known_origins; }

std::span<const std::string_view> linux_log_globs() { return globs; }

// The captures first: no pattern can change where a line was seen.
Captures values_of(const LogMessages::Message& message) {
  constexpr std::string_view no_time = "no time is known";
  Captures values = message.values;
  values["count"] = fmt::format("{}", message.count);
  values["first"] = message.first.time.empty() ? no_time : message.first.time;
  values["last"] = message.last.time.empty() ? no_time : message.last.time;
  values["file"] = message.last.file;
  values["line"] = fmt::format("{}", message.last.line);
  values["text"] = message.last.text;
  return values;
}

LogMessages log_messages_of(const MessageSet& set, const LogsScan& scan) {
  LogMessages fact;
  fact.since = scan.since ? log_time_text(*scan.since) : "";
  fact.files = scan.files;
  fact.bytes = scan.bytes;
  for (const auto& [index, one] : scan.sightings.met()) {
    const KnownMessage& message = set.messages()[index];
    fact.messages.push_back({message.code, message.weight, one.count, one.before, one.last.captures,
                             place_of(one.first), place_of(one.last)});
  }
  for (const Unread& unread : scan.unread) fact.unread.push_back({unread.file, unread.error});
  return fact;
}

std::string write_log_messages(const MessageSet& set, const LogsScan& scan) {
  return to_json(log_messages_of(set, scan)) + "\n";
}

std::string to_json(const LogMessages& fact) {
  Json json{{"since", fact.since}, {"files", fact.files}, {"bytes", fact.bytes}};
  json["messages"] = Json::array();
  for (const LogMessages::Message& one : fact.messages)
    json["messages"].push_back({{"code", one.code},
                                {"weight", name(one.weight)},
                                {"count", one.count},
                                {"before", one.before},
                                {"values", one.values},
                                {"first", json_of(one.first)},
                                {"last", json_of(one.last)}});
  json["unread"] = Json::array();
  for (const LogMessages::Unread& one : fact.unread)
    json["unread"].push_back(
        {{"file", one.file}, {"kind", name(one.error.kind)}, {"message", one.error.message}});
  // Lines quote what came from elsewhere, which need not be UTF-8.
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
