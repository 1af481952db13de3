#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/network/ip_route_line.h"
#include "collectors/network/network_scripts_reader.h"

// Source: ifup-routes.

namespace fbd {
namespace {

constexpr std::size_t most_entries = 2000;

class Routes {
 public:
  explicit Routes(ScriptedFile& file) : file_(file) {}

  void read(const std::string& name, bool v4) {
    if (!file_.folder.has(name)) return;
    path_ = file_.folder.file(name);
    file_.connection.sources.push_back({path_, 0});
    const std::string_view text = file_.folder.text(name);
    if (is_numbered(text))
      numbered(text);
    else
      by_line(text, v4);
  }

 private:
  static bool is_numbered(std::string_view text) {
    for (std::string_view line : lines(text)) {
      line.remove_prefix(std::min(line.find_first_not_of(" \t\r\f\v"), line.size()));
      if (!line.starts_with("ADDRESS")) continue;
      const std::size_t end = line.find_first_not_of("0123456789", 7);
      if (end != std::string_view::npos && end > 7 && line[end] == '=') return true;
    }
    return false;
  }

  void add(ConfiguredRoute route, bool v4) {
    IpConfiguration& ip = v4 ? file_.connection.ipv4 : file_.connection.ipv6;
    if (ip.routes.size() < most_entries) ip.routes.push_back(std::move(route));
  }

  void numbered(std::string_view text) {
    BashSettings values;
    values.read(text, path_);
    if (const auto& why = values.spoiled())
      return file_.reading.problem(path_, why->line,
                                   "only a shell could tell what this sets: " + why->doubt,
                                   "which routes are set is not known");
    for (int i = 0;; ++i) {
      const std::string index = std::to_string(i);
      const BashSettings::Value* address = values.find("ADDRESS" + index);
      if (!address || (address->text.empty() && address->doubt.empty())) return;
      const std::string_view mask = values.text("NETMASK" + index);
      const std::string_view gateway = values.text("GATEWAY" + index);
      const std::optional<int> prefix =
          mask.empty() ? std::optional(classful_prefix(address->text)) : ipv4_prefix(mask);
      if (is_ipv4(address->text) && prefix && (gateway.empty() || is_ipv4(gateway)))
        add({route_destination(address->text, *prefix), std::string(gateway), std::nullopt}, true);
      else
        failed(address->line, "this is no route");
    }
  }

  void by_line(std::string_view rest, bool v4) {
    for (int number = 1; !rest.empty(); ++number) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (is_no_route(line)) continue;
      if (auto route = ip_route_line(line, v4))
        add(std::move(*route), v4);
      else
        failed(number, std::move(route.error()));
    }
  }

  void failed(int line, std::string reason) {
    constexpr int most_problems = 10;
    if (++problems_ <= most_problems)
      file_.reading.problem(path_, line, std::move(reason),
                            "whether the route is set is not known");
  }

  ScriptedFile& file_;
  std::string path_;
  int problems_ = 0;
};

}  // namespace

void read_scripted_routes(ScriptedFile& file) {
  const std::string device = file.real_device();
  Routes routes(file);
  for (const bool v4 : {true, false}) {
    const std::string prefix = v4 ? "route-" : "route6-";
    if (!device.empty()) routes.read(prefix + device, v4);
    if (file.suffix != device) routes.read(prefix + file.suffix, v4);
  }
}

}  // namespace fbd
