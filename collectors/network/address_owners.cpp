#include "collectors/network/address_owners.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/earlier_network.h"
#include "collectors/network/ip_words.h"
#include "collectors/network/mac.h"
#include "collectors/network/running_addresses.h"

namespace fbd {
namespace {

/// All are asked at the same time.
constexpr std::size_t at_most = 16;
constexpr std::size_t most_owners = 8;  // of one address

std::string not_allowed(const Site& site) {
  return site.ask_neighbours ? ""
                             : "neighbours are asked about addresses only with --ask-neighbours";
}

std::uint32_t bits_of(std::string_view address) {
  in_addr binary{};
  return inet_pton(AF_INET, std::string(address).c_str(), &binary) == 1 ? ntohl(binary.s_addr) : 0;
}

bool is_in(std::string_view address, std::string_view network, int prefix) {
  if (prefix < 1 || prefix > 32) return false;
  const std::uint32_t mask = ~std::uint32_t{0} << (32 - prefix);
  return (bits_of(address) & mask) == (bits_of(network) & mask);
}

/// Where a machine of that network would be heard: the interface it is configured for, or else one
/// with an address in the same network.
std::string interface_for(const Cidr& address, const Connection* connection,
                          const RunningAddresses& running) {
  for (const RunningInterface& one : running.interfaces)
    if (one.up && one.name != "lo" && connection &&
        connection->applies_to(one.name, one.mac) == Applies::yes)
      return one.name;
  for (const RunningInterface& one : running.interfaces)
    if (one.up && one.name != "lo")
      for (const RunningAddress& own : one.addresses)
        if (own.ipv4 && is_in(address.address, own.address, own.prefix)) return one.name;
  return {};
}

/// Nothing in it can be more than a name or an address.
bool is_plain(std::string_view text) {
  return !text.empty() && !text.starts_with('-') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '.' || c == '-' || c == '_';
         });
}

/// Interface and address.
using Wanted = std::set<std::pair<std::string, std::string>>;

void add(Wanted& wanted, const Cidr& address, const Connection* connection,
         const RunningAddresses& running) {
  if (!is_ipv4(address.address) || wanted.size() == at_most) return;
  const std::string interface = interface_for(address, connection, running);
  if (is_plain(interface)) wanted.insert({interface, address.address});
}

void add(Wanted& wanted, const ConfiguredNetwork& network, const RunningAddresses& running) {
  for (const Connection& one : network.connections)
    if (one.status == ConnectionStatus::ok && one.ipv4.method == AddressMethod::fixed)
      for (const Cidr& address : one.ipv4.addresses) add(wanted, address, &one, running);
}

void add(Wanted& wanted, const NetworkBaseline& kept, const RunningAddresses& running) {
  if (const auto network = read_configured_network(write_tree(kept.files)))
    add(wanted, *network, running);
}

constexpr std::string_view prologue =
    "PATH=$PATH:/usr/sbin:/sbin\n"
    // Thomas Habets' program of the same name takes -D for something else.
    "case $(arping -V 2>&1) in *iputils*) ;; *) echo 'no arping of iputils'; exit 0 ;; esac\n"
    "ask() {\n"
    "  said=$(arping -D -c 2 -w 3 -I \"$1\" \"$2\" 2>&1)\n"
    "  printf 'asked %s %s %s\\n%s\\n' \"$1\" \"$2\" $? \"$said\"\n"
    "}\n";

Result<Request> ask_neighbours(const Context& context) {
  const Result<ConfiguredNetwork> network = known<ConfiguredNetwork>(context).value;
  if (!network) return tl::unexpected<Error>(network.error());
  const Result<RunningAddresses> running = known<RunningAddresses>(context).value;
  if (!running) return tl::unexpected<Error>(running.error());
  Wanted wanted;
  add(wanted, *network, *running);
  if (const auto baseline = known<NetworkBaseline>(context).value) add(wanted, *baseline, *running);
  if (const auto earlier = known<EarlierNetwork>(context).value)
    add(wanted, earlier->network, *running);
  for (const std::string& text : context.host.addresses)
    if (const std::optional<Cidr> address = parse_cidr(text))
      add(wanted, *address, nullptr, *running);
  if (wanted.empty()) return RunCommand{"echo nothing to ask about"};
  std::string script(prologue);
  for (const auto& one : wanted) script += fmt::format("ask {} {} &\n", one.first, one.second);
  return RunCommand{script + "wait\n"};
}

/// "Unicast reply from 10.1.2.3 [00:50:56:9A:11:23]  0.689ms" (RFC 5227 answers may be broadcast)
std::optional<std::string> mac_of_reply(std::string_view line) {
  if (line.find(" reply from ") == line.npos) return std::nullopt;
  const std::size_t open = line.find('['), close = line.find(']');
  if (open == line.npos || close == line.npos || close < open) return std::nullopt;
  std::string mac = lower_case_mac(line.substr(open + 1, close - open - 1));
  if (mac.size() != 17 || mac.find_first_not_of("0123456789abcdef:") != mac.npos)
    return std::nullopt;
  return mac;
}

Result<AddressOwners> parse_arping(std::string_view answer) {
  AddressOwners owners;
  AddressOwners::Address* current = nullptr;
  for (const std::string_view line : lines(answer)) {
    std::string_view rest = line;
    if (line == "no arping of iputils") {
      owners.no_tool = true;
    } else if (line.starts_with("asked ")) {
      pop_word(rest);
      const std::string_view interface = pop_word(rest), address = pop_word(rest);
      if (!is_ipv4(address) || owners.all.size() == at_most)
        return error(ErrorKind::malformed,
                     fmt::format("arping: \"{}\" is no answer", printable(line, 80)));
      current = &owners.all.emplace_back();
      current->interface = printable(interface, 32);
      current->address = address;
      current->problem = "no answer of arping's";
    } else if (current && line.starts_with("Received ")) {
      current->problem.clear();  // the last line: it has asked
    } else if (current && !line.starts_with("ARPING ") && !line.starts_with("Sent ")) {
      if (std::optional<std::string> mac = mac_of_reply(line)) {
        auto& macs = current->macs;
        if (macs.size() < most_owners && std::find(macs.begin(), macs.end(), *mac) == macs.end())
          macs.push_back(std::move(*mac));
      } else if (!trimmed(line).empty()) {
        current->problem = printable(line);
      }
    }
  }
  return owners;
}

constexpr Ask by_arp{&ask_neighbours, true, &not_allowed};
constexpr Origin<AddressOwners> known_origins[] = {
    {"network.address-owners", Os::gnu_linux, by_arp, parse_arping},
};

}  // namespace

std::span<const Origin<AddressOwners>> AddressOwners::origins() { return known_origins; }

}  // namespace fbd
