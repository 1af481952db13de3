#include "collectors/network/networkd_link.h"

#include "collectors/network/networkd_files.h"
#include "collectors/network/networkd_match.h"
#include "collectors/network/networkd_values.h"

namespace fbd {
namespace {

void add_words(std::vector<std::string>& list, std::string_view value) {
  if (value.empty()) list.clear();
  for (std::string_view word : systemd_words(value)) list.emplace_back(word);
}

void set(LinkFile& link, const SystemdIni::Assignment& one) {
  if (one.key == "Name") {
    if (!one.value.empty() && !is_networkd_name(one.value)) return;
    link.name = one.value;
    link.line = one.line;
  } else if (one.key == "NamePolicy") {
    add_words(link.name_policy, one.value);
    if (link.line == 0) link.line = one.line;
  } else if (one.key == "AlternativeName") {
    add_words(link.other_names, one.value);
  } else if (one.key == "MACAddressPolicy") {
    link.mac_address_policy = one.value;
  } else if (one.key == "MACAddress") {
    link.mac_address = hardware_address(one.value).value_or("");
  }
}

LinkFile link_of(const NetworkTree& tree, const NetworkdFile& file) {
  LinkFile link;
  link.file = file.path;
  link.id = without_suffix(file.path, ".link");
  const SystemdIni ini = file.ignored.empty() ? read_with_drop_ins(tree, file)
                                              : read_systemd_ini(file.text, file.path);
  std::vector<NetworkProblem> unused;
  NetworkdMatch match = networkd_match(ini, unused);
  if (match.match) link.match = std::move(*match.match);
  if (!match.interface.empty()) link.match.names = {match.interface};
  for (const SystemdIni::Section& section : ini.sections)
    if (section.name == "Link")
      for (const SystemdIni::Assignment& one : section.assignments) set(link, one);
  if (!file.ignored.empty()) {
    link.status = ConnectionStatus::ignored;
    link.reason = file.ignored;
  } else if (ini.refusal) {
    link.status = ConnectionStatus::refused;
    link.reason = ini.refusal->reason;
  } else if (match.is_empty) {
    link.status = ConnectionStatus::ignored;
    link.reason = "nothing valid is in its [Match] section";
  }
  return link;
}

}  // namespace

std::vector<LinkFile> read_link_files(const NetworkTree& tree) {
  std::vector<LinkFile> all;
  for (const NetworkdFile& file : networkd_files(tree, ".link")) all.push_back(link_of(tree, file));
  return all;
}

}  // namespace fbd
