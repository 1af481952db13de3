#include <algorithm>

#include <fmt/format.h>

#include "collectors/network/ifcfg_values.h"
#include "collectors/network/network_scripts_reader.h"

// Source: ifup-aliases.

namespace fbd {
namespace {

constexpr std::size_t most_entries = 2000;
constexpr const char* not_set = "the network scripts do not set the address";

class Additions {
 public:
  explicit Additions(ScriptedFile& file) : file_(file), ip_(file.connection.ipv4) {}

  void read(std::string_view device) {
    each(fmt::format("ifcfg-{}:", device),
         [this](const std::string& path, BashSettings& values) { alias(path, values); });
    each(fmt::format("ifcfg-{}-range", device),
         [this](const std::string& path, BashSettings& values) { range(path, values); });
  }

 private:
  template <class Read>
  void each(const std::string& start, Read read_one) {
    const auto& files = file_.folder.files;
    for (auto it = files.lower_bound(start); it != files.end() && it->first.starts_with(start);
         ++it) {
      if (network_scripts_ignore(it->first)) continue;
      const std::string path = file_.folder.file(it->first);
      BashSettings values = inherited();
      values.read(it->second, path);
      file_.connection.sources.push_back({path, 0});
      if (const std::string_view on = values.text("ONPARENT"); on == "no" || on == "NO") continue;
      if (const auto& why = values.spoiled())
        file_.reading.problem(why->file, why->line,
                              "only a shell could tell what this sets: " + why->doubt,
                              "which addresses are set is not known");
      else
        read_one(path, values);
    }
  }

  /// What an alias takes over from its interface.
  BashSettings inherited() const {
    BashSettings values;
    for (const char* name : {"PREFIX", "NETMASK"})
      if (const BashSettings::Value* value = file_.values.find(name)) values.set(name, *value);
    return values;
  }

  void alias(const std::string& path, const BashSettings& values) {
    const std::string_view suffix = file_name(path).substr(std::string_view("ifcfg-").size());
    std::string_view device = values.text("DEVICE");
    if (device.empty()) device = suffix;
    const std::string_view label = device.substr(device.find(':') + 1);
    if (!std::all_of(label.begin(), label.end(), [](char c) {
          return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                 (c >= 'A' && c <= 'Z');
        }))
      return file_.reading.problem(path, 0, "such a name is none of an alias", not_set);
    if (values.is_known("IPADDR") && values.text("IPADDR").empty()) return ipv6_alias(path, values);
    if (std::optional<Cidr> address = scripted_address(file_, values, "")) add(std::move(*address));
  }

  void ipv6_alias(const std::string& path, const BashSettings& values) {
    const std::optional<Cidr> address = parse_cidr(values.text("IPV6ADDR"));
    if (!address || !is_ipv6(address->address))
      return file_.reading.problem(path, 0, "there is no address to set", not_set);
    if (yes_or_no(values.text("IPV6INIT")) == false) return;
    IpConfiguration& ip = file_.connection.ipv6;
    ip.addresses.push_back({short_ip(address->address), address->prefix.value_or(64)});
    if (ip.method == AddressMethod::none)
      ip.method = AddressMethod::fixed;
    else if (ip.method != AddressMethod::fixed)
      ip.add_also("static");
  }

  void range(const std::string& path, BashSettings& values) {
    const auto first = ipv4_bits(values.text("IPADDR_START"));
    const auto last = ipv4_bits(values.text("IPADDR_END"));
    if (!first || !last || (*first >> 8) != (*last >> 8) || *first > *last)
      return file_.reading.problem(path, 0, "IPADDR_START and IPADDR_END are no range of addresses",
                                   not_set);
    const std::string_view start = values.text("IPADDR_START");
    const std::string stem(start.substr(0, start.rfind('.') + 1));
    for (std::uint32_t number = *first & 0xFF; number <= (*last & 0xFF); ++number) {
      values.set("IPADDR", {stem + std::to_string(number), "", path, 0});
      std::optional<Cidr> address = scripted_address(file_, values, "");
      if (!address) return;
      add(std::move(*address));
    }
  }

  void add(Cidr address) {
    if (ip_.addresses.size() >= most_entries) return;
    for (const Cidr& one : ip_.addresses)
      if (one.address == address.address) return;
    ip_.addresses.push_back(std::move(address));
    if (ip_.method == AddressMethod::none)
      ip_.method = AddressMethod::fixed;
    else if (ip_.method == AddressMethod::dhcp)
      ip_.add_also("static");
  }

  ScriptedFile& file_;
  IpConfiguration& ip_;
};

}  // namespace

void read_scripted_aliases(ScriptedFile& file) {
  const std::string_view device = file.value("DEVICE");
  if (!device.empty() && device.find(':') == std::string_view::npos) Additions(file).read(device);
}

}  // namespace fbd
