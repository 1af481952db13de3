#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_values.h"
#include "collectors/network/network_scripts_reader.h"

// Sources: ifup-eth, expand_config() in network-functions, ifup-post.

namespace fbd {
namespace {

constexpr const char* not_known = "how the interface gets its addresses is not known";

std::uint32_t network_of(std::uint32_t address, int prefix) {
  return prefix == 0 ? 0 : address & (~std::uint32_t{0} << (32 - prefix));
}

class Ipv4 {
 public:
  explicit Ipv4(ScriptedFile& file) : file_(file), ip_(file.connection.ipv4) {}

  void read() {
    if (ip_.method == AddressMethod::other) return;
    const std::string_view word = file_.value("BOOTPROTO");
    place("BOOTPROTO");
    if (word == "dhcp" || word == "bootp") {
      ip_.method = AddressMethod::dhcp;
    } else {
      if (!word.empty() && word != "none" && word != "static")
        file_.problem(
            "BOOTPROTO",
            fmt::format("BOOTPROTO={} is not dhcp to the network scripts", printable(word, 40)),
            "the interface gets no address by DHCP");
      read_addresses();
      if (ip_.method == AddressMethod::fixed) read_gateway();
    }
    read_resolver();
  }

 private:
  void place(std::string_view setting) {
    file_.connection.sources.front() = {file_.file(setting), file_.line(setting)};
  }

  bool asks_for_one() {
    bool known = true, any = false;
    for (const char* name : {"IPADDR", "IPADDR0", "IPADDR1", "IPADDR2"}) {
      known = file_.knows(name) && known;
      any = any || !file_.value(name).empty();
    }
    if (!known) ip_.method = AddressMethod::other;
    return any && known;
  }

  void read_addresses() {
    if (!asks_for_one()) return;
    ip_.method = AddressMethod::fixed;
    bool first = true;
    for (int i = -1; i <= 255; ++i) {
      const std::string index = i < 0 ? "" : std::to_string(i);
      if (!file_.knows("IPADDR" + index)) ip_.method = AddressMethod::other;
      if (file_.value("IPADDR" + index).empty()) {
        if (i >= 2) break;
        continue;
      }
      if (first) place("IPADDR" + index);
      first = false;
      if (std::optional<Cidr> address = scripted_address(file_, file_.values, index))
        ip_.addresses.push_back(std::move(*address));
      else
        ip_.method = AddressMethod::other;
    }
  }

  void read_gateway() {
    const std::string device = file_.real_device();
    if (!file_.knows("GATEWAY")) return;
    const std::string_view gateway = file_.value("GATEWAY");
    if (gateway.empty() || yes_or_no(file_.value("DEFROUTE")) == false) return;
    if (const std::string_view only = file_.value("GATEWAYDEV"); !only.empty() && only != device)
      return;
    const auto address = ipv4_bits(ip_.addresses.front().address), bits = ipv4_bits(gateway);
    const int prefix = ip_.addresses.front().prefix.value_or(32);
    const std::string_view network = file_.value("NETWORK");
    const bool reached =
        bits && address &&
        (network.empty() ? network_of(*bits, prefix) == network_of(*address, prefix)
                         : ipv4_bits(network) == network_of(*bits, prefix));
    if (reached) {
      ip_.gateway = gateway;
      ip_.gateway_metric = route_metric(file_.value("METRIC"));
      if (file_.file("GATEWAY") != file_.path())
        file_.connection.sources.push_back({file_.file("GATEWAY"), file_.line("GATEWAY")});
    } else if (file_.file("GATEWAY") == file_.path()) {
      // The one for the whole machine is for whichever interface it fits.
      file_.problem("GATEWAY",
                    fmt::format("GATEWAY={} is not in the network of the first address",
                                printable(gateway, 60)),
                    "the network scripts set no default route");
    }
  }

  void read_resolver() {
    // resolv.conf has room for three.
    for (const char* name : {"DNS1", "DNS2", "DNS3"}) {
      const std::string_view server = file_.value(name);
      std::vector<std::string>& dns =
          is_ipv6(server) ? file_.connection.ipv6.dns : file_.connection.ipv4.dns;
      if ((is_ipv4(server) || is_ipv6(server)) &&
          std::find(dns.begin(), dns.end(), short_ip(server)) == dns.end())
        dns.push_back(short_ip(server));
    }
    constexpr std::size_t most = 100;
    for (const std::string_view word : split_words(file_.value("DOMAIN"), " \t\n"))
      if (ip_.search.size() < most &&
          std::find(ip_.search.begin(), ip_.search.end(), word) == ip_.search.end())
        ip_.search.emplace_back(word);
  }

  ScriptedFile& file_;
  IpConfiguration& ip_;
};

}  // namespace

std::optional<Cidr> scripted_address(ScriptedFile& file, const BashSettings& values,
                                     const std::string& index) {
  const auto fail = [&](const std::string& name, std::string reason) {
    const BashSettings::Value* found = values.find(name + index);
    file.reading.problem(found && !found->file.empty() ? found->file : file.path(),
                         found ? found->line : 0, std::move(reason), not_known);
    return std::nullopt;
  };
  for (const char* name : {"IPADDR", "PREFIX", "NETMASK"})
    if (const auto* found = values.find(name + index); found && !found->doubt.empty())
      return fail(name, fmt::format("only a shell could tell what {}{} is", name, index));
  const std::string_view address = values.text("IPADDR" + index);
  const std::string_view length = values.text("PREFIX" + index);
  const std::string_view mask = values.text("NETMASK" + index);
  if (!is_ipv4(address))
    return fail("IPADDR", fmt::format("{} is no IPv4 address", printable(address, 60)));
  if (length.empty() && mask.empty()) return Cidr{std::string(address), classful_prefix(address)};
  const std::optional<int> prefix = !length.empty() ? ipv4_prefix(length)
                                    : is_ipv4(mask) ? ipv4_prefix(mask)
                                                    : std::nullopt;
  if (!prefix)
    return fail(length.empty() ? "NETMASK" : "PREFIX",
                fmt::format("{} is neither a length nor a netmask",
                            printable(length.empty() ? mask : length, 60)));
  return Cidr{std::string(address), prefix};
}

void read_scripted_ipv4(ScriptedFile& file) { Ipv4(file).read(); }

}  // namespace fbd
