#include "collectors/host/windows_host.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::json;
using Seconds = std::chrono::sys_seconds;

// Names of services: Troubleshoot the process server (2019-04-29), Check process server services;
// Troubleshoot replication (2019-08-02). Cache and agent lie below the directories that they were
// installed to, so their volumes are taken from the paths of the services' programs. Lists are made
// with @(), because ConvertTo-Json writes a list of one as its only member; lines of a file are not
// read with Get-Content, whose texts it writes as objects. Of drscout.conf only keys that are known
// to hold no secret are asked for.
constexpr std::string_view line =
    R"($u={param($d)[int64]($d.ToUniversalTime()-[datetime]'1970-01-01').TotalSeconds};)"
    R"($n='svagents','InMage Scout Application Service','cxprocessserver','tmansvc',)"
    R"('InMage PushInstall','ProcessServer','ProcessServerMonitor','LogUpload','W3SVC','MySQL',)"
    R"('obengine','dra';$o=Get-CimInstance Win32_OperatingSystem;)"
    R"($s=Get-CimInstance Win32_Service|Where-Object{$n -contains $_.Name};)"
    R"($x={param($p)if($p -match '^"?([^"]+?\.exe)'){$Matches[1]}};)"
    R"($l={param($k)$p=&$x ($s|Where-Object{$_.Name -eq $k}|Select-Object -First 1).PathName;)"
    R"(if($p){$p.Substring(0,2)}else{''}};)"
    R"($r={param($k,$v)foreach($w in 'Wow6432Node\',''){$a=(Get-ItemProperty )"
    R"("HKLM:\SOFTWARE\${w}SV Systems$k" -ErrorAction 0).$v;if($a){return "$a"}}};)"
    R"($d=&$r '\VxAgent' 'InstallDirectory';$f="$d\Application Data\etc\drscout.conf";)"
    R"(@{os=$o.Caption;time=&$u (Get-Date);)"
    R"(up=[int64]($o.LocalDateTime-$o.LastBootUpTime).TotalSeconds;)"
    R"(cpu=[int](Get-CimInstance Win32_Processor|Measure-Object LoadPercentage -Average).Average;)"
    R"(memory=$o.TotalVisibleMemorySize*1KB;memory_free=$o.FreePhysicalMemory*1KB;)"
    R"(services=@($s|ForEach-Object{$p=&$x $_.PathName;@{name=$_.Name;state=$_.State;)"
    R"(start=$_.StartMode;version=if($p -and(Test-Path $p)){)"
    R"((Get-Item $p).VersionInfo.ProductVersion}else{''}}});)"
    R"(volumes=@(Get-CimInstance Win32_Volume|Where-Object{$_.DriveType -eq 3 -and $_.DriveLetter}|)"
    R"(ForEach-Object{@{letter=$_.DriveLetter;filesystem=$_.FileSystem;size=$_.Capacity;)"
    R"(free=$_.FreeSpace;system=[bool]($_.BootVolume -or $_.SystemVolume);)"
    R"(page_file=[bool]$_.PageFilePresent}});)"
    R"(cache=&$l 'cxprocessserver';agent_volume=&$l 'svagents';)"
    R"(agent=@{directory=$d;server=&$r '' 'ServerName';host=&$r '' 'HostId';)"
    R"(config=@(if($d -and(Test-Path $f)){[IO.File]::ReadAllLines($f) -match '^\s*(\[|(HostId|Role|)"
    R"(VmPlatform|CSType|CloudPairingStatus|SystemUUID|HyperVisorName|IsAzureVm|)"
    R"(FailoverVmBiosId|Hostname|Port|CsAddressForAzureComponents)\s*=)'})};)"
    R"(certificates=@(Get-ChildItem Cert:\LocalMachine\My|ForEach-Object{@{subject=$_.Subject;)"
    R"(issuer=$_.Issuer;until=&$u $_.NotAfter}});)"
    R"(logs=@('eventmanager*','monitor_protection*'|ForEach-Object{)"
    R"(Get-ChildItem "$env:ProgramData\ASR\home\svsystems\$_" -Recurse -ErrorAction 0}|)"
    R"(Where-Object{-not $_.PSIsContainer}|ForEach-Object{&$u $_.LastWriteTime})})"
    R"(|ConvertTo-Json -Depth 4 -Compress)";

/// A number, or 0 for the null that PowerShell writes for what it does not know.
std::int64_t number(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return 0;
  return found->is_number_float() ? static_cast<std::int64_t>(found->get<double>())
                                  : found->get<std::int64_t>();
}

std::uint64_t size(const Json& json, const char* key) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(number(json, key), 0));
}

std::string text(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? printable(found->get<std::string>())
                                                   : std::string();
}

Seconds time_of(std::int64_t seconds) {
  // Up to the year 9999; what lies beyond is no time that a report can print.
  return Seconds(std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 253'402'300'799)));
}

const Json& list(const Json& json, const char* key) {
  static const Json nothing = Json::array();
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : nothing;
}

/// Without the mark that PowerShell puts before text in UTF-8.
std::string_view without_mark(std::string_view answer) {
  if (answer.starts_with("\xEF\xBB\xBF")) answer.remove_prefix(3);
  return answer;
}

bool yes(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

std::optional<WindowsHost::Agent> agent_of(const Json& json) {
  const auto found = json.find("agent");
  if (found == json.end() || !found->is_object()) return std::nullopt;
  WindowsHost::Agent agent{
      text(*found, "directory"), text(*found, "server"), text(*found, "host"), {}};
  for (const Json& one : list(*found, "config")) agent.config += one.get<std::string>() + "\n";
  return agent;
}

WindowsHost host_of(const Json& json) {
  WindowsHost host;
  host.os = text(json, "os");
  host.time = time_of(json.at("time").get<std::int64_t>());
  host.cpu_percent = static_cast<int>(std::clamp<std::int64_t>(number(json, "cpu"), 0, 100));
  host.memory_bytes = size(json, "memory");
  host.free_memory_bytes = size(json, "memory_free");
  if (json.contains("up")) host.up = std::chrono::seconds(number(json, "up"));
  host.cache_letter = text(json, "cache");
  host.agent_letter = text(json, "agent_volume");
  host.agent = agent_of(json);
  for (const Json& one : json.at("services"))
    host.services.push_back({text(one, "name"), text(one, "state") == "Running",
                             text(one, "start") == "Auto", text(one, "version")});
  for (const Json& one : list(json, "volumes"))
    host.volumes.push_back({text(one, "letter"), text(one, "filesystem"), size(one, "size"),
                            size(one, "free"), yes(one, "system"), yes(one, "page_file")});
  for (const Json& one : list(json, "certificates"))
    host.certificates.push_back(
        {text(one, "subject"), text(one, "issuer"), time_of(number(one, "until"))});
  for (const Json& one : list(json, "logs")) {
    const Seconds written = time_of(one.get<std::int64_t>());
    if (!host.heartbeat_log || *host.heartbeat_log < written) host.heartbeat_log = written;
  }
  return host;
}

constexpr Origin<WindowsHost> known_origins[] = {
    {WindowsHost::question, Os::windows, run(line), read_windows_host},
};

}  // namespace

std::string_view WindowsHost::script() { return line; }
Result<Request> WindowsHost::ask(const Context& /*context*/) {
  return RunCommand{std::string(line)};
}
std::span<const Origin<WindowsHost>> WindowsHost::origins() { return known_origins; }

Result<WindowsHost> read_windows_host(std::string_view answer) try {
  return host_of(Json::parse(without_mark(answer)));
} catch (const Json::exception& problem) {
  return error(ErrorKind::malformed,
               fmt::format("what PowerShell answered cannot be read: {}", problem.what()));
}

const WindowsHost::Service* WindowsHost::service(std::string_view name) const {
  for (const Service& one : services)
    if (same_word(one.name, name)) return &one;
  return nullptr;
}

const WindowsHost::Volume* WindowsHost::volume(std::string_view letter) const {
  for (const Volume& one : volumes)
    if (same_word(one.letter, letter)) return &one;
  return nullptr;
}

int WindowsHost::memory_percent() const {
  if (memory_bytes == 0) return 0;
  const std::uint64_t used = memory_bytes - std::min(free_memory_bytes, memory_bytes);
  return static_cast<int>(static_cast<double>(used) * 100 / static_cast<double>(memory_bytes));
}

std::string to_json(const WindowsHost& fact) {
  using Ordered = nlohmann::ordered_json;
  Ordered json{{"os", fact.os},
               {"time", iso_time(fact.time)},
               {"up_seconds", nullptr},
               {"cpu_percent", fact.cpu_percent},
               {"memory_bytes", fact.memory_bytes},
               {"free_memory_bytes", fact.free_memory_bytes},
               {"services", Ordered::array()},
               {"volumes", Ordered::array()},
               {"cache_letter", fact.cache_letter},
               {"agent_letter", fact.agent_letter},
               {"agent", nullptr},
               {"certificates", Ordered::array()},
               {"heartbeat_log", nullptr}};
  for (const WindowsHost::Service& one : fact.services)
    json["services"].push_back({{"name", one.name},
                                {"running", one.running},
                                {"automatic", one.automatic},
                                {"version", one.version}});
  for (const WindowsHost::Volume& one : fact.volumes)
    json["volumes"].push_back({{"letter", one.letter},
                               {"filesystem", one.filesystem},
                               {"size_bytes", one.size_bytes},
                               {"free_bytes", one.free_bytes},
                               {"system", one.system},
                               {"page_file", one.page_file}});
  for (const WindowsHost::Certificate& one : fact.certificates)
    json["certificates"].push_back(
        {{"subject", one.subject}, {"issuer", one.issuer}, {"not_after", iso_time(one.not_after)}});
  if (fact.up) json["up_seconds"] = fact.up->count();
  if (fact.agent)
    json["agent"] = {{"directory", fact.agent->directory},
                     {"server", fact.agent->server},
                     {"host_id", fact.agent->host_id},
                     {"config", fact.agent->config}};
  if (fact.heartbeat_log) json["heartbeat_log"] = iso_time(*fact.heartbeat_log);
  return json.dump(2, ' ', false, Ordered::error_handler_t::replace);
}

}  // namespace fbd
