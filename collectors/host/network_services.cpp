#include "collectors/host/network_services.h"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/service_names.h"
#include "collectors/host/unit_state.h"

namespace fbd {
namespace {

using Init = InitLinks::Init;
using Service = NetworkServices::Service;
using State = NetworkServices::State;

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// Upstart's job, or false if it has none. init(5): "manual" takes back every "start on" before it.
bool decide_by_upstart(const UnitFiles& units, Service& service) {
  bool starts = false;
  for (const std::string_view suffix : {".conf", ".override"}) {
    const std::string path = "/etc/init/" + service.name + std::string(suffix);
    const TreeEntry* file = units.find(path, TreeEntry::Kind::file);
    if (!file && suffix == ".conf") return false;
    if (!file) continue;
    service.file = path;
    for (const std::string_view line : lines(file->bytes)) {
      if (line.starts_with("start on")) starts = true;
      if (trimmed(line) == "manual") starts = false;
    }
  }
  service.by = Init::upstart;
  service.state = starts ? State::enabled : State::disabled;
  return true;
}

/// A script and the links that start it, "S" and two digits before its name.
void decide_by_scripts(const InitLinks& init, Service& service) {
  for (const std::string& script : init.scripts)
    if (last_part(script) == service.name) service.file = script;
  std::vector<std::string> starts;
  for (const std::string& link : init.starts) {
    const std::string_view name = last_part(link);
    if (name.size() > 3 && std::isdigit(static_cast<unsigned char>(name[1])) &&
        name.substr(3) == service.name)
      starts.push_back(link);
  }
  service.started_by.insert(service.started_by.end(), starts.begin(), starts.end());
  if (service.file.empty()) return;  // its links dangle
  service.by = Init::sysv;
  service.state = starts.empty() ? State::disabled : State::enabled;
}

Service service_state(const UnitFiles& units, const InitLinks& init, std::string_view name) {
  Service service;
  const bool by_units = init.init == Init::systemd || init.init == Init::unknown;
  if (by_units) service = unit_state(units, std::string(name) + ".service");
  service.name = name;
  if (service.state != State::not_found) return service;
  if (init.init == Init::upstart && decide_by_upstart(units, service)) return service;
  decide_by_scripts(init, service);
  return service;
}

Result<Request> ask_systemd(const Context&) {
  std::string script =
      "systemctl show --property=Id,LoadState,ActiveState,SubState,UnitFileState,Result";
  for (const std::string_view name : network_service_names)
    script += " " + std::string(name) + ".service";
  return RunCommand{script};
}

Result<RunningUnits> parse_show(std::string_view answer) {
  RunningUnits units;
  RunningUnits::Unit unit;
  const auto end_of_unit = [&] {
    if (!unit.id.empty() && !units.find(unit.id)) units.all.push_back(unit);
    unit = {};
  };
  for (const std::string_view line : lines(answer)) {
    if (line.empty()) end_of_unit();
    const std::size_t equals = line.find('=');
    if (equals == line.npos) continue;
    const std::string_view key = line.substr(0, equals);
    const std::string value = printable(line.substr(equals + 1));
    if (key == "Id") unit.id = value;
    if (key == "LoadState") unit.load = value;
    if (key == "ActiveState") unit.active = value;
    if (key == "SubState") unit.sub = value;
    if (key == "UnitFileState") unit.file_state = value;
    if (key == "Result") unit.result = value;
  }
  end_of_unit();
  if (units.all.empty())
    return error(ErrorKind::malformed, "systemctl show: the answer names no unit");
  return units;
}

constexpr Ask show_units{ask_systemd, true};
constexpr Origin<RunningUnits> running_origins[] = {
    {"host.running-units", Os::gnu_linux, show_units, parse_show},
};

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::span<const Origin<RunningUnits>> RunningUnits::origins() { return running_origins; }

const RunningUnits::Unit* RunningUnits::find(std::string_view id) const {
  const auto found =
      std::find_if(all.begin(), all.end(), [id](const Unit& unit) { return unit.id == id; });
  return found == all.end() ? nullptr : &*found;
}

const Service* NetworkServices::find(std::string_view name) const {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [name](const Service& service) { return service.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool NetworkServices::starts_at_boot(std::string_view name) const {
  const Service* service = find(name);
  if (service && service->state == State::alias) {
    const std::string_view unit = service->alias_of;
    service = find(unit.substr(0, unit.rfind('.')));
  }
  if (!service) return false;
  switch (service->state) {
    case State::enabled:
    case State::enabled_runtime:
      return true;
    case State::disabled:
    case State::fixed:
    case State::indirect:
    case State::linked:
      return !service->started_by.empty();
    default:
      return false;
  }
}

NetworkServices network_services(const UnitFiles& units, const InitLinks& init) {
  NetworkServices services;
  for (const std::string_view name : network_service_names)
    services.all.push_back(service_state(units, init, name));
  return services;
}

std::string_view name(State state) {
  switch (state) {
    case State::enabled:
      return "enabled";
    case State::enabled_runtime:
      return "enabled-runtime";
    case State::disabled:
      return "disabled";
    case State::fixed:
      return "static";
    case State::indirect:
      return "indirect";
    case State::linked:
      return "linked";
    case State::masked:
      return "masked";
    case State::masked_runtime:
      return "masked-runtime";
    case State::alias:
      return "alias";
    case State::dangling:
      return "dangling";
    case State::not_found:
      return "not-found";
    case State::unknown:
      return "unknown";
  }
  return "";
}

std::string to_json(const RunningUnits& fact) {
  nlohmann::ordered_json json;
  json["all"] = nlohmann::ordered_json::array();
  for (const RunningUnits::Unit& one : fact.all)
    json["all"].push_back({{"id", one.id},
                           {"load", one.load},
                           {"active", one.active},
                           {"sub", one.sub},
                           {"file_state", one.file_state},
                           {"result", one.result}});
  return text_of(json);
}

std::string to_json(const NetworkServices& fact) {
  nlohmann::ordered_json json;
  json["all"] = nlohmann::ordered_json::array();
  for (const Service& one : fact.all)
    json["all"].push_back({{"name", one.name},
                           {"state", name(one.state)},
                           {"by", name(one.by)},
                           {"file", one.file},
                           {"alias_of", one.alias_of},
                           {"started_by", one.started_by},
                           {"drop_ins", one.drop_ins}});
  return text_of(json);
}

}  // namespace fbd
