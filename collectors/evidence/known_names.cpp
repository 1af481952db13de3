#include <algorithm>
#include <array>

#include "collectors/evidence/identifiers.h"
#include "collectors/evidence/site_text.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

/// Words that mean something to everybody, some of them to the APIs of Azure and vSphere. A host or
/// resource group with such a name keeps it: taken out of every sentence it would hide more than
/// itself.
constexpr std::string_view common =
    " localhost localdomain local agent server client host linux windows debian ubuntu redhat "
    "azure "
    "vcenter master target process root admin user default test none null true false proxy gateway "
    "internal service system machine network storage backup ip6-localhost ip6-loopback "
    "ip6-allnodes ip6-allrouters ip6-localnet ip6-mcastprefix configuration-server process-server "
    "master-target recovery primary replication failover failback reprotect migration vault vaults "
    "fabric policy protected protection normal warning critical healthy unhealthy running stopped "
    "enabled disabled connected disconnected production prod compute datastore vmware inmage "
    "microsoft subscriptions resourcegroups providers cluster folder group ";

bool is_common_word(std::string_view name) {
  if (name.size() < 2) return true;
  std::string word = " ";
  for (const char c : name) word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return common.find(word + ' ') != std::string_view::npos;
}

bool is_number(std::string_view name) {
  return name.find_first_not_of("0123456789.:abcdefABCDEF") == std::string_view::npos &&
         name.find_first_of(".:") != std::string_view::npos &&
         name.find_first_of("0123456789") != std::string_view::npos;
}

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

}  // namespace

void KnownNames::add_host(std::string_view name) {
  while (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || is_number(name)) return;
  const std::size_t dot = name.find('.');
  const std::string_view label = name.substr(0, dot);
  if (!is_common_word(label)) add_once(hosts, label);
  if (dot != std::string_view::npos) add_domain(name.substr(dot + 1));
}

void KnownNames::add_domain(std::string_view name) {
  while (name.ends_with('.')) name.remove_suffix(1);
  // One without a dot is a word like any other, and the clouds' own are everybody's.
  if (name.find('.') == std::string_view::npos || is_number(name)) return;
  constexpr std::array<std::string_view, 8> everybodys{
      "vsphere.local",         "internal.cloudapp.net", "windows.net",      "core.windows.net",
      "blob.core.windows.net", "microsoft.com",         "windowsazure.com", "in-addr.arpa"};
  for (const std::string_view domain : everybodys)
    if (same_word(domain, name) || name.ends_with("." + std::string(domain))) return;
  add_once(domains, name);
}

void KnownNames::add_user(std::string_view name) {
  if (const std::size_t domain = name.find('\\'); domain != std::string_view::npos)
    name.remove_prefix(domain + 1);
  if (const std::size_t at = name.find('@'); at != std::string_view::npos) {
    add_domain(name.substr(at + 1));
    name = name.substr(0, at);
  }
  constexpr std::array<std::string_view, 6> everybodys{"administrator", "nobody",   "vmadmin",
                                                       "guest",         "operator", "azureuser"};
  for (const std::string_view user : everybodys)
    if (same_word(user, name)) return;
  if (!is_common_word(name)) add_once(users, name);
}

void KnownNames::add_site(const Site& site) {
  for (const Host& host : site.hosts) {
    add_host(host.name);
    add_host(host.address);
    add_host(host.vm_name);
    if (const std::size_t start = host.url.find("://"); start != std::string::npos) {
      const std::string_view rest = std::string_view(host.url).substr(start + 3);
      add_host(rest.substr(0, rest.find_first_of(":/")));
    }
    if (host.account) add_user(host.account->user);
  }
  if (!site.azure) return;
  add_domain(site.azure->tenant);
  add_host(site.azure->name);
  add_host(site.azure->resource_group);
}

void Replacements::add(const Replacements& others) {
  for (const auto& [kind, count] : others.counts) counts[kind] += count;
  for (const auto& [original, stand_in] : others.stand_ins) stand_ins.emplace(original, stand_in);
}

}  // namespace fbd
