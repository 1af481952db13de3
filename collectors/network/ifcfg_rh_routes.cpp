#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"
#include "collectors/network/ip_route_line.h"

namespace fbd {
namespace {

void add_route(ConfiguredRoute route, IpConfiguration& ip) {
  if (ip.routes.size() >= most_ifcfg_entries) return;
  for (const ConfiguredRoute& one : ip.routes)
    if (one.to == route.to && one.via == route.via && one.metric == route.metric &&
        one.table == route.table)
      return;
  ip.routes.push_back(std::move(route));
}

/// "ADDRESS0=" at the beginning of any line makes the whole file one of numbered settings.
bool is_numbered(std::string_view text) {
  if (text.empty()) return true;
  for (std::string_view line : lines(text)) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r\f"), line.size()));
    if (!line.starts_with("ADDRESS")) continue;
    line.remove_prefix(7);
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (digits > 0 && line.substr(digits).starts_with('=')) return true;
  }
  return false;
}

class Numbered {
 public:
  Numbered(std::string file, const Shvar& values) : file_(std::move(file)), values_(values) {}

  IfcfgVerdict read(IpConfiguration& ip) {
    for (int i = 0;; ++i) {
      index_ = std::to_string(i);
      if (value("ADDRESS").empty()) return std::nullopt;
      if (IfcfgVerdict verdict = one(ip)) return verdict;
    }
  }

 private:
  std::string_view value(const std::string& name) const { return values_.value(name + index_); }
  IfcfgRefusal refusal(const std::string& name, std::string reason) const {
    return {values_.line(name + index_), std::move(reason), file_};
  }

  IfcfgVerdict one(IpConfiguration& ip) const {
    for (const char* name : {"ADDRESS", "GATEWAY", "NETMASK"})
      if (!value(name).empty() && !is_ipv4(value(name)))
        return refusal(name, fmt::format("{}{}={} is no IPv4 address", name, index_,
                                         printable(value(name), 60)));
    if (value("NETMASK").empty())
      return refusal("ADDRESS", fmt::format("the route has no NETMASK{}", index_));
    const std::optional<int> prefix = ipv4_prefix(value("NETMASK"));
    if (!prefix)
      return refusal("NETMASK", fmt::format("{} is no netmask", printable(value("NETMASK"), 60)));
    ConfiguredRoute route{route_destination(value("ADDRESS"), *prefix), "", std::nullopt};
    if (value("GATEWAY") != "0.0.0.0") route.via = value("GATEWAY");
    if (!value("METRIC").empty()) {
      const auto metric = whole_number(value("METRIC"), 10, 0, 0xFFFFFFFF);
      if (!metric)
        return refusal("METRIC", fmt::format("{} is no metric", printable(value("METRIC"), 60)));
      route.metric = static_cast<unsigned>(*metric);
    }
    const auto options = ip_route_options(value("OPTIONS"), true);
    if (!options) return refusal("OPTIONS", "of the route's options " + options.error());
    route.table = options->table;
    add_route(std::move(route), ip);
    return std::nullopt;
  }

  std::string file_;
  const Shvar& values_;
  std::string index_;
};

}  // namespace

IfcfgVerdict read_ifcfg_rh_routes(const IfcfgRhFile& file, bool v4, Connection& connection,
                                  NetworkReading& reading) {
  const std::string name = file.beside(v4 ? "route-" : "route6-");
  if (!file.folder.has(name)) return std::nullopt;
  const std::string path = file.folder.file(name);
  if (!file.reads_routes) {
    reading.problem(path, 0, "there are rules beside it, and then NetworkManager reads no routes",
                    "the routes are not set");
    return std::nullopt;
  }
  IpConfiguration& ip = v4 ? connection.ipv4 : connection.ipv6;
  const std::string_view text = file.folder.text(name);
  connection.sources.push_back({path, 0});
  if (v4 && is_numbered(text)) return Numbered(path, Shvar(text)).read(ip);
  constexpr int most_problems = 10;
  int number = 0, problems = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (is_no_route(line)) continue;
    if (auto route = ip_route_line(line, v4))
      add_route(std::move(*route), ip);
    else if (++problems <= most_problems)
      reading.problem(path, number, std::move(route.error()),
                      "NetworkManager passes over the route");
  }
  return std::nullopt;
}

}  // namespace fbd
