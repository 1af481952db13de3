#include "collectors/network/rpm_packages.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/network/package_names.h"

namespace fbd {
namespace {

Result<Request> ask_database(const Context&) {
  return RpmQuery{{std::begin(rpm_network_packages), std::end(rpm_network_packages)}};
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    found.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return found;
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size();
}

bool read_line(const std::vector<std::string_view>& words, RpmPackages& found) {
  const std::string_view kind = words.empty() ? "" : words.front();
  if (kind == "database" && words.size() == 4) {
    found.database = words[1];
    found.form = words[2];
    return read_number(words[3], found.count);
  }
  if (kind == "passed-over") return words.size() == 4;
  if (kind == "damaged" && words.size() == 2) return read_number(words[1], found.damaged);
  std::uint32_t seconds = 0;
  if (kind != "package" || words.size() != 5 || words[3] != "installed" ||
      !read_number(words[4], seconds))
    return false;
  RpmPackages::Package package{std::string(words[1]), std::string(words[2]), std::nullopt};
  if (seconds > 0) package.installed = std::chrono::sys_seconds(std::chrono::seconds(seconds));
  found.all.push_back(std::move(package));
  return true;
}

Result<RpmPackages> parse_answer(std::string_view answer) {
  RpmPackages found;
  for (const std::string_view line : lines(answer))
    if (!read_line(words(line), found))
      return error(ErrorKind::malformed,
                   fmt::format("\"{}\" is no line about an rpm database", printable(line, 80)));
  if (found.database.empty())
    return error(ErrorKind::malformed, "the answer names no rpm database");
  const bool manages_itself =
      std::any_of(found.all.begin(), found.all.end(),
                  [](const RpmPackages::Package& one) { return one.name == "rpm"; });
  if (manages_itself) return found;
  if (found.damaged > 0)
    return error(ErrorKind::malformed, fmt::format("{}: {} of its packages cannot be read",
                                                   found.database, found.damaged));
  return error(ErrorKind::not_found, fmt::format("{} does not hold rpm itself: the system is "
                                                 "another package manager's",
                                                 found.database));
}

constexpr Origin<RpmPackages> known_origins[] = {
    {"host.rpm-packages", Os::gnu_linux, ask_with(ask_database), parse_answer},
};

}  // namespace

std::span<const Origin<RpmPackages>> RpmPackages::origins() { return known_origins; }

std::string to_json(const RpmPackages& fact) {
  using Json = nlohmann::ordered_json;
  Json json{{"database", fact.database},
            {"form", fact.form},
            {"count", fact.count},
            {"damaged", fact.damaged}};
  json["all"] = Json::array();
  for (const RpmPackages::Package& one : fact.all)
    json["all"].push_back({{"name", one.name},
                           {"version", one.version},
                           {"installed", one.installed ? iso_time(*one.installed) : ""}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
