// The site: which machine plays which role, how it is reached, and what is pinned about it.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

enum class Role {
  configuration_server,
  process_server,
  master_target,
  protected_vm,
  esxi,
  vcenter,
  vault,      // a Recovery Services vault in Azure: what the site file calls "azure"
  appliance,  // the replication appliance of the modernized stack
};

/// In the order in which people list them.
inline constexpr std::array<Role, 7> all_roles{Role::protected_vm,   Role::configuration_server,
                                               Role::process_server, Role::master_target,
                                               Role::esxi,           Role::vcenter,
                                               Role::appliance};

/// A set of roles, and of those that rule a host out all the same. All members are public so that
/// it can be a template argument.
struct Roles {
  unsigned bits = 0;
  unsigned excluded = 0;

  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (Role role : roles) bits |= 1U << static_cast<unsigned>(role);
  }
  constexpr bool has(Role role) const { return bits & (1U << static_cast<unsigned>(role)); }
  constexpr bool has_any(Roles others) const { return bits & others.bits; }
  constexpr bool admits(Roles of_host) const {
    return of_host.has_any(*this) && !(of_host.bits & excluded);
  }
  constexpr Roles but_not(Role role) const {
    Roles roles = *this;
    roles.excluded |= 1U << static_cast<unsigned>(role);
    return roles;
  }
  constexpr void add(Role role) { bits |= 1U << static_cast<unsigned>(role); }
  friend constexpr bool operator==(const Roles&, const Roles&) = default;
};

/// classic: configuration server, process server and master target.
/// modernized: the Azure Site Recovery replication appliance.
enum class Stack { unknown, classic, modernized };

enum class Os { unknown, gnu_linux, windows, esxi };

/// How this machine gets at a host's own facts.
enum class Reach {
  none,   // not at all: it is only dialled from others
  local,  // it is this machine
  root,   // its disk is mounted here, below Host::root
  ssh,
  azure,  // it is no machine: Azure Resource Manager is asked about it
};

/// Where a secret is kept. The secret itself is read only at the moment it is used.
struct SecretRef {
  enum class Kind { env, file };
  Kind kind = Kind::env;
  std::string name;  // of the environment variable, or path of the file
  friend bool operator==(const SecretRef&, const SecretRef&) = default;
};

/// A "failback-doctor listen" that runs on a host for the time of a check.
struct Listener {
  std::uint16_t port = 0;
  std::string nonce;  // what it says to whoever connects
  friend bool operator==(const Listener&, const Listener&) = default;
};

struct Account {
  std::string user;
  std::optional<SecretRef> password;
  friend bool operator==(const Account&, const Account&) = default;
};

/// How a host with Reach::ssh is logged in to. What is not said here, ~/.ssh/config may say.
struct SshAccess {
  std::string user;
  std::uint16_t port = 0;               // 0: not said
  std::string key;                      // file of the private key: absolute, or "~/..."
  std::optional<SecretRef> passphrase;  // of that key
  std::optional<SecretRef> password;    // also answers a server that asks for it interactively
  std::string known_hosts;              // file, instead of the usual ones
  std::string jump;                     // name of the host that it is reached through
  bool sudo = false;                    // whether everything is asked as root, by sudo
  std::optional<SecretRef> sudo_password;
  friend bool operator==(const SshAccess&, const SshAccess&) = default;
};

struct Host {
  std::string name;
  Roles roles;
  std::string address;             // name or IP address; empty: the same as `name`
  std::uint16_t port = 443;        // of a configuration server's or a vCenter's HTTPS service
  std::uint16_t data_port = 9443;  // where a process server or master target takes data
  Os os = Os::unknown;
  Reach reach = Reach::none;
  std::string root;                    // for Reach::root: where its disk is mounted
  std::string vm_name;                 // as vCenter calls it
  std::string vcenter;                 // name of the host in role vcenter that manages it
  std::vector<std::string> addresses;  // that a protected VM should have: "10.1.2.3/24"
  std::string certificate_sha256;  // pinned thumbprint, 64 lower-case hex digits; empty: not pinned
  std::string ca_file;             // PEM certificates that its TLS certificate may come from
  std::string url;                 // of a vCenter's or ESXi host's SDK
  std::optional<Account> account;
  std::optional<SshAccess> ssh{};
  std::optional<Listener> listener{};
  friend bool operator==(const Host&, const Host&) = default;

  const std::string& dial() const { return address.empty() ? name : address; }
};

/// Which Azure: where Resource Manager and the sign-in are, unless Vault says otherwise.
enum class Cloud { global, china, us_government };

/// How to sign in to Azure.
enum class SignIn {
  automatic,  // a token if one is given, else a client secret, else the Azure CLI
  service_principal,
  managed_identity,  // of the Azure VM this program runs on
  azure_cli,         // as whoever is signed in there
  token,             // somebody got one already
};

/// A Recovery Services vault. In Site::hosts it is a host of its own in role vault, under its name.
struct Vault {
  std::string subscription;
  std::string resource_group;
  std::string name;
  std::string tenant;
  std::string client_id;  // of the service principal, or of a user-assigned managed identity
  std::optional<SecretRef> client_secret{};
  std::optional<SecretRef> token{};
  SignIn sign_in = SignIn::automatic;
  Cloud cloud = Cloud::global;
  std::string resource_manager{};  // other than the cloud's: "https://management.example"
  std::string login{};             // other than the cloud's: "https://login.example"
  std::string api_version{};       // of Site Recovery; empty: the one this program knows best
  std::string ca_file{};           // certificates to trust instead of the system's
  std::string proxy{};             // "http://proxy.example:3128"
  friend bool operator==(const Vault&, const Vault&) = default;
};

struct Site {
  Stack stack = Stack::unknown;
  std::vector<Host> hosts;  // in the order of the site file; names are unique
  std::optional<Vault> azure;
  std::string before{};         // an older bundle of the same machines; a check tells what changed
  bool ask_neighbours = false;  // whether a check may ask other machines whose an address is
  std::string vm{};             // the only replicated item a check is about; empty: all
  friend bool operator==(const Site&, const Site&) = default;

  const Host* host(std::string_view name) const;
  /// The hosts that have at least one of the roles and none of the excluded, in site order.
  std::vector<const Host*> in(Roles roles) const;
};

/// Names as a site file writes them: "configuration-server", "classic", "linux", "local".
std::string_view name(Role role);
std::string_view name(Stack stack);
std::string_view name(Os os);
std::string_view name(Reach reach);
std::string_view name(Cloud cloud);
std::string_view name(SignIn way);

/// The vault as a host among the others; only where `Site::azure` names one.
Host host_of(const Vault& vault);

/// For sentences: "configuration server", "protected VM", "ESXi host", "vCenter".
std::string_view title(Role role);
/// "protected VM and master target", or with another word between the last two.
std::string title(Roles roles, std::string_view conjunction = "and");

}  // namespace fbd
