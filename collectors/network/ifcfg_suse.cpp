#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/ifcfg_reader.h"

// Sources: ifcfg(5) of SUSE; wicked 0.6.80 compat-suse.c, measured with its show-config.

namespace fbd {
namespace {

class Suse : IfcfgReader {
 public:
  Suse(std::string_view text, std::string_view path)
      : IfcfgReader(text, path, NetworkStack::suse_ifcfg), text_(text) {}
  NetworkReading read();

 private:
  void name_interface();
  void add_address(std::string_view index);
  AddressMethod method();

  std::string_view text_;
};

void Suse::name_interface() {
  constexpr std::string_view by_mac = "eth-id-";
  if (suffix.starts_with(by_mac) && is_mac(suffix.substr(by_mac.size())))
    entry.mac = lower_case_ascii(suffix.substr(by_mac.size()));
  else if (suffix.starts_with("bus-") || suffix.starts_with("eth-bus-"))
    doubt("", "an interface named by its place on a bus cannot be found yet");
  else
    entry.interface = without_label(suffix);
}

/// The prefix length is in the address, else in PREFIXLEN, else in NETMASK, else there is none.
void Suse::add_address(std::string_view index) {
  const std::string name = "IPADDR" + std::string(index);
  const std::string_view text = value(name);
  if (text.empty()) return;
  std::optional<Cidr> cidr = parse_cidr(text);
  if (cidr && !cidr->prefix) {
    const bool v4 = is_ipv4(cidr->address);
    const std::string_view length = value("PREFIXLEN", index), mask = value("NETMASK", index);
    if (!length.empty() && !v4)
      cidr = parse_cidr(cidr->address + "/" + std::string(length));
    else if (length.empty() && (mask.empty() || !v4))
      cidr->prefix = v4 ? 32 : 128;
    else if (const auto prefix = ipv4_prefix(length.empty() ? mask : length))
      cidr->prefix = prefix;
    else
      cidr.reset();
  }
  if (cidr)
    entry.addresses.push_back(cidr->text());
  else
    doubt(name,
          fmt::format("{}={} or its prefix length cannot be read", name, printable(text, 60)));
}

/// "dhcp4+auto6": words joined by '+', and case-sensitive. Static addresses are set with any of
/// them.
AddressMethod Suse::method() {
  const std::string_view all = value("BOOTPROTO");
  if (lower_case_ascii(all) == "none") {
    entry.addresses.clear();  // only the link is set up
    return AddressMethod::none;
  }
  AddressMethod method = fixed_or_none();
  if (all == "static") return method;
  for (std::string_view rest = all; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find('+'));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (word == "dhcp" || word == "dhcp4") {
      method = AddressMethod::dhcp;
    } else if (word == "autoip") {
      if (method != AddressMethod::dhcp) method = AddressMethod::other;
    } else if (word != "dhcp6" && word != "auto6") {
      doubt("BOOTPROTO", fmt::format("BOOTPROTO={} is not understood", printable(all, 40)));
      return AddressMethod::other;
    }
  }
  return method;
}

NetworkReading Suse::read() {
  name_interface();
  constexpr std::string_view address = "IPADDR";
  for (auto setting = settings.settings.lower_bound(address);
       setting != settings.settings.end() && setting->first.starts_with(address); ++setting)
    add_address(std::string_view(setting->first).substr(address.size()));
  add_name_servers();
  // Absent means manual.
  constexpr std::array<std::string_view, 6> at_boot{"auto", "onboot",  "on",
                                                    "boot", "hotplug", "nfsroot"};
  const std::string_view start = value("STARTMODE");
  entry.at_boot = std::find(at_boot.begin(), at_boot.end(), start) != at_boot.end();
  const AddressMethod how = method();
  // The blank after MTU='' is in the file that the failover's scripts write.
  entry.by_failover = how == AddressMethod::dhcp && start == "onboot" &&
                      text_.find("MTU='' ") != std::string_view::npos;
  return finished(how);
}

}  // namespace

NetworkReading read_suse_ifcfg(std::string_view text, std::string_view file) {
  return Suse(text, file).read();
}

}  // namespace fbd
