#include "collectors/host/unit_files.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/listing.h"
#include "collectors/host/service_names.h"

namespace fbd {
namespace {

Result<Request> ask_units(const Context&) {
  ReadTree request;
  for (const std::string_view directory : UnitFiles::directories) {
    for (const std::string_view service : network_service_names)
      for (const std::string_view form : {"{}/{}.service", "{}/*.wants/{}.service",
                                          "{}/*.requires/{}.service", "{}/{}.service.d/*.conf"})
        request.globs.push_back(fmt::format(fmt::runtime(form), directory, service));
    // Names that D-Bus starts a service by: links that "enable" makes as well.
    request.globs.push_back(fmt::format("{}/dbus-org.*.service", directory));
  }
  for (const std::string_view service : network_service_names)
    for (const std::string_view suffix : {"conf", "override"})
      request.globs.push_back(fmt::format("/etc/init/{}.{}", service, suffix));
  return request;
}

Result<UnitFiles> parse_units(std::string_view answer) {
  return read_tree(answer).map(
      [](std::vector<TreeEntry> tree) { return UnitFiles{std::move(tree)}; });
}

constexpr std::string_view init_globs[] = {
    "/sbin/init",         "/etc/init/rc-sysinit.conf", "/etc/init/rcS.conf",        "/etc/init.d/*",
    "/etc/rc[S2-5].d/S*", "/etc/rc.d/rc[S2-5].d/S*",   "/etc/init.d/rc[S2-5].d/S*",
};

Result<InitLinks> parse_init(std::string_view answer) {
  return read_listing(answer).map([](const Listing& listing) {
    InitLinks links;
    bool has_jobs = false;
    for (const TreeEntry& entry : listing.found) {
      const std::string_view path = entry.path;
      if (path == "/sbin/init")
        links.init =
            entry.kind == TreeEntry::Kind::link && entry.bytes.find("systemd") != std::string::npos
                ? InitLinks::Init::systemd
                : InitLinks::Init::sysv;
      else if (path.starts_with("/etc/init/"))
        has_jobs = true;
      else if (path.find(".d/S") != path.npos && path.find("rc") != path.npos &&
               !path.starts_with("/etc/init.d/S"))
        links.starts.push_back(entry.path);
      else
        links.scripts.push_back(entry.path);
    }
    // The jobs of Upstart stay behind when systemd takes its place.
    if (links.init == InitLinks::Init::sysv && has_jobs) links.init = InitLinks::Init::upstart;
    links.unseen = listing.unseen;
    return links;
  });
}

constexpr Origin<UnitFiles> unit_origins[] = {
    {"host.network-units", Os::gnu_linux, ask_with(ask_units), parse_units},
};
constexpr Origin<InitLinks> init_origins[] = {
    {"host.init-links", Os::gnu_linux, list_tree(init_globs), parse_init},
};

std::string_view name(TreeEntry::Kind kind) {
  switch (kind) {
    case TreeEntry::Kind::file:
      return "file";
    case TreeEntry::Kind::link:
      return "link";
    case TreeEntry::Kind::error:
      return "error";
  }
  return "";
}

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::span<const Origin<UnitFiles>> UnitFiles::origins() { return unit_origins; }
std::span<const Origin<InitLinks>> InitLinks::origins() { return init_origins; }

const TreeEntry* UnitFiles::find(std::string_view path, TreeEntry::Kind kind) const {
  const auto found = std::find_if(all.begin(), all.end(), [&](const TreeEntry& entry) {
    return entry.kind == kind && entry.path == path;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string_view name(InitLinks::Init init) {
  switch (init) {
    case InitLinks::Init::systemd:
      return "systemd";
    case InitLinks::Init::upstart:
      return "upstart";
    case InitLinks::Init::sysv:
      return "sysv";
    case InitLinks::Init::unknown:
      return "unknown";
  }
  return "";
}

std::string to_json(const UnitFiles& fact) {
  nlohmann::ordered_json json;
  json["all"] = nlohmann::ordered_json::array();
  for (const TreeEntry& one : fact.all)
    json["all"].push_back(
        {{"path", one.path},
         {"kind", name(one.kind)},
         {"target", one.kind == TreeEntry::Kind::link ? printable(one.bytes) : ""}});
  return text_of(json);
}

std::string to_json(const InitLinks& fact) {
  return text_of({{"init", name(fact.init)},
                  {"scripts", fact.scripts},
                  {"starts", fact.starts},
                  {"unseen", fact.unseen}});
}

}  // namespace fbd
