#include "collectors/network/network_manager_package.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/network/rpm_packages.h"

namespace fbd {
namespace {

using State = NetworkManagerPackage::State;

constexpr std::string_view dpkg_name = "network-manager";
constexpr std::string_view rpm_name = "NetworkManager";

std::string_view take_word(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest = trimmed(rest.substr(word.size()));
  return word;
}

NetworkManagerPackage absent_from(std::string_view manager) {
  NetworkManagerPackage package;
  package.manager = manager;
  package.package = manager == "dpkg" ? dpkg_name : rpm_name;
  package.status = "not installed";
  return package;
}

/// dpkg's third word: dpkg-query(1), ${db:Status-Status}.
Result<NetworkManagerPackage> from_dpkg(std::string_view status, std::string_view version) {
  std::string_view rest = status;
  take_word(rest);
  take_word(rest);
  const std::string_view word = take_word(rest);
  NetworkManagerPackage package = absent_from("dpkg");
  if (word == "not-installed") return package;
  if (word == "installed" || word == "triggers-awaited" || word == "triggers-pending")
    package.state = State::installed;
  else if (word == "config-files")
    package.state = State::removed;
  else if (word == "unpacked" || word == "half-configured" || word == "half-installed")
    package.state = State::broken;
  else
    return error(ErrorKind::malformed,
                 fmt::format("dpkg: \"{}\" is no status of a package", printable(status, 80)));
  package.status = status;
  package.version = version;
  return package;
}

// ---------------------------------------------------------------------------- the running system

// A package manager that does not manage itself is only a guest: rpm on Debian, dpkg on RHEL. With
// a database that it cannot read, rpm says "error: ..." and then that the package is not installed.
constexpr std::string_view script = R"sh(
if dpkg-query -W dpkg >/dev/null 2>&1; then
  line=$(dpkg-query -W -f '${Status} ${Version}\n' network-manager 2>/dev/null)
  case $? in
    0) echo "dpkg $line" ;;
    1) echo "dpkg absent" ;;
    *) echo "dpkg-query cannot read its database" >&2; exit 1 ;;
  esac
elif command -v rpm >/dev/null 2>&1; then
  rpm -q rpm >/dev/null 2>&1 || { echo "rpm cannot read its database" >&2; exit 1; }
  if line=$(rpm -q --queryformat '%{VERSION}-%{RELEASE}\n' NetworkManager 2>&1); then
    echo "rpm $line"
  else
    case $line in
      *error:*) printf '%s\n' "$line" >&2; exit 1 ;;
      *"is not installed"*) echo "rpm absent" ;;
      *) printf '%s\n' "$line" >&2; exit 1 ;;
    esac
  fi
else
  echo none
fi
)sh";

Result<Request> ask_package_manager(const Context& context) {
  if (context.host.reach == Reach::root)
    return error(ErrorKind::not_collected,
                 context.host.name +
                     ": only the disk is here, with no list of dpkg's and no rpm database that "
                     "could be read");
  return RunCommand{std::string(script)};
}

Result<NetworkManagerPackage> parse_line(std::string_view answer) {
  const std::vector<std::string_view> all = lines(answer);
  std::string_view rest = all.empty() ? std::string_view() : all.front();
  const std::string_view manager = take_word(rest);
  if (manager == "none" && rest.empty())
    return error(ErrorKind::not_found,
                 "neither dpkg nor rpm is there to ask whether NetworkManager is installed");
  if ((manager == "dpkg" || manager == "rpm") && rest == "absent") return absent_from(manager);
  if (manager == "rpm" && !rest.empty() && rest.find_first_of(" \t") == std::string_view::npos) {
    NetworkManagerPackage package = absent_from("rpm");
    package.state = State::installed;
    package.status = "installed";
    package.version = rest;
    return package;
  }
  if (manager == "dpkg") {
    const std::size_t blank = rest.rfind(' ');
    // Three words, then the version, which may be missing.
    const bool four = std::count(rest.begin(), rest.end(), ' ') == 3;
    return four ? from_dpkg(rest.substr(0, blank), rest.substr(blank + 1)) : from_dpkg(rest, "");
  }
  return error(ErrorKind::malformed, fmt::format("\"{}\" is no answer of dpkg or rpm",
                                                 all.empty() ? "" : printable(all.front(), 80)));
}

// -------------------------------------------------------------------------------- a mounted disk

struct Stanza {
  std::string_view status;
  std::string_view version;
};

/// dpkg's list: paragraphs of "Field: value" lines, parted by empty ones; one pass, and no copy.
std::optional<Stanza> stanza_of(std::string_view list, std::string_view package) {
  Stanza stanza;
  bool is_it = false;
  const auto field = [](std::string_view line, std::string_view name) {
    return line.starts_with(name) ? trimmed(line.substr(name.size())) : std::string_view();
  };
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('\n'), list.size());
    const std::string_view line = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    if (trimmed(line).empty()) {
      if (is_it) return stanza;
      stanza = {};
      continue;
    }
    if (const std::string_view value = field(line, "Package:"); value == package) is_it = true;
    if (const std::string_view value = field(line, "Status:"); !value.empty())
      stanza.status = value;
    if (const std::string_view value = field(line, "Version:"); !value.empty())
      stanza.version = value;
  }
  return is_it ? std::optional(stanza) : std::nullopt;
}

Result<NetworkManagerPackage> parse_dpkg_status(std::string_view list) {
  const std::optional<Stanza> dpkg = stanza_of(list, "dpkg");
  if (!dpkg || !from_dpkg(dpkg->status, dpkg->version)
                    .map([](const auto& package) { return package.state == State::installed; })
                    .value_or(false))
    return error(ErrorKind::not_found,
                 "/var/lib/dpkg/status does not hold dpkg itself: the system is another "
                 "package manager's");
  const std::optional<Stanza> stanza = stanza_of(list, dpkg_name);
  if (!stanza) return absent_from("dpkg");
  return from_dpkg(stanza->status, stanza->version);
}

Result<Request> ask_rpm_database(const Context& context) {
  return RpmPackages::origins().front().ask(context);
}

Result<NetworkManagerPackage> from_rpm_database(std::string_view answer) {
  const Result<RpmPackages> found = RpmPackages::origins().front().parse(answer);
  if (!found) return tl::unexpected<Error>(found.error());
  for (const RpmPackages::Package& one : found->all)
    if (one.name == rpm_name) {
      NetworkManagerPackage package = absent_from("rpm");
      package.state = State::installed;
      package.status = "installed";
      package.version = one.version;
      return package;
    }
  if (found->damaged > 0)
    return error(ErrorKind::malformed,
                 fmt::format("{}: {} of its packages cannot be read, and {} may be one of them",
                             found->database, found->damaged, rpm_name));
  return absent_from("rpm");
}

constexpr Origin<NetworkManagerPackage> known_origins[] = {
    {"host.network-manager-package", Os::gnu_linux, ask_with(ask_package_manager), parse_line},
    {"host.dpkg-status", Os::gnu_linux, read_file("/var/lib/dpkg/status"), parse_dpkg_status},
    {"host.rpm-packages", Os::gnu_linux, ask_with(ask_rpm_database), from_rpm_database},
};

}  // namespace

std::span<const Origin<NetworkManagerPackage>> NetworkManagerPackage::origins() {
  return known_origins;
}

std::string_view name(NetworkManagerPackage::State state) {
  switch (state) {
    case State::installed:
      return "installed";
    case State::removed:
      return "removed";
    case State::broken:
      return "broken";
    case State::absent:
      return "absent";
  }
  return "";
}

std::string to_json(const NetworkManagerPackage& fact) {
  nlohmann::ordered_json json;
  json["state"] = name(fact.state);
  json["package"] = fact.package;
  json["version"] = fact.version;
  json["manager"] = fact.manager;
  json["status"] = fact.status;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace fbd
