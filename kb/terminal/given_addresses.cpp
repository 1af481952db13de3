#include "kb/terminal/given_addresses.h"

#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/terminal/options.h"

namespace fbd {
namespace {

using Texts = std::vector<std::string>;

Texts all_of(const po::variables_map& given, const char* name) {
  return given.count(name) ? given[name].as<Texts>() : Texts{};
}

tl::unexpected<Error> wrong(std::string_view option, std::string_view text, std::string_view form) {
  return error(ErrorKind::malformed,
               fmt::format("--{} \"{}\": it takes {}", option, printable(text, 80), form));
}

/// Those whose addresses somebody may have lost: not the loopback, nothing without a card.
std::set<std::string> candidates(const ConfiguredNetwork& configured,
                                 const RunningAddresses* running) {
  std::set<std::string> found;
  if (running) {
    for (const RunningInterface& one : running->interfaces)
      if (one.name != "lo" && !one.mac.empty()) found.insert(one.name);
    return found;
  }
  for (const Connection& one : configured.connections)
    if (!one.backup && !one.interface.empty()) found.insert(one.interface);
  return found;
}

Result<std::string> interface_meant(const po::variables_map& given,
                                    const ConfiguredNetwork& configured,
                                    const RunningAddresses* running) {
  const std::set<std::string> there = candidates(configured, running);
  const std::string all = fmt::format("{}", fmt::join(there, ", "));
  const std::string named = text_of(given, "interface");
  if (!named.empty()) {
    if (there.count(named)) return named;
    return error(ErrorKind::malformed,
                 fmt::format("--interface \"{}\": there is {}", printable(named, 80), all));
  }
  if (there.size() == 1) return *there.begin();
  return error(ErrorKind::malformed,
               there.empty()
                   ? "--address: no interface is known here; name it with --interface"
                   : fmt::format("--address: which interface? --interface takes one of: {}", all));
}

}  // namespace

void add_address_options(po::options_description& options) {
  const auto several = [](const char* name) {
    return po::value<Texts>()->composing()->value_name(name);
  };
  options.add_options()("address", several("ADDRESS/PREFIX"),
                        "the IPv4 address to have, if nothing on the disk tells; can be repeated")(
      "gateway", po::value<std::string>()->value_name("ADDRESS"), "with --address: its gateway")(
      "dns", several("ADDRESS"), "with --address, or for the name servers: one; can be repeated")(
      "interface", po::value<std::string>()->value_name("NAME"),
      "with --address: on which interface, if there are several");
}

Result<std::optional<StaticInterface>> given_addresses(const po::variables_map& given,
                                                       const ConfiguredNetwork& configured,
                                                       const RunningAddresses* running) {
  const Texts addresses = all_of(given, "address");
  if (addresses.empty()) {
    for (const char* other : {"gateway", "interface"})
      if (given.count(other))
        return error(ErrorKind::malformed, fmt::format("--{} goes with --address", other));
    return std::nullopt;
  }
  StaticInterface wanted;
  wanted.ipv4.method = AddressMethod::fixed;
  for (const std::string& text : addresses) {
    const std::optional<Cidr> one = parse_cidr(text);
    if (!one || !one->prefix || !is_ipv4(one->address))
      return wrong("address", text, "an IPv4 address with its prefix, for example 10.1.2.3/24");
    wanted.ipv4.addresses.push_back(*one);
  }
  wanted.ipv4.gateway = text_of(given, "gateway");
  if (!wanted.ipv4.gateway.empty() && !is_ipv4(wanted.ipv4.gateway))
    return wrong("gateway", wanted.ipv4.gateway, "an IPv4 address");
  wanted.ipv4.dns = all_of(given, "dns");
  for (const std::string& text : wanted.ipv4.dns)
    if (!is_ipv4(text)) return wrong("dns", text, "an IPv4 address");
  const Result<std::string> interface = interface_meant(given, configured, running);
  if (!interface) return tl::unexpected<Error>(interface.error());
  wanted.name = *interface;
  return wanted;
}

}  // namespace fbd
