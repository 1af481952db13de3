#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, make_ip4_setting() and read_aliases() in nms-ifcfg-rh-reader.c;
// verify() in nm-setting-ip4-config.c.

namespace fbd {
namespace {

enum class Method { manual, automatic, link_local, shared, disabled };

class Ipv4 {
 public:
  Ipv4(const IfcfgRhFile& file, Connection& connection, NetworkReading& reading)
      : file_(file),
        values_(file.values),
        connection_(connection),
        ip_(connection.ipv4),
        reading_(reading) {}

  IfcfgVerdict read() {
    decide_default_route();
    IfcfgVerdict verdict = read_method();
    if (!verdict && method_ != Method::disabled) verdict = read_settings();
    if (!verdict) read_aliases();
    if (!verdict) verdict = verify();
    // What is half read is no configuration.
    if (verdict && ip_.method == AddressMethod::none) ip_.method = AddressMethod::other;
    return verdict;
  }

 private:
  void decide_default_route() {
    const std::optional<bool> wanted = values_.yes("DEFROUTE");
    has_defroute_ = wanted.has_value();
    never_default_ = wanted == false;
    if (!file_.global || values_.value("DEVICE").empty()) return;
    if (const std::string_view device = file_.global->value("GATEWAYDEV"); !device.empty())
      never_default_ = device != values_.value("DEVICE");
  }

  bool any_address() const {
    for (const char* index : {"", "0", "1", "2"})
      for (const char* name : {"IPADDR", "PREFIX", "NETMASK"})
        if (!values_.value(std::string(name) + index).empty()) return true;
    return false;
  }

  IfcfgVerdict read_method() {
    const std::string word = small_letters(values_.value("BOOTPROTO").substr(0, 40));
    line_ = values_.line("BOOTPROTO");
    if (word.empty() || word == "none" || word == "static")
      method_ = any_address() ? Method::manual : Method::disabled;
    else if (word == "dhcp" || word == "bootp")
      method_ = Method::automatic;
    else if (word == "autoip")
      method_ = Method::link_local;
    else if (word == "shared")
      method_ = Method::shared;
    else
      return file_.refusal("BOOTPROTO",
                           fmt::format("BOOTPROTO={} is not known", printable(word, 40)));
    return std::nullopt;
  }

  IfcfgVerdict read_settings() {
    for (int i = -1;; ++i) {
      const std::string index = i < 0 ? "" : std::to_string(i);
      const bool there = !values_.value("IPADDR" + index).empty();
      // IPADDR, IPADDR0 and IPADDR1 may be missing; from 2 on the first gap ends the list.
      if (!there && i > 1) break;
      if (!there) continue;
      if (IfcfgVerdict verdict = read_address(values_, index, nullptr, true)) return verdict;
    }
    if (IfcfgVerdict verdict = global_gateway()) return verdict;
    if (method_ != Method::shared) {
      if (IfcfgVerdict verdict = read_ifcfg_rh_dns(file_, true, ip_)) return verdict;
      add_search_domains(values_.value("DOMAIN"), ip_);
      if (ip_.search.empty()) add_search_domains(values_.value("SEARCH"), ip_);
    }
    return read_ifcfg_rh_routes(file_, true, connection_, reading_);
  }

  /// One address and, unless there is one, the gateway beside it. `base` stands in for what is
  /// missing.
  IfcfgVerdict read_address(const Shvar& values, const std::string& index, const Cidr* base,
                            bool with_gateway) {
    const auto bad = [&](const std::string& name, const char* what) {
      return IfcfgRefusal{values.line(name + index),
                          fmt::format("{}{}={} is no {}", name, index,
                                      printable(values.value(name + index), 60), what),
                          {}};
    };
    const auto value = [&](const char* name) { return values.value(name + index); };
    std::string_view address = value("IPADDR");
    if (!address.empty() && !is_ipv4(address)) return bad("IPADDR", "IPv4 address");
    if (address.empty() && base) address = base->address;
    if (address.empty()) return IfcfgRefusal{0, "there is no address to set", {}};
    if (const std::string_view gateway = value("GATEWAY");
        with_gateway && gateway_.empty() && !gateway.empty()) {
      if (!is_ipv4(gateway)) return bad("GATEWAY", "IPv4 address");
      gateway_ = gateway;
    }
    int prefix = base ? base->prefix.value_or(32) : classful_prefix(address);
    if (const std::string_view length = value("PREFIX"); !length.empty()) {
      const auto number = whole_number(length, 10, 0, 32);
      if (!number) return bad("PREFIX", "prefix length");
      prefix = static_cast<int>(*number);
    } else if (const std::string_view mask = value("NETMASK"); !mask.empty()) {
      const auto bits = ipv4_bits(mask);
      if (!bits) return bad("NETMASK", "netmask");
      // A mask with holes is not refused: its last bit that is set counts.
      prefix = *bits == 0 ? 0 : 32 - std::countr_zero(*bits);
    }
    if (method_ == Method::manual && ip_.addresses.empty()) line_ = values.line("IPADDR" + index);
    add_address({std::string(address), prefix}, ip_);
    return std::nullopt;
  }

  IfcfgVerdict global_gateway() {
    if (!gateway_.empty() || !file_.global) return std::nullopt;
    const std::string_view gateway = file_.global->value("GATEWAY");
    if (gateway.empty()) return std::nullopt;
    if (!is_ipv4(gateway))
      return IfcfgRefusal{file_.global->line("GATEWAY"),
                          fmt::format("GATEWAY={} is no IPv4 address", printable(gateway, 60)),
                          std::string(file_.global_file)};
    if (ip_.addresses.empty()) return std::nullopt;
    gateway_ = gateway;
    connection_.sources.push_back({std::string(file_.global_file), file_.global->line("GATEWAY")});
    return std::nullopt;
  }

  void read_aliases() {
    const std::string start = file_.beside("ifcfg-") + ":";
    const std::optional<Cidr> base =
        ip_.addresses.empty() ? std::nullopt : std::optional(ip_.addresses.front());
    bool reads_default = !has_defroute_ && gateway_.empty();
    for (auto it = file_.folder.files.lower_bound(start);
         it != file_.folder.files.end() && it->first.starts_with(start); ++it)
      if (!ifcfg_rh_ignores(it->first))
        read_alias(it->first, Shvar(it->second), base ? &*base : nullptr, reads_default);
  }

  void read_alias(std::string_view name, const Shvar& values, const Cidr* base,
                  bool& reads_default) {
    const std::string path = file_.folder.file(name);
    const auto passed_over = [&](int line, std::string reason) {
      reading_.problem(path, line, std::move(reason), "NetworkManager does not set the address");
    };
    const std::string_view label = name.substr(name.find(':') + 1);
    if (!std::all_of(label.begin(), label.end(), [](char c) {
          return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                 (c >= 'A' && c <= 'Z');
        }))
      return passed_over(0, "such a name is none of an alias");
    if (values.value("DEVICE") != name.substr(std::string_view("ifcfg-").size()))
      return passed_over(values.line("DEVICE"), "DEVICE is not what the file's name says");
    if (const IfcfgVerdict verdict = read_address(values, "", base, reads_default))
      return passed_over(verdict->line, verdict->reason);
    connection_.sources.push_back({path, values.line("IPADDR")});
    if (method_ == Method::disabled) method_ = Method::manual;
    if (!reads_default) return;
    if (!gateway_.empty()) reads_default = false;
    if (const std::optional<bool> wanted = values.yes("DEFROUTE")) {
      never_default_ = !*wanted;
      reads_default = false;
    }
  }

  IfcfgVerdict verify() {
    switch (method_) {
      case Method::manual:
        if (ip_.addresses.empty())
          return IfcfgRefusal{line_, "a prefix or netmask is given, but no address", {}};
        ip_.method = AddressMethod::fixed;
        break;
      case Method::automatic:
        ip_.method = AddressMethod::dhcp;
        if (!ip_.addresses.empty()) ip_.add_also("static");
        break;
      case Method::link_local:
        ip_.method = AddressMethod::other;
        ip_.add_also("link-local");
        if (!ip_.dns.empty() || !ip_.search.empty() || !ip_.addresses.empty())
          return file_.refusal("BOOTPROTO",
                               "BOOTPROTO=autoip goes with no address, name server or domain");
        break;
      case Method::shared:
        ip_.method = AddressMethod::other;
        ip_.add_also("shared");
        if (ip_.addresses.size() > 1) ip_.addresses.resize(1);
        break;
      case Method::disabled:
        ip_.method = AddressMethod::none;
        break;
    }
    if (!gateway_.empty() && ip_.addresses.empty())
      return file_.refusal("GATEWAY", "a gateway is given, but no address");
    if (!never_default_ && gateway_ != "0.0.0.0") {
      ip_.gateway = gateway_;
      ip_.gateway_metric = route_metric(values_.value("IPV4_ROUTE_METRIC"));
    }
    if (small_letters(values_.value("IPV4_LINK_LOCAL").substr(0, 10)) == "enabled" &&
        method_ != Method::link_local && method_ != Method::disabled)
      ip_.add_also("link-local");
    connection_.sources.front().line = line_;
    return std::nullopt;
  }

  const IfcfgRhFile& file_;
  const Shvar& values_;
  Connection& connection_;
  IpConfiguration& ip_;
  NetworkReading& reading_;
  Method method_ = Method::disabled;
  std::string gateway_;
  bool has_defroute_ = false;
  bool never_default_ = false;
  int line_ = 0;
};

}  // namespace

IfcfgVerdict read_ifcfg_rh_ipv4(const IfcfgRhFile& file, Connection& connection,
                                NetworkReading& reading) {
  return Ipv4(file, connection, reading).read();
}

}  // namespace fbd
