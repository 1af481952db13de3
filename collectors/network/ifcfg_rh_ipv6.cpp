#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, make_ip6_setting() in nms-ifcfg-rh-reader.c; verify() in
// nm-setting-ip6-config.c.

namespace fbd {
namespace {

enum class Method { manual, automatic, dhcp, link_local, shared, off };

class Ipv6 {
 public:
  Ipv6(const IfcfgRhFile& file, Connection& connection, NetworkReading& reading)
      : file_(file),
        values_(file.values),
        connection_(connection),
        ip_(connection.ipv6),
        reading_(reading) {}

  IfcfgVerdict read() {
    method_ = decide();
    if (method_ != Method::off) {
      if (IfcfgVerdict verdict = read_addresses()) return verdict;
      if (IfcfgVerdict verdict = read_gateway()) return verdict;
      if (IfcfgVerdict verdict = read_ifcfg_rh_dns(file_, false, ip_)) return verdict;
      add_search_domains(values_.value("IPV6_DOMAIN"), ip_);
    }
    if (IfcfgVerdict verdict = read_ifcfg_rh_routes(file_, false, connection_, reading_))
      return verdict;
    return verify();
  }

  bool is_on() const {
    if (values_.yes("IPV6_DISABLED").value_or(false)) return false;
    if (!values_.value("IPV6INIT").empty()) return values_.yes("IPV6INIT").value_or(false);
    return file_.global && file_.global->yes("IPV6INIT").value_or(false);
  }

 private:
  Method decide() const {
    if (!is_on()) return Method::off;
    const std::string_view word = values_.value("IPV6_AUTOCONF");
    if (word == "shared") return Method::shared;
    const bool forwards = values_.yes("IPV6FORWARDING").value_or(false);
    // DHCPV6C says nothing beside it: the router's announcement tells whether there is DHCP.
    if (yes_or_no(word).value_or(!forwards)) return Method::automatic;
    if (values_.yes("DHCPV6C").value_or(false)) return Method::dhcp;
    const bool has_address =
        !values_.value("IPV6ADDR").empty() || !values_.value("IPV6ADDR_SECONDARIES").empty();
    return has_address ? Method::manual : Method::link_local;
  }

  IfcfgVerdict read_addresses() {
    constexpr int usual_prefix = 64, most = 128;
    for (const char* setting : {"IPV6ADDR", "IPV6ADDR_SECONDARIES"})
      for (const std::string_view word : split_words(values_.value(setting))) {
        const std::size_t slash = word.find('/');
        const std::string_view address = word.substr(0, slash);
        std::optional<std::int64_t> prefix = usual_prefix;
        if (slash != std::string_view::npos)
          prefix = whole_number(word.substr(slash + 1), 10, 0, most);
        if (!is_ipv6(address) || !prefix)
          return file_.refusal(setting, fmt::format("{} is no IPv6 address", printable(word, 60)));
        add_address({short_ip(address), static_cast<int>(*prefix)}, ip_);
      }
    return std::nullopt;
  }

  IfcfgVerdict read_gateway() {
    if (ip_.addresses.empty()) return std::nullopt;
    std::string_view gateway = values_.value("IPV6_DEFAULTGW");
    IfcfgRefusal place = file_.refusal("IPV6_DEFAULTGW", "");
    if (gateway.empty() && file_.global) {
      gateway = file_.global->value("IPV6_DEFAULTGW");
      place = {file_.global->line("IPV6_DEFAULTGW"), "", std::string(file_.global_file)};
    }
    if (gateway.empty()) return std::nullopt;
    const std::string_view address = gateway.substr(0, gateway.find('%'));
    if (!is_ipv6(address)) {
      place.reason = fmt::format("IPV6_DEFAULTGW={} is no IPv6 address", printable(gateway, 60));
      return place;
    }
    if (!is_never_default()) ip_.gateway = short_ip(address);
    return std::nullopt;
  }

  bool is_never_default() const {
    const std::string_view device = values_.value("DEVICE");
    if (file_.global && !device.empty()) {
      const std::string_view gateway = file_.global->value("IPV6_DEFAULTGW");
      const std::size_t percent = gateway.find('%');
      const std::string_view chosen = percent == std::string_view::npos
                                          ? file_.global->value("IPV6_DEFAULTDEV")
                                          : gateway.substr(percent + 1);
      if (!chosen.empty() || percent != std::string_view::npos) return chosen != device;
    }
    return values_.yes("IPV6_DEFROUTE") == false;
  }

  IfcfgVerdict verify() {
    const bool has_some = !ip_.dns.empty() || !ip_.search.empty();
    switch (method_) {
      case Method::automatic:
        ip_.method = AddressMethod::automatic;
        break;
      case Method::dhcp:
        ip_.method = AddressMethod::dhcp;
        break;
      case Method::manual:
        if (ip_.addresses.empty())
          return file_.refusal("IPV6ADDR", "IPv6 is set by hand, but there is no address");
        ip_.method = AddressMethod::fixed;
        break;
      case Method::shared:
        ip_.method = AddressMethod::other;
        ip_.add_also("shared");
        break;
      case Method::link_local:
        ip_.method = AddressMethod::other;
        ip_.add_also("link-local");
        if (has_some)
          return file_.refusal("IPV6_AUTOCONF",
                               "IPv6 with nothing but its link-local address goes with no name "
                               "server and no domain");
        break;
      case Method::off:
        break;
    }
    if ((method_ == Method::automatic || method_ == Method::dhcp) && !ip_.addresses.empty())
      ip_.add_also("static");
    return check_token();
  }

  IfcfgVerdict check_token() const {
    const std::string_view token = values_.value("IPV6_TOKEN");
    if (token.empty()) return std::nullopt;
    const std::string mode = small_letters(values_.value("IPV6_ADDR_GEN_MODE").substr(0, 20));
    if (!mode.empty() && mode != "eui64" && mode != "0")
      return file_.refusal("IPV6_TOKEN", "IPV6_TOKEN only goes with IPV6_ADDR_GEN_MODE=eui64");
    const std::string address = short_ip(token);
    if (!is_ipv6(address) || !address.starts_with("::") || address == "::")
      return file_.refusal("IPV6_TOKEN", "IPV6_TOKEN is no interface identifier");
    return std::nullopt;
  }

  const IfcfgRhFile& file_;
  const Shvar& values_;
  Connection& connection_;
  IpConfiguration& ip_;
  NetworkReading& reading_;
  Method method_ = Method::off;
};

}  // namespace

IfcfgVerdict read_ifcfg_rh_ipv6(const IfcfgRhFile& file, Connection& connection,
                                NetworkReading& reading) {
  Ipv6 ipv6(file, connection, reading);
  IfcfgVerdict verdict = ipv6.read();
  // What is half read is no configuration.
  if (verdict && ipv6.is_on() && connection.ipv6.method == AddressMethod::none)
    connection.ipv6.method = AddressMethod::other;
  return verdict;
}

}  // namespace fbd
