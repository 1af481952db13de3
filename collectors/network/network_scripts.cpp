#include "collectors/network/network_scripts.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_values.h"
#include "collectors/network/network_scripts_reader.h"

namespace fbd {
namespace {

constexpr std::string_view tag = "ifcfg-";

/// Settings that decide on everything else; of the others each is asked when it is needed.
constexpr std::array<std::string_view, 10> deciding{"DEVICE",        "HWADDR", "TYPE",  "BOOTPROTO",
                                                    "ONBOOT",        "MASTER", "SLAVE", "BRIDGE",
                                                    "NM_CONTROLLED", "VLAN"};

/// init.d/network passes over a file with such a line, before anything is evaluated.
bool says_not_at_boot(std::string_view text) {
  for (std::string_view line : lines(text)) {
    if (!line.starts_with("ONBOOT=")) continue;
    line.remove_prefix(7);
    if (!line.empty() && (line[0] == '\'' || line[0] == '"')) line.remove_prefix(1);
    if (small_letters(line.substr(0, 2)) == "no") return true;
  }
  return false;
}

class Reader {
 public:
  Reader(const NetworkTree& tree, std::string_view path)
      : folder_(tree, path), global_(global_settings(tree, folder_)) {
    if (global_) global_values_.read(global_->text, global_->file);
  }

  NetworkReading read() {
    for (auto it = folder_.files.lower_bound(tag);
         it != folder_.files.end() && it->first.starts_with(tag); ++it)
      if (it->first.size() > tag.size()) one(it->first);
    for (auto it = folder_.files.lower_bound(tag);
         it != folder_.files.end() && it->first.starts_with(tag); ++it)
      if (is_addition(it->first) && used_.count(it->first) == 0) orphan(it->first);
    if (global_ && global_values_.text("NETWORKING") == "no" && !folder_.backup) off();
    for (NetworkProblem& problem : reading_.problems) problem.backup = folder_.backup;
    return std::move(reading_);
  }

 private:
  /// Aliases and ranges belong to another file.
  static bool is_addition(std::string_view name) {
    return !network_scripts_ignore(name) && (name.find(':') != std::string_view::npos ||
                                             name.find("-range") != std::string_view::npos);
  }

  Connection connection_of(std::string_view name) const {
    Connection connection;
    connection.stack = NetworkStack::network_scripts;
    connection.id = name.substr(tag.size());
    connection.backup = folder_.backup;
    connection.sources.push_back({folder_.file(name), 0});
    return connection;
  }

  void one(std::string_view name) {
    if (is_addition(name)) return;
    ScriptedFile file{
        folder_, global_, std::string(name.substr(tag.size())), global_values_, connection_of(name),
        {}};
    file.values.read(folder_.text(name), file.path());
    if (file.suffix == "lo" || file.value("DEVICE") == "lo") return;
    if (network_scripts_ignore(name)) {
      file.connection.status = ConnectionStatus::ignored;
      file.connection.reason = "the network scripts pass over files whose name ends so";
    }
    bool known = knows_what_decides(file);
    name_interface(file);
    read_scripted_link(file);
    file.connection.at_boot =
        !says_not_at_boot(folder_.text(name)) && yes_or_no(file.value("ONBOOT")).value_or(true);
    if (file.connection.controller.empty()) {
      read_scripted_ipv4(file);
      read_scripted_ipv6(file);
      read_scripted_routes(file);
      read_scripted_aliases(file);
    }
    // A port is one whatever else is in doubt, unless all is.
    if (file.values.spoiled()) file.connection.controller.clear();
    known = known || !file.connection.controller.empty();
    if (!known) file.connection.ipv4.method = AddressMethod::other;
    if (!known && file.connection.ipv6.method != AddressMethod::none)
      file.connection.ipv6.method = AddressMethod::other;
    finish(file);
  }

  void finish(ScriptedFile& file) {
    Connection& c = file.connection;
    // The meaningless DHCP=yes is what post-rec-script.sh and setazureip.sh write.
    c.by_failover =
        yes_or_no(file.value("DHCP")).value_or(false) && c.ipv4.method == AddressMethod::dhcp;
    if (c.status == ConnectionStatus::ok && yes_or_no(file.value("NM_CONTROLLED")) == true)
      file.reading.needs_network_manager.push_back(file.path());
    // What nobody reads does no harm.
    if (c.status == ConnectionStatus::ignored) file.reading.problems.clear();
    for (const SourcePlace& place : c.sources) used_.insert(std::string(file_name(place.file)));
    file.reading.connections.push_back(std::move(c));
    reading_.add(std::move(file.reading));
  }

  static bool knows_what_decides(ScriptedFile& file) {
    if (const auto& why = file.values.spoiled()) {
      file.reading.problems.push_back({why->file, why->line,
                                       "only a shell could tell what this sets: " + why->doubt,
                                       "how the interface gets its addresses is not known"});
      return false;
    }
    bool known = true;
    for (const std::string_view name : deciding) known = file.knows(name) && known;
    return known;
  }

  static void name_interface(ScriptedFile& file) {
    const std::string device = file.real_device();
    if (is_kernel_name(device)) file.connection.interface = device;
    if (const std::string_view mac = trimmed(file.value("HWADDR")); !mac.empty()) {
      ConnectionMatch match;
      match.macs.push_back(hardware_address(mac).value_or(small_letters(printable(mac, 60))));
      file.connection.match = std::move(match);
    }
    if (!file.connection.interface.empty() || file.connection.status != ConnectionStatus::ok)
      return;
    const bool wrong = !device.empty();
    if (!wrong && (file.connection.match || !file.values.is_known("DEVICE"))) return;
    file.connection.status = ConnectionStatus::refused;
    file.connection.reason =
        wrong ? fmt::format("there is no interface with the name {}", printable(device, 40))
              : "neither DEVICE nor HWADDR says which interface it is for";
    file.problem("DEVICE", file.connection.reason, "the network scripts do nothing");
  }

  void orphan(std::string_view name) {
    ScriptedFile file{
        folder_, global_, std::string(name.substr(tag.size())), {}, connection_of(name), {}};
    file.connection.status = ConnectionStatus::ignored;
    file.connection.reason = "it is an addition to an interface that no file configures";
    reading_.connections.push_back(std::move(file.connection));
  }

  /// init.d/network does nothing at all then.
  void off() {
    for (Connection& connection : reading_.connections) connection.at_boot = false;
    reading_.problem(global_->file, global_values_.find("NETWORKING")->line, "NETWORKING is no",
                     "the network scripts bring up no interface at boot");
  }

  IfcfgFolder folder_;
  std::optional<GlobalSettings> global_;
  BashSettings global_values_;
  NetworkReading reading_;
  std::set<std::string, std::less<>> used_;
};

}  // namespace

int ScriptedFile::line(std::string_view name) const {
  const BashSettings::Value* found = values.find(name);
  return found ? found->line : 0;
}

std::string ScriptedFile::file(std::string_view name) const {
  const BashSettings::Value* found = values.find(name);
  return found && !found->file.empty() ? found->file : path();
}

bool ScriptedFile::knows(std::string_view name) {
  const BashSettings::Value* found = values.find(name);
  if (!found || found->doubt.empty()) return true;
  problem(name, fmt::format("only a shell could tell what {} is: {}", name, found->doubt),
          "how the interface is set up is not known");
  return false;
}

void ScriptedFile::problem(std::string_view setting, std::string reason, std::string consequence) {
  reading.problem(file(setting), line(setting), std::move(reason), std::move(consequence));
}

std::string ScriptedFile::real_device() const {
  if (!value("REALDEVICE").empty()) return std::string(value("REALDEVICE"));
  if (!value("PARENTDEVICE").empty()) return std::string(value("PARENTDEVICE"));
  return std::string(without_label(value("DEVICE")));
}

bool network_scripts_ignore(std::string_view name) {
  constexpr std::array<std::string_view, 7> suffixes{"~",       ".bak",     ".old",    ".orig",
                                                     ".rpmnew", ".rpmorig", ".rpmsave"};
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [name](std::string_view suffix) { return name.ends_with(suffix); });
}

NetworkReading read_network_scripts(const NetworkTree& tree, std::string_view folder) {
  return Reader(tree, folder).read();
}

}  // namespace fbd
