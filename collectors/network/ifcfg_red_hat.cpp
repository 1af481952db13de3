#include <array>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "collectors/network/ifcfg_reader.h"

// Sources: nm-settings-ifcfg-rh(5), NetworkManager 1.42 nms-ifcfg-rh-reader.c; initscripts ifup-eth
// and network-functions. Where the two differ, as measured with NetworkManager 1.42.4 and bash,
// there is a doubt instead of a value.

namespace fbd {
namespace {

class RedHat : IfcfgReader {
 public:
  RedHat(std::string_view text, std::string_view path)
      : IfcfgReader(text, path, NetworkStack::ifcfg) {}
  NetworkReading read();

 private:
  // "ifcfg-eth0:1" adds to ifcfg-eth0.
  bool is_alias() const { return suffix.find(':') != std::string_view::npos; }
  void name_interface();
  void add_address(const std::string& index);
  bool is_port() const;
  AddressMethod method();
};

void RedHat::name_interface() {
  const std::string_view device = value("DEVICE"), mac = value("HWADDR");
  if (is_alias() && device != suffix)
    doubt("DEVICE", fmt::format("DEVICE is not \"{}\", as the file's name says; NetworkManager "
                                "does not read such an alias",
                                printable(suffix, 40)));
  if (device.empty() && value("TYPE").empty())
    doubt("",
          "neither DEVICE nor TYPE is set: NetworkManager refuses the file, and the network "
          "scripts look for the interface by other means");
  if (!device.empty())
    entry.interface = without_label(device);
  else if (is_mac(mac))
    entry.mac = lower_case_ascii(mac);
  else
    entry.interface = without_label(suffix);
}

void RedHat::add_address(const std::string& index) {
  const std::string name = "IPADDR" + index;
  const std::string_view address = value(name);
  if (address.empty()) return;
  if (!is_ipv4(address)) {
    doubt(name, fmt::format("{}={} is not an IPv4 address", name, printable(address, 60)));
    return;
  }
  const std::string_view length = value("PREFIX", index), mask = value("NETMASK", index);
  const std::optional<int> prefix = !length.empty() ? ipv4_prefix(length)
                                    : !mask.empty() ? ipv4_prefix(mask)
                                                    : classful_prefix(address);
  if (prefix)
    entry.addresses.push_back(Cidr{std::string(address), prefix}.text());
  else
    doubt(name, fmt::format("the prefix length or netmask of {} cannot be read", name));
}

bool RedHat::is_port() const {
  return !value("MASTER").empty() || !value("BRIDGE").empty() || !value("TEAM_MASTER").empty() ||
         !value("TEAM_MASTER_UUID").empty() || is_yes(value("SLAVE"));
}

AddressMethod RedHat::method() {
  if (is_port()) return AddressMethod::none;
  const std::string_view word = value("BOOTPROTO");
  const std::string small = lower_case_ascii(word);
  if (small.empty() || small == "none" || small == "static") return fixed_or_none();
  if ((small != "dhcp" && small != "bootp") || is_alias())
    doubt("BOOTPROTO", fmt::format("BOOTPROTO={} is not understood", printable(word, 40)));
  else if (word != small)
    doubt("BOOTPROTO", fmt::format("BOOTPROTO={} is DHCP to NetworkManager, but not to the network "
                                   "scripts",
                                   word));
  else
    return AddressMethod::dhcp;
  return AddressMethod::other;
}

NetworkReading RedHat::read() {
  name_interface();
  if (suffix.find("-range") != std::string_view::npos)
    doubt("", "a range of addresses is not read yet");
  for (const char* index : {"", "0", "1"}) add_address(index);
  // From 2 on the first gap ends the list.
  for (int index = 2; !value("IPADDR", std::to_string(index)).empty(); ++index)
    add_address(std::to_string(index));
  const AddressMethod how = method();
  if (is_yes(value("IPV6INIT")) && parse_cidr(value("IPV6ADDR")))
    entry.addresses.emplace_back(value("IPV6ADDR"));
  entry.gateway = value(value("GATEWAY").empty() ? "GATEWAY0" : "GATEWAY");
  add_name_servers();
  entry.at_boot = !is_no(value("ONBOOT")) && !is_no(value("ONPARENT"));
  // The meaningless DHCP=yes is what post-rec-script.sh and setazureip.sh write.
  entry.by_failover = is_yes(value("DHCP")) && how == AddressMethod::dhcp;
  if (is_yes(value("NM_CONTROLLED"))) reading.needs_network_manager.emplace_back(file);
  return finished(how);
}

}  // namespace

NetworkReading read_red_hat_ifcfg(std::string_view text, std::string_view file) {
  return RedHat(text, file).read();
}

}  // namespace fbd
