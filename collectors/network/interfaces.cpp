#include "collectors/network/interfaces.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "collectors/network/interfaces_block.h"
#include "collectors/network/interfaces_link.h"
#include "collectors/network/interfaces_selection.h"
#include "collectors/network/interfaces_text.h"

namespace fbd {
namespace {

template <typename T, typename Same>
void add_once(std::vector<T>& to, T one, Same same) {
  // Beyond that many nobody looks, and the search would take its time.
  if (to.size() < 1000 &&
      std::none_of(to.begin(), to.end(), [&](const T& other) { return same(one, other); }))
    to.push_back(std::move(one));
}

void add_address(IpConfiguration& ip, Cidr address) {
  add_once(ip.addresses, std::move(address),
           [](const Cidr& a, const Cidr& b) { return a.text() == b.text(); });
}

void add_route(IpConfiguration& ip, ConfiguredRoute route) {
  add_once(ip.routes, std::move(route), [](const ConfiguredRoute& a, const ConfiguredRoute& b) {
    return a.to == b.to && a.via == b.via && a.metric == b.metric && a.table == b.table;
  });
}

void add_word(std::vector<std::string>& to, std::string word) {
  add_once(to, std::move(word), std::equal_to<std::string>());
}

/// A connection whose stanzas are still being added up.
struct Draft {
  struct Family {
    std::set<AddressMethod> methods;
    std::vector<std::pair<AddressMethod, SourcePlace>> stanzas;
    SourcePlace command;  // one that sets an address, if any
  };
  Connection connection;
  Family ipv4, ipv6;

  /// DHCP beside a fixed address is DHCP; what is not known spoils the rest.
  static void decide(IpConfiguration& ip, const Family& family) {
    using enum AddressMethod;
    for (AddressMethod method : {other, dhcp, automatic, fixed}) {
      if (family.methods.count(method) == 0) continue;
      if (ip.method == none)
        ip.method = method;
      else
        ip.add_also(name(method));
    }
    if (family.command.line == 0 || ip.method == fixed) return;
    if (ip.method == none)
      ip.method = other;
    else if (ip.method != other && !ip.addresses.empty())
      ip.add_also(name(fixed));
  }

  /// What decided about IPv4 first.
  void add_sources() {
    std::stable_partition(ipv4.stanzas.begin(), ipv4.stanzas.end(), [this](const auto& stanza) {
      return stanza.first == connection.ipv4.method;
    });
    for (const Family* family : {&ipv4, &ipv6})
      for (const auto& stanza : family->stanzas) connection.sources.push_back(stanza.second);
  }
};

class Reader {
 public:
  explicit Reader(InterfacesText text) : text_(std::move(text)), selection_(text_) {}

  NetworkReading read() {
    std::set<std::string_view> known;
    for (const InterfacesBlock& block : text_.blocks)
      if (block.lost.empty()) known.insert(block.name);
    reading_.problems = std::move(text_.problems);
    for (NetworkProblem& problem : selection_.problems())
      reading_.problems.push_back(std::move(problem));
    for (const InterfacesBlock& block : text_.blocks)
      if (block.lost.empty() || known.count(block.name) == 0) add(block);
    std::map<std::string, std::string> controllers;
    for (Draft& draft : drafts_) finish(draft, controllers);
    for (Draft& draft : drafts_) {
      Connection& connection = draft.connection;
      const auto controller = controllers.find(connection.id);
      if (controller != controllers.end() && connection.controller.empty())
        connection.controller = controller->second;
      reading_.connections.push_back(std::move(connection));
    }
    return std::move(reading_);
  }

 private:
  void add(const InterfacesBlock& block) {
    const bool brings_ip = block.family == "inet" || block.family == "inet6";
    // Without a family, it is one that ifupdown does not know.
    if ((!brings_ip && !block.family.empty()) || without_label(block.name) == "lo") return;
    Draft& draft = draft_of(block);
    Connection& connection = draft.connection;
    InterfacesAddresses read = read_addresses(block);
    if (block.method.empty()) read.ip.method = AddressMethod::other;
    IpConfiguration& ip = read.v4 ? connection.ipv4 : connection.ipv6;
    Draft::Family& family = read.v4 ? draft.ipv4 : draft.ipv6;
    family.stanzas.emplace_back(read.ip.method, block.place);
    family.methods.insert(read.ip.method);
    for (const std::string& also : read.ip.also) ip.add_also(also);
    for (Cidr& address : read.ip.addresses) add_address(ip, std::move(address));
    if (ip.gateway.empty()) {
      ip.gateway = read.ip.gateway;
      ip.gateway_metric = read.ip.gateway_metric;
    }
    add_commands(std::move(read.by_command), draft);
    add_names(block, connection);
    read_link(block, connection);
    if (block.lost.empty())
      for (NetworkProblem& problem : read.problems) reading_.problems.push_back(std::move(problem));
  }

  static void add_commands(InterfacesAddresses::ByCommand by_command, Draft& draft) {
    Connection& connection = draft.connection;
    for (Cidr& address : by_command.addresses) {
      IpConfiguration& ip = is_ipv4(address.address) ? connection.ipv4 : connection.ipv6;
      add_address(ip, std::move(address));
    }
    for (ConfiguredRoute& route : by_command.ipv4_routes)
      add_route(connection.ipv4, std::move(route));
    for (ConfiguredRoute& route : by_command.ipv6_routes)
      add_route(connection.ipv6, std::move(route));
    if (draft.ipv4.command.line == 0) draft.ipv4.command = by_command.sets_ipv4;
    if (draft.ipv6.command.line == 0) draft.ipv6.command = by_command.sets_ipv6;
  }

  /// What resolvconf and its like do with it.
  static void add_names(const InterfacesBlock& block, Connection& connection) {
    for (std::string_view option : {"dns_nameservers", "dns_nameserver"})
      for (std::string& server : option_words(block, option)) {
        IpConfiguration& ip = is_ipv4(server) ? connection.ipv4 : connection.ipv6;
        if (is_ipv4(server) || is_ipv6(server)) add_word(ip.dns, std::move(server));
      }
    for (std::string_view option : {"dns_search", "dns_domain"})
      for (std::string& domain : option_words(block, option))
        add_word((block.family == "inet6" ? connection.ipv6 : connection.ipv4).search,
                 std::move(domain));
  }

  Draft& draft_of(const InterfacesBlock& block) {
    const auto [found, is_new] = index_.try_emplace(block.name, drafts_.size());
    if (is_new) {
      Connection& connection = drafts_.emplace_back().connection;
      connection.stack = NetworkStack::ifupdown;
      connection.id = block.name;
      if (!block.lost.empty()) {
        connection.status = ConnectionStatus::refused;
        connection.reason = block.lost;
      }
      selection_.choose(connection);
    }
    return drafts_[found->second];
  }

  void finish(Draft& draft, std::map<std::string, std::string>& controllers) {
    Connection& connection = draft.connection;
    decide(connection.ipv4, draft.ipv4, connection);
    decide(connection.ipv6, draft.ipv6, connection);
    draft.add_sources();
    for (const std::string& port : connection.ports) controllers.try_emplace(port, connection.id);
  }

  void decide(IpConfiguration& ip, const Draft::Family& family, const Connection& connection) {
    Draft::decide(ip, family);
    if (family.command.line == 0 || ip.method != AddressMethod::other) return;
    if (connection.status != ConnectionStatus::refused)
      reading_.problem(family.command.file, family.command.line,
                       "a command sets an address, not the stanza",
                       "ifup runs it, but whether the address is set cannot be told");
  }

  InterfacesText text_;
  InterfacesSelection selection_;
  NetworkReading reading_;
  std::vector<Draft> drafts_;
  std::map<std::string, std::size_t> index_;  // by name with label
};

}  // namespace

NetworkReading read_interfaces(std::string_view root_file, const NetworkTree& tree) {
  NetworkReading reading = Reader(read_interfaces_text(std::string(root_file), tree)).read();
  if (is_failover_backup(root_file)) {
    for (Connection& connection : reading.connections) connection.backup = true;
    for (NetworkProblem& problem : reading.problems) problem.backup = true;
  }
  return reading;
}

}  // namespace fbd
