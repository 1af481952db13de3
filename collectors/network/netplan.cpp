#include "collectors/network/netplan.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_connection.h"
#include "collectors/network/netplan_files.h"
#include "collectors/network/netplan_keys.h"
#include "collectors/network/netplan_rules.h"

namespace fbd {
namespace {

constexpr const char* nothing_is_written =
    "netplan refuses all its files and writes no network configuration at all";

const NetplanKey root_keys[]{
    {"network", NetplanKey::Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       take_mapping(parse, node, {netplan_network_keys()});
     }},
};

/// A message of the YAML reader begins with the file, the line and the column.
NetplanRefusal unreadable(const std::string& path, std::string_view message) {
  NetplanRefusal refusal{path, 0, ""};
  if (message.starts_with(path + ":")) message.remove_prefix(path.size() + 1);
  const LeadingNumber line = leading_number(message);
  if (line.rest.starts_with(':') && line.value < 10'000'000) {
    refusal.line = static_cast<int>(line.value);
    message = line.rest.substr(1);
    const LeadingNumber column = leading_number(message);
    if (column.rest.starts_with(": ")) message = column.rest.substr(2);
  }
  refusal.reason = message;
  return refusal;
}

std::optional<NetplanRefusal> read_file(NetplanState& state, const NetplanFile& file) {
  const Result<YamlNode> document = parse_yaml(file.text, file.path, 1, YamlRules::lenient());
  if (!document) return unreadable(file.path, document.error().message);
  if (document->kind == YamlNode::Kind::null) return std::nullopt;
  // netplan reads a file again as long as definitions come that were referred to before, so that
  // their order does not matter; and each time adds to what it has.
  NetplanParse parse(state, file.path);
  for (int pass = 0; pass < 3; ++pass) {
    parse.came_later = 0;
    take_mapping(parse, *document, {root_keys});
    if (parse.came_later == 0) break;
  }
  if (!parse.refusal && !parse.missing.empty()) {
    const auto first = std::min_element(
        parse.missing.begin(), parse.missing.end(),
        [](const auto& a, const auto& b) { return a.second.line < b.second.line; });
    return first->second;
  }
  return parse.refusal;
}

void add_unique(std::vector<std::string>& all, const std::string& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

std::vector<std::string> needing_network_manager(const NetplanState& state) {
  std::vector<std::string> files;
  for (const std::string& file : state.type_renderer_files) add_unique(files, file);
  // The global renderer that was read last is for everything that names none.
  if (state.renderer == NetplanRenderer::network_manager) add_unique(files, state.renderer_file);
  for (const NetplanDefinition& one : state.definitions)
    if (one.renderer == NetplanRenderer::network_manager && !one.renderer_file.empty())
      add_unique(files, one.renderer_file);
  return files;
}

void add_connections(const NetplanState& state, const std::optional<NetplanRefusal>& refusal,
                     NetworkReading& reading) {
  std::map<NetplanId, std::vector<NetplanId>> ports;
  for (const NetplanDefinition& one : state.definitions)
    for (const NetplanId& controller : {one.bond, one.bridge, one.vrf})
      if (!controller.empty()) ports[controller].push_back(one.id);
  for (const NetplanDefinition& one : state.definitions) {
    if (one.type == NetplanType::port) continue;
    Connection made = netplan_connection(one, state.renderer_of(one), ports[one.id]);
    if (made.interface == "lo") continue;
    if (refusal) {
      made.status = ConnectionStatus::refused;
      made.reason = fmt::format("netplan refuses {}, and with it all its files", refusal->file);
    }
    // Kept out of the connection above, because nobody can tell what becomes of them.
    for (const std::string& text : one.addresses.all)
      if (!parse_cidr(text))
        reading.problem(made.file(), made.line(),
                        fmt::format("\"{}\" passes netplan, but its prefix length is none",
                                    printable(text, 60)),
                        "this address is not set");
    reading.connections.push_back(std::move(made));
  }
}

}  // namespace

NetworkReading read_netplan(const NetworkTree& tree) {
  NetworkReading reading;
  NetplanState state;
  std::optional<NetplanRefusal> first;
  const auto refuse = [&](const NetplanRefusal& refusal) {
    reading.problem(refusal.file, refusal.line, refusal.reason, nothing_is_written);
    reading.problems.back().refusal = true;
    if (!first) first = refusal;
  };
  for (const NetplanFile& file : netplan_files(tree)) {
    if (!file.leads_to.empty())
      reading.problem(file.path, 0,
                      fmt::format("it leads to {}, which was not read", printable(file.leads_to)),
                      "what it adds is missing here, and if nothing is there netplan refuses all "
                      "its files");
    else if (const auto refusal = read_file(state, file))
      refuse(*refusal);
  }
  if (!first)
    if (const auto refusal = what_is_wrong_with(state)) refuse(*refusal);
  add_connections(state, first, reading);
  reading.needs_network_manager = needing_network_manager(state);
  return reading;
}

}  // namespace fbd
