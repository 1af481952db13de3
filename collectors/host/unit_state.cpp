#include "collectors/host/unit_state.h"

#include <algorithm>
#include <string>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Kind = TreeEntry::Kind;
using Service = NetworkServices::Service;
using State = NetworkServices::State;

constexpr std::string_view configured = UnitFiles::directories[0];
constexpr std::string_view runtime = UnitFiles::directories[1];
constexpr int longest_chain = 8;

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }
std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

/// Where a link leads, without "." and "..".
std::string target_of(const TreeEntry& link) {
  std::string path =
      link.bytes.starts_with('/') ? std::string() : std::string(directory_of(link.path)) + "/";
  path += link.bytes;
  std::string clean;
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part == "..")
      clean.resize(std::min(clean.rfind('/'), clean.size()));
    else if (!part.empty() && part != ".")
      (clean += '/') += part;
  }
  return clean;
}

bool is_unit_directory(std::string_view path) {
  return std::find(std::begin(UnitFiles::directories), std::end(UnitFiles::directories), path) !=
         std::end(UnitFiles::directories);
}

/// The [Install] section of a unit.
struct Install {
  bool has_rules = false;  // WantedBy=, RequiredBy= or Alias=
  bool has_also = false;
  bool is_readable = true;
  std::vector<std::string_view> aliases;
};

Install install_section(std::string_view text) {
  Install install;
  bool here = false;
  std::size_t wants = 0, required = 0, also = 0;
  for (const std::string_view raw : lines(text)) {
    const std::string_view line = trimmed(raw);
    if (line.starts_with('[')) {
      here = line == "[Install]";
      install.is_readable = install.is_readable && line.ends_with(']');
    }
    const std::size_t equals = line.find('=');
    if (!here || line.empty() || line[0] == '#' || line[0] == ';' || equals == line.npos) continue;
    const std::string_view key = trimmed(line.substr(0, equals));
    std::string_view value = trimmed(line.substr(equals + 1));
    // A value that is empty takes back those before.
    const auto count = [&](std::size_t& values) { values = value.empty() ? 0 : values + 1; };
    if (key == "WantedBy") count(wants);
    if (key == "RequiredBy") count(required);
    if (key == "Also") count(also);
    if (key != "Alias") continue;
    if (value.empty()) install.aliases.clear();
    while (!value.empty()) {
      const std::size_t end = std::min(value.find_first_of(" \t"), value.size());
      install.aliases.push_back(value.substr(0, end));
      value = trimmed(value.substr(end));
    }
  }
  install.has_rules = wants + required + install.aliases.size() > 0;
  install.has_also = also > 0;
  return install;
}

/// Links in a directory that start a unit or give it other names.
struct Links {
  bool starts = false;
  bool installed_alias = false;  // one of its Alias=
  bool other_alias = false;
};

Links links_in(const UnitFiles& units, std::string_view directory, std::string_view unit,
               const Install& install) {
  Links found;
  for (const TreeEntry& entry : units.all) {
    if (entry.kind != Kind::link) continue;
    const std::string_view name = last_part(entry.path);
    const std::string_view place = directory_of(entry.path);
    const std::string target = target_of(entry);
    const bool leads_here = last_part(target) == unit;
    if (place == directory) {
      if (!leads_here || name == unit) continue;
      const bool is_installed =
          std::find(install.aliases.begin(), install.aliases.end(), name) != install.aliases.end();
      (is_installed ? found.installed_alias : found.other_alias) = true;
    } else if (directory_of(place) == directory && (name == unit || leads_here)) {
      found.starts = found.starts || !place.ends_with(".d");
    }
  }
  return found;
}

State state_of(const UnitFiles& units, std::string_view unit, std::string_view text,
               State otherwise) {
  const Install install = install_section(text);
  if (!install.is_readable) return State::unknown;
  const Links links = links_in(units, configured, unit, install);
  if (links.starts || links.installed_alias) return State::enabled;
  const Links now = links_in(units, runtime, unit, install);
  if (now.starts || now.installed_alias) return State::enabled_runtime;
  if (otherwise == State::linked) return State::linked;
  if (links.other_alias || now.other_alias) return State::indirect;
  if (install.has_rules) return State::disabled;
  return install.has_also ? State::indirect : State::fixed;
}

void find_links(const UnitFiles& units, std::string_view unit, Service& service) {
  for (const TreeEntry& entry : units.all) {
    const std::string_view place = directory_of(entry.path);
    if (!is_unit_directory(directory_of(place))) continue;
    // Where /lib is a link to /usr/lib, everything is there twice.
    if (entry.path.starts_with("/lib/") && units.find("/usr" + entry.path, entry.kind)) continue;
    if (entry.kind == Kind::link && last_part(entry.path) == unit)
      service.started_by.push_back(entry.path);
    if (last_part(place) == std::string(unit) + ".d" && entry.path.ends_with(".conf"))
      if (entry.kind == Kind::link || service.drop_ins.empty() ||
          service.drop_ins.back() != entry.path)
        service.drop_ins.push_back(entry.path);
  }
}

}  // namespace

Service unit_state(const UnitFiles& units, std::string_view unit) {
  Service service;
  find_links(units, unit, service);
  const auto decide = [&](State state, const std::string& file) {
    service.state = state;
    service.file = file;
    service.by = InitLinks::Init::systemd;
    return service;
  };
  for (const std::string_view directory : UnitFiles::directories) {
    const std::string path = std::string(directory) + "/" + std::string(unit);
    const TreeEntry* link = units.find(path, Kind::link);
    const TreeEntry* file = units.find(path, Kind::file);
    const State masked = directory == runtime ? State::masked_runtime : State::masked;
    if (!link) {
      if (units.find(path, Kind::error)) return decide(State::unknown, path);
      if (!file) continue;
      if (file->bytes.empty()) return decide(masked, path);
      return decide(state_of(units, unit, file->bytes, State::disabled), path);
    }
    std::string target = target_of(*link);
    if (target == "/dev/null") return decide(masked, path);
    // A link to the same name further down is only a longer way to say so.
    if (last_part(target) == unit && is_unit_directory(directory_of(target))) {
      if (file) return decide(state_of(units, unit, file->bytes, State::disabled), path);
      return decide(State::dangling, path);
    }
    if (last_part(target) != unit) {
      bool is_masked = false;
      for (int hops = 0; hops < longest_chain && !is_masked; ++hops) {
        const TreeEntry* next = units.find(target, Kind::link);
        if (!next) break;
        is_masked = target_of(*next) == "/dev/null";
        if (!is_masked) target = target_of(*next);
      }
      service.alias_of = last_part(target);
      return decide(file || is_masked ? State::alias : State::dangling, path);
    }
    if (units.find(path, Kind::error)) return decide(State::unknown, path);
    if (!file) return decide(State::dangling, path);
    return decide(state_of(units, unit, file->bytes, State::linked), path);
  }
  return service;
}

}  // namespace fbd
