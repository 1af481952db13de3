#include "collectors/network/package_log.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"
#include "collectors/network/package_log_lines.h"

namespace fbd {
namespace {

// The older of two files first. yum's rotated logs carry a date, dpkg's and dnf's a number.
constexpr std::string_view logs[] = {
    "/var/log/dpkg.log.1",          "/var/log/dpkg.log",     "/var/log/apt/history.log",
    "/var/log/yum.log-[12]???????", "/var/log/yum.log",      "/var/log/dnf.rpm.log.1",
    "/var/log/dnf.rpm.log",         "/var/log/zypp/history",
};

Result<PackageLog> parse_logs(std::string_view answer) {
  const Result<std::vector<TreeEntry>> tree = read_tree(answer);
  if (!tree) return tl::unexpected<Error>(tree.error());
  PackageLog log;
  for (const TreeEntry& entry : *tree) {
    if (entry.kind == TreeEntry::Kind::error) {
      if (entry.error_kind != ErrorKind::not_found)
        log.problems.push_back(entry.path + ": " + entry.bytes);
    } else if (entry.kind == TreeEntry::Kind::file) {
      for (PackageLog::Entry& one : package_log_lines(entry.path, entry.bytes))
        log.all.push_back(std::move(one));
    }
  }
  return log;
}

constexpr Origin<PackageLog> known_origins[] = {
    {"host.package-log", Os::gnu_linux, read_tree(logs), parse_logs},
};

}  // namespace

std::span<const Origin<PackageLog>> PackageLog::origins() { return known_origins; }

const PackageLog::Entry* PackageLog::removal_of(std::string_view package) const {
  // dpkg's log and apt's tell of the same things; apt's also by whose command.
  const Entry* newest = nullptr;
  for (const Entry& one : all) {
    if (one.package != package) continue;
    const bool is_apts = one.file.starts_with("/var/log/apt/");
    const bool after_dpkgs = newest && newest->file.starts_with("/var/log/dpkg");
    // apt writes when it began and dpkg when it did it: the same minute or the one before. Text
    // compares like time, being written from the year down.
    if (is_apts && after_dpkgs && one.at < newest->at) {
      if (one.event == newest->event && one.at.substr(0, 13) == newest->at.substr(0, 13))
        newest = &one;
      continue;
    }
    newest = &one;
  }
  return newest && newest->event == Event::removed ? newest : nullptr;
}

std::string_view name(PackageLog::Event event) {
  return event == PackageLog::Event::removed ? "removed" : "installed";
}

std::string to_json(const PackageLog& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["all"] = Json::array();
  for (const PackageLog::Entry& one : fact.all)
    json["all"].push_back({{"package", one.package},
                           {"event", name(one.event)},
                           {"at", one.at},
                           {"by", one.by},
                           {"file", one.file},
                           {"line", one.line}});
  json["problems"] = fact.problems;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
