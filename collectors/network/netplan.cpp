#include "collectors/network/netplan.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/evidence/yaml.h"
#include "collectors/network/netplan_definition.h"

namespace fbd {
namespace {

using Kind = YamlNode::Kind;

constexpr std::string_view network_manager = "NetworkManager";

class Reader {
 public:
  void file(const std::string& path, std::string_view text) {
    path_ = path;
    Result<YamlNode> document = parse_yaml(text, path);
    if (!document) return unreadable(document.error().message);
    if (document->kind == Kind::null) return;
    const YamlNode* network = document->at("network");
    if (document->kind != Kind::mapping || !network || document->members.size() != 1)
      return refuse(document->line, "only the key \"network\" is allowed here");
    if (network->kind == Kind::null) return;
    if (network->kind != Kind::mapping) return refuse(network->line, "\"network\" is no mapping");
    for (const YamlNode::Member& member : network->members) top_level(member);
  }

  NetworkReading take() {
    // The global renderer that was read last is for everything that names none.
    if (renderer_ == network_manager) needed_by(renderer_file_);
    for (const auto& one : definitions_) {
      if (one.second.renderer() == network_manager) needed_by(one.second.renderer_file());
      if (!refused_) reading_.entries.push_back(one.second.entry(one.first));
    }
    return std::move(reading_);
  }

 private:
  void top_level(const YamlNode::Member& member) {
    // Those that give an interface an address; others carry no method of their own.
    constexpr std::array<std::string_view, 9> types{"ethernets", "bonds",   "bridges",
                                                    "vlans",     "wifis",   "modems",
                                                    "vrfs",      "tunnels", "nm-devices"};
    const YamlNode& value = member.value;
    if (member.key == "version") {
      if (value.scalar != "2") refuse(value.line, "only version 2 is known");
    } else if (member.key == "renderer") {
      if (value.kind != Kind::scalar) return refuse(value.line, "renderer is no single value");
      renderer_ = value.scalar;
      renderer_file_ = path_;
    } else if (std::find(types.begin(), types.end(), member.key) != types.end()) {
      if (value.kind == Kind::null) return;
      if (value.kind != Kind::mapping)
        return refuse(value.line, fmt::format("{} is no mapping", member.key));
      for (const YamlNode::Member& one : value.members) definition(member.key, one);
    }
  }

  void definition(const std::string& type, const YamlNode::Member& member) {
    // Beside the definitions "renderer" is for all of the type.
    if (member.key == "renderer" && member.value.kind == Kind::scalar) {
      if (member.value.scalar == network_manager) needed_by(path_);
      return;
    }
    NetplanDefinition& to =
        definitions_.try_emplace(member.key, NetplanDefinition(type)).first->second;
    if (to.type() != type)
      return refuse(member.line, fmt::format("\"{}\" is among {} elsewhere",
                                             printable(member.key, 40), to.type()));
    if (const auto refusal = to.add(path_, member)) refuse(refusal->line, refusal->reason);
  }

  void needed_by(const std::string& file) { reading_.needs_network_manager.push_back(file); }

  void refuse(int line, std::string reason) {
    reading_.problem(path_, line, std::move(reason));
    refused_ = true;
  }

  /// The message of the YAML reader begins with the file and the line.
  void unreadable(std::string_view message) {
    if (message.starts_with(path_ + ":")) message.remove_prefix(path_.size() + 1);
    int line = 0;
    std::size_t digits = 0;
    for (; digits < message.size() && message[digits] >= '0' && message[digits] <= '9'; ++digits)
      if (line < 1'000'000) line = 10 * line + (message[digits] - '0');
    if (line > 0 && message.substr(digits, 1) == ":") message.remove_prefix(digits + 1);
    refuse(line, std::string(message));
  }

  std::string path_;
  std::map<std::string, NetplanDefinition, std::less<>> definitions_;  // by id
  std::string renderer_, renderer_file_;
  bool refused_ = false;
  NetworkReading reading_;
};

}  // namespace

NetworkReading read_netplan(const NetworkFiles& files) {
  // Of files with one name that in /run beats that in /etc beats that in /lib; then all are read
  // in the order of their names, whatever their folders.
  std::map<std::string_view, NetworkFiles::const_iterator> by_name;
  for (std::string_view folder : {"/lib/netplan/", "/etc/netplan/", "/run/netplan/"})
    for (auto file = files.lower_bound(folder);
         file != files.end() && std::string_view(file->first).starts_with(folder); ++file) {
      const std::string_view name = std::string_view(file->first).substr(folder.size());
      if (name.find('/') == std::string_view::npos && name.ends_with(".yaml") &&
          !name.starts_with('.'))
        by_name[name] = file;
    }
  Reader reader;
  for (const auto& file : by_name) reader.file(file.second->first, file.second->second);
  return reader.take();
}

}  // namespace fbd
