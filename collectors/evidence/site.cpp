#include "collectors/evidence/site.h"

#include <array>

namespace fbd {
namespace {

struct RoleName {
  Role role;
  std::string_view name;
  std::string_view title;
};

// In the order in which people list them.
constexpr std::array<RoleName, 8> roles{{
    {Role::protected_vm, "protected-vm", "protected VM"},
    {Role::configuration_server, "configuration-server", "configuration server"},
    {Role::process_server, "process-server", "process server"},
    {Role::master_target, "master-target", "master target"},
    {Role::esxi, "esxi", "ESXi host"},
    {Role::vcenter, "vcenter", "vCenter"},
    {Role::vault, "vault", "Recovery Services vault"},
    {Role::appliance, "appliance", "replication appliance"},
}};

}  // namespace

const Host* Site::host(std::string_view name) const {
  for (const Host& host : hosts)
    if (host.name == name) return &host;
  return nullptr;
}

std::vector<const Host*> Site::in(Roles wanted) const {
  std::vector<const Host*> found;
  for (const Host& host : hosts)
    if (wanted.admits(host.roles)) found.push_back(&host);
  return found;
}

std::string_view name(Role role) {
  for (const RoleName& known : roles)
    if (known.role == role) return known.name;
  return "";
}

std::string_view title(Role role) {
  for (const RoleName& known : roles)
    if (known.role == role) return known.title;
  return "";
}

std::string title(Roles wanted, std::string_view conjunction) {
  std::vector<std::string_view> titles;
  for (const RoleName& known : roles)
    if (wanted.has(known.role)) titles.push_back(known.title);
  std::string text;
  for (std::size_t i = 0; i < titles.size(); ++i) {
    if (i + 1 == titles.size() && i > 0)
      text += " " + std::string(conjunction) + " ";
    else if (i > 0)
      text += ", ";
    text += titles[i];
  }
  return text;
}

std::string_view name(Stack stack) {
  switch (stack) {
    case Stack::classic:
      return "classic";
    case Stack::modernized:
      return "modernized";
    case Stack::unknown:
      break;
  }
  return "unknown";
}

std::string_view name(Os os) {
  switch (os) {
    case Os::gnu_linux:
      return "linux";
    case Os::windows:
      return "windows";
    case Os::esxi:
      return "esxi";
    case Os::unknown:
      break;
  }
  return "unknown";
}

std::string_view name(Reach reach) {
  switch (reach) {
    case Reach::local:
      return "local";
    case Reach::root:
      return "root";
    case Reach::ssh:
      return "ssh";
    case Reach::azure:
      return "azure";
    case Reach::none:
      break;
  }
  return "none";
}

std::string_view name(Cloud cloud) {
  switch (cloud) {
    case Cloud::china:
      return "china";
    case Cloud::us_government:
      return "us-government";
    case Cloud::global:
      break;
  }
  return "public";
}

std::string_view name(SignIn way) {
  switch (way) {
    case SignIn::service_principal:
      return "service-principal";
    case SignIn::managed_identity:
      return "managed-identity";
    case SignIn::azure_cli:
      return "azure-cli";
    case SignIn::token:
      return "token";
    case SignIn::automatic:
      break;
  }
  return "automatic";
}

Host host_of(const Vault& vault) {
  Host host;
  host.name = vault.name;
  host.roles.add(Role::vault);
  host.reach = Reach::azure;
  return host;
}

}  // namespace fbd
