#include "collectors/evidence/site_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "collectors/evidence/site_text.h"
#include "collectors/evidence/text.h"
#include "collectors/evidence/yaml.h"

namespace fbd {
namespace {

/// More than any site has; what compares hosts with each other stays quick.
constexpr std::size_t max_hosts = 1000;
constexpr std::size_t max_addresses = 64;  // of one host

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; });
}

/// Reads a site from a tree and stops at the first thing that is wrong: `problem` then holds it.
class SiteReader {
 public:
  explicit SiteReader(std::string_view file) : file_(file) {}

  Result<Site> read(const YamlNode& root) {
    Site site;
    if (root.kind != YamlNode::Kind::mapping)
      complain(root, "", "a site file is a mapping with the key 'hosts'");
    else
      for (const YamlNode::Member& member : root.members) top_level(member, site);
    if (!problem_ && !root.at("hosts") && !root.at("azure")) complain(root, "hosts", "is missing");
    if (!problem_ && root.at("hosts")) relations(root, site);
    if (!problem_ && site.azure) vault_as_host(*root.at("azure"), site);
    if (problem_) return tl::unexpected<Error>(*problem_);
    return site;
  }

 private:
  using Node = YamlNode;

  void complain(int line, int column, std::string_view key, std::string_view what) {
    if (problem_) return;
    const std::string text = key.empty() ? std::string(what) : fmt::format("{}: {}", key, what);
    problem_ = Error{ErrorKind::malformed, at_place(file_, line, column, text)};
  }
  void complain(const Node& at, std::string_view key, std::string_view what) {
    complain(at.line, at.column, key, what);
  }
  void unknown_key(const Node::Member& member, std::string_view path,
                   std::span<const std::string_view> known) {
    const std::string key = printable(member.key, 60);
    complain(member.line, member.column, path.empty() ? key : fmt::format("{}.{}", path, key),
             nearest(member.key, known).empty()
                 ? fmt::format("unknown key; there are {}", fmt::join(known, ", "))
                 : "unknown key" + did_you_mean(member.key, known));
  }

  std::string text(const Node& node, std::string_view key) {
    if (node.kind == Node::Kind::scalar && !node.scalar.empty()) return node.scalar;
    complain(node, key, "a text is expected");
    return {};
  }

  /// A text that becomes part of a path, a name or a request.
  std::string plain_text(const Node& node, std::string_view key) {
    std::string value = text(node, key);
    if (has_control_characters(value))
      complain(node, key, "control characters cannot be part of it");
    return value;
  }

  /// One of a closed list of words.
  template <class Value, std::size_t n>
  Value word(const Node& node, std::string_view key, const std::array<Word<Value>, n>& words) {
    std::array<std::string_view, n> names;
    for (std::size_t i = 0; i < n; ++i) names[i] = words[i].name;
    if (node.kind == Node::Kind::scalar) {
      for (const Word<Value>& one : words)
        if (one.name == node.scalar) return one.value;
      complain(node, key,
               fmt::format("\"{}\" is none of {}{}", printable(node.scalar, 60),
                           fmt::join(names, ", "), did_you_mean(node.scalar, names)));
    } else {
      complain(node, key, fmt::format("one of {} is expected", fmt::join(names, ", ")));
    }
    return Value{};
  }

  void top_level(const Node::Member& member, Site& site) {
    static constexpr std::array<std::string_view, 6> known{"stack",  "hosts",          "azure",
                                                           "before", "ask-neighbours", "vm"};
    if (member.key == "stack")
      site.stack = word(member.value, "stack", stack_words);
    else if (member.key == "hosts")
      hosts(member.value, site);
    else if (member.key == "azure")
      site.azure = vault(member.value);
    else if (member.key == "before")
      site.before = plain_text(member.value, "before");
    else if (member.key == "ask-neighbours")
      site.ask_neighbours = word(member.value, "ask-neighbours", yes_words);
    else if (member.key == "vm")
      site.vm = plain_text(member.value, "vm");
    else
      unknown_key(member, "", known);
  }

  void hosts(const Node& node, Site& site) {
    if (node.kind != Node::Kind::mapping || node.members.empty())
      return complain(node, "hosts", "at least one host is expected: \"NAME:\" and its role");
    if (node.members.size() > max_hosts)
      return complain(node, "hosts", fmt::format("there are more than {}", max_hosts));
    for (const Node::Member& member : node.members) {
      if (!is_host_name(member.key))
        complain(
            member.line, member.column, "hosts",
            fmt::format("\"{}\" cannot be a host's name: letters, digits, '.', '-' and '_' can, "
                        "and it begins with a letter or digit",
                        printable(member.key, 60)));
      if (!problem_) site.hosts.push_back(host(member));
    }
  }

  Host host(const Node::Member& member) {
    static constexpr std::array<std::string_view, 16> known{"role",
                                                            "address",
                                                            "os",
                                                            "reach",
                                                            "root",
                                                            "port",
                                                            "vm-name",
                                                            "vcenter",
                                                            "certificate-sha256",
                                                            "url",
                                                            "account",
                                                            "addresses",
                                                            "ca-file",
                                                            "ssh",
                                                            "data-port",
                                                            "expect-listener"};
    Host host;
    host.name = member.key;
    const std::string path = "hosts." + member.key;
    const Node& node = member.value;
    if (node.kind != Node::Kind::mapping) {
      complain(node.line ? node.line : member.line, node.line ? node.column : member.column, path,
               "a mapping with the key 'role' is expected");
      return host;
    }
    for (const Node::Member& one : node.members) {
      const std::string key = path + "." + one.key;
      if (one.key == "role")
        host.roles = roles(one.value, key);
      else if (one.key == "address")
        host.address = address(one.value, key);
      else if (one.key == "os")
        host.os = word(one.value, key, os_words);
      else if (one.key == "reach")
        host.reach = word(one.value, key, reach_words);
      else if (one.key == "root")
        host.root = plain_text(one.value, key);
      else if (one.key == "port")
        host.port = port(one.value, key);
      else if (one.key == "data-port")
        host.data_port = port(one.value, key);
      else if (one.key == "expect-listener")
        host.listener = listener(one.value, key);
      else if (one.key == "vm-name")
        host.vm_name = text(one.value, key);
      else if (one.key == "vcenter")
        host.vcenter = plain_text(one.value, key);
      else if (one.key == "certificate-sha256")
        host.certificate_sha256 = thumbprint(one.value, key);
      else if (one.key == "ca-file")
        host.ca_file = absolute_path(one.value, key);
      else if (one.key == "url")
        host.url = url(one.value, key);
      else if (one.key == "account")
        host.account = account(one.value, key);
      else if (one.key == "addresses")
        host.addresses = addresses(one.value, key);
      else if (one.key == "ssh")
        host.ssh = ssh(one.value, key);
      else
        unknown_key(one, path, known);
    }
    if (!host.addresses.empty() && !host.roles.has(Role::protected_vm))
      complain(*node.at("addresses"), path + ".addresses",
               "only of a protected VM it is checked which addresses it has");
    if (!node.at("role")) complain(member.line, member.column, path, "has no role");
    if (host.reach == Reach::root && !host.root.starts_with('/'))
      complain(member.line, member.column, path,
               "\"reach: root\" needs \"root: /where/its/disk/is/mounted\"");
    if (host.reach != Reach::root && !host.root.empty())
      complain(member.line, member.column, path, "\"root\" goes with \"reach: root\" only");
    if (host.ssh && host.reach != Reach::ssh)
      complain(*node.at("ssh"), path + ".ssh", "goes with \"reach: ssh\" only");
    return host;
  }

  std::string file(const Node& node, const std::string& key) {
    std::string value = plain_text(node, key);
    if (!problem_ && !value.starts_with('/') && !value.starts_with("~/"))
      complain(node, key, "a path that begins with / or ~/ is expected");
    return value;
  }

  SshAccess ssh(const Node& node, const std::string& key) {
    static constexpr std::array<std::string_view, 9> known{
        "user",        "port", "key",  "passphrase",   "password",
        "known-hosts", "jump", "sudo", "sudo-password"};
    SshAccess access;
    if (node.kind != Node::Kind::mapping) {
      complain(node, key, "a mapping is expected: {user: NAME, key: ~/.ssh/id_ed25519}");
      return access;
    }
    for (const Node::Member& one : node.members) {
      const std::string inner = key + "." + one.key;
      if (one.key == "user")
        access.user = plain_text(one.value, inner);
      else if (one.key == "port")
        access.port = port(one.value, inner);
      else if (one.key == "key")
        access.key = file(one.value, inner);
      else if (one.key == "passphrase")
        access.passphrase = secret(one.value, inner);
      else if (one.key == "password")
        access.password = secret(one.value, inner);
      else if (one.key == "known-hosts")
        access.known_hosts = file(one.value, inner);
      else if (one.key == "jump")
        access.jump = plain_text(one.value, inner);
      else if (one.key == "sudo")
        access.sudo = word(one.value, inner, yes_words);
      else if (one.key == "sudo-password")
        access.sudo_password = secret(one.value, inner);
      else
        unknown_key(one, key, known);
    }
    if (access.passphrase && access.key.empty())
      complain(node, key, "\"passphrase\" is that of a \"key\", which is missing");
    if (access.sudo_password && !access.sudo)
      complain(node, key, "\"sudo-password\" goes with \"sudo: yes\"");
    return access;
  }

  Roles roles(const Node& node, const std::string& key) {
    Roles roles;
    // An empty list is how a bundle writes a machine whose role nobody could tell.
    if (node.kind == Node::Kind::sequence)
      for (const Node& item : node.items) roles.add(word(item, key, role_words));
    else
      roles.add(word(node, key, role_words));
    return roles;
  }

  std::string address(const Node& node, const std::string& key) {
    std::string value = text(node, key);
    if (!problem_ && !is_address(value))
      complain(node, key,
               fmt::format("\"{}\" is neither a name nor an IP address; a port has its own "
                           "key, 'port'",
                           printable(value, 60)));
    return value;
  }

  std::vector<std::string> addresses(const Node& node, const std::string& key) {
    std::vector<std::string> all;
    if (node.kind != Node::Kind::sequence || node.items.empty() ||
        node.items.size() > max_addresses)
      complain(
          node, key,
          fmt::format("a list of 1 to {} addresses is expected: [10.1.2.3/24]", max_addresses));
    else
      for (const Node& item : node.items) {
        const std::string value = text(item, key);
        if (!problem_ && !is_address_with_prefix(value))
          complain(item, key,
                   fmt::format("\"{}\" is no IP address with the length of its prefix, as in "
                               "10.1.2.3/24",
                               printable(value, 60)));
        all.push_back(value);
      }
    return all;
  }

  std::string absolute_path(const Node& node, const std::string& key) {
    std::string value = plain_text(node, key);
    if (!problem_ && !value.starts_with('/')) complain(node, key, "an absolute path is expected");
    return value;
  }

  std::uint16_t port(const Node& node, const std::string& key) {
    const std::string value = text(node, key);
    unsigned number = 0;
    for (const char c : value) {
      if (c < '0' || c > '9' || number > 65535) {
        number = 0;
        break;
      }
      number = number * 10 + static_cast<unsigned>(c - '0');
    }
    if (number >= 1 && number <= 65535) return static_cast<std::uint16_t>(number);
    complain(node, key, fmt::format("\"{}\" is no port: 1 to 65535", printable(value, 60)));
    return 0;
  }

  std::string thumbprint(const Node& node, const std::string& key) {
    std::string hex;
    bool only_hex = true;
    for (const char c : text(node, key)) {
      const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
      if (c == ':' || c == ' ') continue;
      only_hex = only_hex && ((lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f'));
      hex += lower;
    }
    if (only_hex && hex.size() == 64) return hex;
    complain(node, key,
             only_hex && hex.size() == 40
                 ? "this is a SHA-1 thumbprint; the SHA-256 one is needed"
                 : "a SHA-256 thumbprint is expected: 64 hexadecimal digits");
    return {};
  }

  std::string url(const Node& node, const std::string& key) {
    std::string value = plain_text(node, key);
    if (!problem_ && (!value.starts_with("https://") || value.size() <= 8))
      complain(node, key, "an address that begins with https:// is expected");
    if (!problem_ && value.substr(8, value.find('/', 8) - 8).find('@') != std::string::npos)
      complain(node, key, "a name or password does not belong into an address; use 'account'");
    return value;
  }

  Account account(const Node& node, const std::string& key) {
    static constexpr std::array<std::string_view, 2> known{"user", "password"};
    Account account;
    if (node.kind != Node::Kind::mapping) {
      complain(node, key, "a mapping is expected: {user: NAME, password: {env: VARIABLE}}");
      return account;
    }
    for (const Node::Member& one : node.members) {
      if (one.key == "user")
        account.user = plain_text(one.value, key + ".user");
      else if (one.key == "password")
        account.password = secret(one.value, key + ".password");
      else
        unknown_key(one, key, known);
    }
    if (account.user.empty()) complain(node, key, "has no user");
    return account;
  }

  Listener listener(const Node& node, const std::string& key) {
    static constexpr std::array<std::string_view, 2> known{"port", "nonce"};
    Listener listener;
    if (node.kind != Node::Kind::mapping) {
      complain(node, key, "a mapping is expected: {port: 9443, nonce: \"...\"}");
      return listener;
    }
    for (const Node::Member& one : node.members) {
      if (one.key == "port")
        listener.port = port(one.value, key + ".port");
      else if (one.key == "nonce")
        listener.nonce = text(one.value, key + ".nonce");
      else
        unknown_key(one, key, known);
    }
    if (listener.port == 0 || !is_nonce(listener.nonce))
      complain(node, key, "needs the port and the nonce that \"failback-doctor listen\" printed");
    return listener;
  }

  static bool is_variable_name(std::string_view name) {
    return !(name.front() >= '0' && name.front() <= '9') &&
           std::all_of(name.begin(), name.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_';
           });
  }

  /// Never repeats what stands there: it may be the secret itself.
  SecretRef secret(const Node& node, const std::string& key) {
    constexpr std::string_view how =
        "a secret is not written here; say where it is: {env: VARIABLE} or {file: /path}";
    if (node.kind != Node::Kind::mapping || node.members.size() != 1) {
      complain(node, key, how);
      return {};
    }
    const Node::Member& one = node.members.front();
    if ((one.key != "env" && one.key != "file") || one.value.kind != Node::Kind::scalar ||
        one.value.scalar.empty()) {
      complain(node, key, how);
      return {};
    }
    const std::string& name = one.value.scalar;
    if (one.key == "file" && (name.front() != '/' || has_control_characters(name)))
      complain(one.value, key + ".file", "an absolute path is expected");
    if (one.key == "env" && !is_variable_name(name))
      complain(one.value, key + ".env", "the name of an environment variable is expected");
    return {one.key == "env" ? SecretRef::Kind::env : SecretRef::Kind::file, one.value.scalar};
  }

  Vault vault(const Node& node) {
    static constexpr std::array<std::string_view, 14> known{
        "subscription",  "resource-group", "vault",   "tenant",          "client-id",
        "client-secret", "token",          "sign-in", "cloud",           "api-version",
        "ca-file",       "proxy",          "login",   "resource-manager"};
    Vault vault;
    if (node.kind != Node::Kind::mapping) {
      complain(node, "azure", "a mapping is expected");
      return vault;
    }
    struct Text {
      std::string_view key;
      std::string Vault::*field;
    };
    static constexpr std::array<Text, 8> texts{{{"subscription", &Vault::subscription},
                                                {"resource-group", &Vault::resource_group},
                                                {"vault", &Vault::name},
                                                {"tenant", &Vault::tenant},
                                                {"client-id", &Vault::client_id},
                                                {"api-version", &Vault::api_version},
                                                {"ca-file", &Vault::ca_file},
                                                {"proxy", &Vault::proxy}}};
    for (const Node::Member& one : node.members) {
      const std::string key = "azure." + one.key;
      const auto* const text = std::find_if(texts.begin(), texts.end(),
                                            [&](const Text& each) { return each.key == one.key; });
      if (text != texts.end())
        vault.*(text->field) = plain_text(one.value, key);
      else if (one.key == "client-secret")
        vault.client_secret = secret(one.value, key);
      else if (one.key == "token")
        vault.token = secret(one.value, key);
      else if (one.key == "sign-in")
        vault.sign_in = word(one.value, key, sign_in_words);
      else if (one.key == "cloud")
        vault.cloud = word(one.value, key, cloud_words);
      else if (one.key == "resource-manager")
        vault.resource_manager = endpoint(one.value, key);
      else if (one.key == "login")
        vault.login = endpoint(one.value, key);
      else
        unknown_key(one, "azure", known);
    }
    return vault;
  }

  /// Scheme, host and port alone: paths are appended to it, and a token is sent there.
  std::string endpoint(const Node& node, const std::string& key) {
    std::string value = url(node, key);
    if (value.ends_with('/')) value.pop_back();
    if (!problem_ && value.find_first_of("/?#", 8) != std::string::npos)
      complain(node, key, "only https://, a host and a port are expected");
    return value;
  }

  void vault_as_host(const Node& node, Site& site) {
    const std::string& name = site.azure->name;
    if (name.empty()) return;  // what is missing is told when it is asked
    if (!is_host_name(name))
      return complain(*node.at("vault"), "azure.vault",
                      fmt::format("\"{}\" cannot be the name of a vault", printable(name, 60)));
    if (site.host(name))
      return complain(*node.at("vault"), "azure.vault",
                      fmt::format("a host of this site is called \"{}\" already", name));
    site.hosts.push_back(host_of(*site.azure));
  }

  /// What only the whole site can tell.
  void relations(const Node& root, const Site& site) {
    const Node& hosts = *root.at("hosts");
    const Host* local = nullptr;
    const Host* server = nullptr;
    for (std::size_t i = 0; i < site.hosts.size() && !problem_; ++i) {
      const Host& host = site.hosts[i];
      const Node::Member& place = hosts.members[i];
      const std::string path = "hosts." + host.name;
      const auto wrong = [&](std::string_view what) {
        complain(place.line, place.column, path, what);
      };
      if (host.reach == Reach::local) {
        if (local)
          wrong(
              fmt::format("\"reach: local\" is this machine, and {} is that already", local->name));
        local = &host;
      }
      if (host.roles.has(Role::configuration_server)) {
        if (server)
          wrong(
              fmt::format("a site has one configuration server, and {} is that already; write one "
                          "site file for each",
                          server->name));
        server = &host;
      }
      const bool vsphere = host.roles.has_any({Role::vcenter, Role::esxi});
      if ((host.account || !host.url.empty() || !host.ca_file.empty()) && !vsphere)
        wrong("\"url\", \"account\" and \"ca-file\" are for hosts in the role vcenter or esxi");
      if (host.ssh && !host.ssh->jump.empty()) {
        const Host* jump = site.host(host.ssh->jump);
        if (!jump || jump == &host || jump->reach != Reach::ssh ||
            (jump->ssh && !jump->ssh->jump.empty()))
          wrong(
              fmt::format("\"jump: {}\" is no other host with \"reach: ssh\" and without a "
                          "\"jump\" of its own",
                          printable(host.ssh->jump, 60)));
      }
      if (host.vcenter.empty()) continue;
      const Host* vcenter = site.host(host.vcenter);
      if (vcenter && vcenter->roles.has(Role::vcenter)) continue;
      std::vector<std::string_view> vcenters;
      for (const Host* one : site.in({Role::vcenter})) vcenters.push_back(one->name);
      complain(*place.value.at("vcenter"), path + ".vcenter",
               fmt::format("there is no host \"{}\" in the role vcenter{}",
                           printable(host.vcenter, 60), did_you_mean(host.vcenter, vcenters)));
    }
  }

  std::string_view file_;
  std::optional<Error> problem_;
};

}  // namespace

Result<Site> parse_site(std::string_view text, std::string_view file) {
  Result<YamlNode> root = parse_yaml(text, file);
  if (!root) return tl::unexpected<Error>(root.error());
  return SiteReader(file).read(*root);
}

}  // namespace fbd
