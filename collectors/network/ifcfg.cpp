#include "collectors/network/ifcfg.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/network/ifcfg_reader.h"
#include "collectors/network/name_pattern.h"

namespace fbd {
namespace {

/// Settings that decide on method or address: a doubt about one of them is one about the entry.
bool decides(std::string_view name) {
  constexpr std::array<std::string_view, 15> starts{
      "BOOTPROTO", "IPADDR", "PREFIX", "NETMASK", "GATEWAY", "DNS",       "DEVICE",     "TYPE",
      "ONBOOT",    "HWADDR", "MASTER", "SLAVE",   "BRIDGE",  "STARTMODE", "TEAM_MASTER"};
  return std::any_of(starts.begin(), starts.end(),
                     [name](std::string_view start) { return name.starts_with(start); });
}

// Both of Red Hat's readers pass over the first group; the second group only one of them does.
constexpr std::array<std::string_view, 4> red_hat_ignores{"~", ".bak", ".orig", ".rpmnew"};
constexpr std::array<std::string_view, 6> red_hat_differs{".old", ".rpmorig", ".rpmsave",
                                                          ".rej", ".augnew",  ".augtmp"};
constexpr std::array<std::string_view, 8> suse_ignores{
    "~", ".old", ".bak", ".orig", ".scpmbackup", ".rpmnew", ".rpmsave", ".rpmorig"};

template <std::size_t n>
bool ends_with_one_of(std::string_view file, const std::array<std::string_view, n>& suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [file](std::string_view suffix) { return file.ends_with(suffix); });
}

template <std::size_t n>
bool is_one_of(const std::string& word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string lower_case_ascii(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

bool is_yes(std::string_view word) {
  return is_one_of(lower_case_ascii(word),
                   std::array<std::string_view, 5>{"yes", "y", "true", "t", "1"});
}

bool is_no(std::string_view word) {
  return is_one_of(lower_case_ascii(word),
                   std::array<std::string_view, 5>{"no", "n", "false", "f", "0"});
}

bool is_mac(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdefABCDEF";
  if (text.size() != 17) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i % 3 == 2 ? text[i] != ':' : hex.find(text[i]) == std::string_view::npos) return false;
  return true;
}

IfcfgReader::IfcfgReader(std::string_view text, std::string_view path, NetworkStack stack)
    : settings(read_shell_settings(text, stack == NetworkStack::suse_ifcfg)),
      file(path),
      suffix(file_name(path)) {
  suffix.remove_prefix(std::min(suffix.size(), std::string_view("ifcfg-").size()));
  entry.file = file;
  entry.stack = stack;
  entry.line = std::max(settings.line("IPADDR"), settings.line("BOOTPROTO"));
  for (const ShellSettings::Doubt& one : settings.doubts) {
    if (!one.name.empty() && !decides(one.name)) continue;
    reading.problem(file, one.line,
                    fmt::format("{} {}", one.name.empty() ? "this line" : one.name, one.reason));
    doubtful_ = true;
    return;  // One is enough: a file with DOS line ends has one on every line.
  }
}

void IfcfgReader::doubt(std::string_view setting, std::string reason) {
  reading.problem(file, settings.line(setting), std::move(reason));
  doubtful_ = true;
}

void IfcfgReader::add_name_servers() {
  for (char index = '1'; index <= '9'; ++index)
    if (const std::string_view server = value("DNS", {&index, 1}); !server.empty())
      entry.dns.emplace_back(server);
}

NetworkReading IfcfgReader::finished(AddressMethod method) {
  if (entry.interface == "lo") return {};
  entry.method = doubtful_ ? AddressMethod::other : method;
  // A name is no pattern here; one that looks like a pattern must not stand for others.
  if (is_pattern(entry.interface)) {
    reading.problem(file, 0, "the interface's name holds a wildcard");
    entry.interface.clear();
    entry.method = AddressMethod::other;
  }
  reading.entries.push_back(std::move(entry));
  return std::move(reading);
}

bool is_ignored_ifcfg(std::string_view file, IfcfgDialect dialect) {
  return dialect == IfcfgDialect::suse ? ends_with_one_of(file, suse_ignores)
                                       : ends_with_one_of(file, red_hat_ignores);
}

NetworkReading read_ifcfg(std::string_view text, std::string_view file, IfcfgDialect dialect) {
  if (dialect == IfcfgDialect::suse) return read_suse_ifcfg(text, file);
  NetworkReading reading = read_red_hat_ifcfg(text, file);
  // NetworkManager also leaves out ";" and eight hex digits, which rpm puts there for a while.
  const std::string_view name = file_name(file);
  const std::size_t semicolon = name.rfind(';');
  const bool differs = ends_with_one_of(name, red_hat_differs) ||
                       (semicolon != std::string_view::npos && name.size() - semicolon == 9);
  if (!differs || reading.entries.empty()) return reading;
  reading.entries.front().method = AddressMethod::other;
  reading.problem(file, 0,
                  "NetworkManager and the network scripts differ in whether a file of this name "
                  "counts");
  return reading;
}

}  // namespace fbd
