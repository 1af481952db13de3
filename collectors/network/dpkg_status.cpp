#include "collectors/network/dpkg_status.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/network/package_names.h"

namespace fbd {
namespace {

/// The value of a "Field: value" line, or "" if it is another field's.
std::string_view field(std::string_view line, std::string_view name) {
  return line.starts_with(name) ? trimmed(line.substr(name.size())) : std::string_view();
}

/// Paragraphs of such lines, parted by empty ones; one pass.
Result<DpkgStatus> parse_status(std::string_view list) {
  DpkgStatus found;
  DpkgStatus::Package package;
  const auto end_of_paragraph = [&] {
    if (is_network_package(package.name)) found.all.push_back(package);
    package = {};
  };
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('\n'), list.size());
    const std::string_view line = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    if (trimmed(line).empty()) {
      end_of_paragraph();
    } else if (const auto value = field(line, "Package:"); !value.empty()) {
      package.name = value;
    } else if (const auto words = field(line, "Status:"); !words.empty()) {
      package.status = words;
    } else if (const auto version = field(line, "Version:"); !version.empty()) {
      package.version = version;
    }
  }
  end_of_paragraph();
  const bool manages_itself =
      std::any_of(found.all.begin(), found.all.end(), [](const DpkgStatus::Package& one) {
        return one.name == "dpkg" && one.word() == "installed";
      });
  if (!manages_itself)
    return error(ErrorKind::not_found,
                 "/var/lib/dpkg/status does not hold dpkg itself: the system is another package "
                 "manager's");
  return found;
}

constexpr Origin<DpkgStatus> known_origins[] = {
    {"host.dpkg-status", Os::gnu_linux, read_file("/var/lib/dpkg/status"), parse_status},
};

}  // namespace

std::span<const Origin<DpkgStatus>> DpkgStatus::origins() { return known_origins; }

std::string_view DpkgStatus::Package::word() const {
  const std::string_view words = status;
  const std::size_t blank = words.rfind(' ');
  return blank == words.npos ? words : words.substr(blank + 1);
}

std::string to_json(const DpkgStatus& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["all"] = Json::array();
  for (const DpkgStatus::Package& one : fact.all)
    json["all"].push_back({{"name", one.name}, {"status", one.status}, {"version", one.version}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
