#include "collectors/evidence/site_file.h"

#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/tests_directory.h"

using fbd::Cloud;
using fbd::Host;
using fbd::Os;
using fbd::parse_site;
using fbd::Reach;
using fbd::Role;
using fbd::SecretRef;
using fbd::SignIn;
using fbd::Site;
using fbd::Stack;
using fbd::write_site;

namespace {

constexpr std::string_view everything = R"(
stack: classic
hosts:
  web01:
    role: protected-vm
    address: 10.20.0.5
    os: linux
    reach: ssh
    vm-name: "Web 01 \u00e4"
    vcenter: vc01
  cs01:
    role: [configuration-server, process-server, master-target]
    port: 4430
    os: windows
    certificate-sha256: "AB:CD ef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"
  vc01:
    role: vcenter
    address: fe80::1%eth0
    url: https://vc01/sdk
    account: {user: asr@vsphere.local, password: {env: VC_PASSWORD}}
  esx01: {role: esxi, os: esxi, account: {user: root, password: {file: /etc/esx password}}}
  old: {role: protected-vm, reach: root, root: /mnt/old}
  self: {role: [], reach: local}
azure:
  subscription: 11112222-3333-4444-5555-666677778888
  resource-group: failback
  vault: vault01
  tenant: contoso.example
  client-id: abc
  client-secret: {env: AZURE_CLIENT_SECRET}
)";

}  // namespace

TEST_CASE("a site file is read") {
  const auto read = parse_site(everything, "site.yaml");
  if (!read) FAIL(read.error().message);
  const Site& site = *read;
  CHECK(site.stack == Stack::classic);
  REQUIRE(site.hosts.size() == 7);  // the vault is one as well

  const Host& web = site.hosts[0];
  CHECK(web.name == "web01");
  CHECK(web.roles == fbd::Roles{Role::protected_vm});
  CHECK(web.address == "10.20.0.5");
  CHECK(web.dial() == "10.20.0.5");
  CHECK(web.os == Os::gnu_linux);
  CHECK(web.reach == Reach::ssh);
  CHECK(web.vm_name == "Web 01 \xC3\xA4");
  CHECK(web.vcenter == "vc01");
  CHECK(web.port == 443);

  const Host& cs = site.hosts[1];
  CHECK(cs.roles ==
        fbd::Roles{Role::configuration_server, Role::process_server, Role::master_target});
  CHECK(cs.dial() == "cs01");
  CHECK(cs.port == 4430);
  CHECK(cs.certificate_sha256 ==
        "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789");

  const Host& vc = site.hosts[2];
  CHECK(vc.url == "https://vc01/sdk");
  REQUIRE(vc.account);
  CHECK(vc.account->user == "asr@vsphere.local");
  CHECK(vc.account->password == SecretRef{SecretRef::Kind::env, "VC_PASSWORD"});
  CHECK(site.hosts[3].account->password == SecretRef{SecretRef::Kind::file, "/etc/esx password"});
  CHECK(site.hosts[4].root == "/mnt/old");
  CHECK(site.hosts[5].reach == Reach::local);
  REQUIRE(site.azure);
  CHECK(site.azure->resource_group == "failback");
  CHECK(site.azure->name == "vault01");
  CHECK(site.hosts[6] == host_of(*site.azure));
  CHECK(site.in({Role::vault}) == std::vector{&site.hosts[6]});
  CHECK(site.azure->client_secret == SecretRef{SecretRef::Kind::env, "AZURE_CLIENT_SECRET"});

  const auto again = parse_site(write_site(site), "again.yaml");
  if (!again) FAIL(again.error().message);
  CHECK(*again == site);
}

TEST_CASE("the example of the README is a site file") {
  std::ifstream stream(fbd::tests_directory() + "/../collectors/evidence/README.md");
  const std::string readme(std::istreambuf_iterator<char>(stream), {});
  const std::size_t begin = readme.find("```yaml\n");
  REQUIRE(begin != std::string::npos);
  const auto read =
      parse_site(readme.substr(begin + 8, readme.find("```", begin + 8) - begin - 8), "s");
  if (!read) FAIL(read.error().message);
  CHECK(read->hosts.size() == 5);  // with the vault
}

TEST_CASE("what is wrong is told with its place") {
  struct Case {
    std::string_view text;
    std::string_view message;
  };
  const Case cases[]{
      {"", "s:1:1: a site file is a mapping with the key 'hosts'"},
      {"- a\n", "s:1:1: a site file is a mapping with the key 'hosts'"},
      {"stack: classic\n", "s:1:1: hosts: is missing"},
      {"stack: clasic\nhosts: {a: {role: esxi}}\n",
       "s:1:8: stack: \"clasic\" is none of classic, modernized, did you mean 'classic'?"},
      {"stack: [classic]\n", "s:1:8: stack: one of classic, modernized is expected"},
      {"host: x\n", "s:1:1: host: unknown key, did you mean 'hosts'?"},
      {"hosts:\n", "s:1:7: hosts: at least one host is expected"},
      {"hosts: {}\n", "s:1:8: hosts: at least one host is expected"},
      {"hosts: [a]\n", "s:1:8: hosts: at least one host is expected"},
      {"hosts:\n  web 1: {role: esxi}\n", "s:2:3: hosts: \"web 1\" cannot be a host's name"},
      {"hosts:\n  ../x: {role: esxi}\n", "s:2:3: hosts: \"../x\" cannot be a host's name"},
      {"hosts:\n  ..: {role: esxi}\n", "s:2:3: hosts: \"..\" cannot be a host's name"},
      {"hosts:\n  .x: {role: esxi}\n", "s:2:3: hosts: \".x\" cannot be a host's name"},
      {"hosts:\n  -x: {role: esxi}\n", "s:2:3: hosts: \"-x\" cannot be a host's name"},
      {"hosts:\n  a: {role: esxi}\n  a: {role: esxi}\n",
       "s:3:3: the key 'a' is there already, at 2:3"},
      {"hosts:\n  web01:\n", "s:2:9: hosts.web01: a mapping with the key 'role' is expected"},
      {"hosts:\n  a: {role: protected-vm, addresses: 10.1.2.3/24}\n",
       "s:2:38: hosts.a.addresses: a list of 1 to 64 addresses is expected: [10.1.2.3/24]"},
      {"hosts:\n  a: {role: protected-vm, addresses: []}\n",
       "s:2:38: hosts.a.addresses: a list of 1 to 64 addresses is expected"},
      {"hosts:\n  a: {role: protected-vm, addresses: [10.1.2.3]}\n",
       "s:2:39: hosts.a.addresses: \"10.1.2.3\" is no IP address with the length of its prefix"},
      {"hosts:\n  a: {role: protected-vm, addresses: [10.1.2.3/33]}\n",
       "s:2:39: hosts.a.addresses: \"10.1.2.3/33\" is no IP address with the length of its prefix"},
      {"hosts:\n  a: {role: protected-vm, addresses: [10.1.2/24]}\n",
       "s:2:39: hosts.a.addresses: \"10.1.2/24\" is no IP address"},
      {"hosts:\n  a: {role: protected-vm, addresses: [\"2001:db8::1/129\"]}\n",
       "s:2:39: hosts.a.addresses: \"2001:db8::1/129\" is no IP address"},
      {"hosts:\n  a: {role: esxi, addresses: [10.1.2.3/24]}\n",
       "s:2:30: hosts.a.addresses: only of a protected VM it is checked which addresses it has"},
      {"ask-neighbours: perhaps\nhosts: {a: {role: esxi}}\n",
       "s:1:17: ask-neighbours: \"perhaps\" is none of yes, no, true, false"},
      {"before: []\nhosts: {a: {role: esxi}}\n", "s:1:9: before: a text is expected"},
      {"hosts:\n  web01: {address: x}\n", "s:2:3: hosts.web01: has no role"},
      {"hosts:\n  web01:\n    rol: esxi\n",
       "s:3:5: hosts.web01.rol: unknown key, did you mean 'role'?"},
      {"hosts:\n  web01:\n    zzzzzz: esxi\n",
       "s:3:5: hosts.web01.zzzzzz: unknown key; there are role, address,"},
      {"hosts:\n  a: {role: proteced-vm}\n",
       "s:2:13: hosts.a.role: \"proteced-vm\" is none of protected-vm, configuration-server, "
       "process-server, master-target, esxi, vcenter, appliance, did you mean "
       "'protected-vm'?"},
      {"hosts:\n  a: {role: }\n", "s:2:13: hosts.a.role: one of protected-vm"},
      {"hosts:\n  a: {role: [esxi, [vcenter]]}\n", "s:2:20: hosts.a.role: one of protected-vm"},
      {"hosts:\n  a: {role: esxi, os: solaris}\n", "s:2:23: hosts.a.os: \"solaris\" is none of"},
      {"hosts:\n  a: {role: esxi, reach: shh}\n",
       "s:2:26: hosts.a.reach: \"shh\" is none of local, ssh, root, none, did you mean 'ssh'?"},
      {"hosts:\n  a: {role: esxi, address: }\n", "s:2:28: hosts.a.address: a text is expected"},
      {"hosts:\n  a: {role: esxi, address: [x]}\n", "s:2:28: hosts.a.address: a text is expected"},
      {"hosts:\n  a: {role: esxi, address: 'x:443'}\n",
       "s:2:28: hosts.a.address: \"x:443\" is neither a name nor an IP address; a port has its "
       "own"},
      {"hosts:\n  a: {role: esxi, address: https://x/}\n", "s:2:28: hosts.a.address: "},
      {"hosts:\n  a: {role: esxi, address: 10.0.0.256}\n", "s:2:28: hosts.a.address: "},
      {"hosts:\n  a: {role: esxi, address: 10.0.0}\n", "s:2:28: hosts.a.address: "},
      {"hosts:\n  a: {role: esxi, address: '[::1]'}\n", "s:2:28: hosts.a.address: "},
      {"hosts:\n  a: {role: esxi, address: 'fe80::g'}\n", "s:2:28: hosts.a.address: "},
      {"hosts:\n  a: {role: esxi, address: -oProxyCommand=x}\n", "s:2:28: hosts.a.address: "},
      {"hosts:\n  a: {role: esxi, address: \"a\\nb\"}\n", "s:2:28: hosts.a.address: "},
      {"hosts:\n  a: {role: esxi, port: 0}\n",
       "s:2:25: hosts.a.port: \"0\" is no port: 1 to 65535"},
      {"hosts:\n  a: {role: esxi, port: 65536}\n", "s:2:25: hosts.a.port: \"65536\" is no port"},
      {"hosts:\n  a: {role: esxi, port: 99999999999999999999}\n", "s:2:25: hosts.a.port: "},
      {"hosts:\n  a: {role: esxi, port: -1}\n", "s:2:25: hosts.a.port: "},
      {"hosts:\n  a: {role: esxi, port: https}\n", "s:2:25: hosts.a.port: "},
      {"hosts:\n  a: {role: esxi, certificate-sha256: abc}\n",
       "s:2:39: hosts.a.certificate-sha256: a SHA-256 thumbprint is expected: 64 hexadecimal "
       "digits"},
      {"hosts:\n  a: {role: esxi, certificate-sha256: 00112233445566778899AABBCCDDEEFF00112233}\n",
       "s:2:39: hosts.a.certificate-sha256: this is a SHA-1 thumbprint; the SHA-256 one is needed"},
      {"hosts:\n  a: {role: vcenter, url: http://x/sdk}\n",
       "s:2:27: hosts.a.url: an address that begins with https:// is expected"},
      {"hosts:\n  a: {role: vcenter, url: https://}\n", "s:2:27: hosts.a.url: "},
      {"hosts:\n  a: {role: protected-vm, url: https://x}\n",
       "s:2:3: hosts.a: \"url\", \"account\" and \"ca-file\" are for hosts in the role vcenter or "
       "esxi"},
      {"hosts:\n  a: {role: protected-vm, account: {user: x}}\n",
       "s:2:3: hosts.a: \"url\", \"account\" and \"ca-file\" are for hosts in the role vcenter or "
       "esxi"},
      {"hosts:\n  a: {role: esxi, account: {password: {env: X}}}\n",
       "s:2:28: hosts.a.account: has no user"},
      {"hosts:\n  a: {role: esxi, account: {usr: x}}\n",
       "s:2:29: hosts.a.account.usr: unknown key, did you mean 'user'?"},
      {"hosts:\n  a: {role: esxi, reach: root}\n", "s:2:3: hosts.a: \"reach: root\" needs"},
      {"hosts:\n  a: {role: esxi, reach: root, root: mnt}\n",
       "s:2:3: hosts.a: \"reach: root\" needs"},
      {"hosts:\n  a: {role: esxi, root: /mnt}\n",
       "s:2:3: hosts.a: \"root\" goes with \"reach: root\" only"},
      {"hosts:\n  a: {role: esxi, reach: root, root: \"/a\\0b\"}\n",
       "s:2:38: hosts.a.root: control characters cannot be part of it"},
      {"hosts:\n  a: {role: esxi, reach: local}\n  b: {role: esxi, reach: local}\n",
       "s:3:3: hosts.b: \"reach: local\" is this machine, and a is that already"},
      {"hosts:\n  a: {role: configuration-server}\n  b: {role: [configuration-server]}\n",
       "s:3:3: hosts.b: a site has one configuration server, and a is that already"},
      {"hosts:\n  a: {role: protected-vm, vcenter: vc}\n  vc: {role: esxi}\n  vc1: {role: "
       "vcenter}\n",
       "s:2:36: hosts.a.vcenter: there is no host \"vc\" in the role vcenter, did you mean 'vc1'?"},
      {"hosts: {a: {role: esxi}}\nazure: x\n", "s:2:8: azure: a mapping is expected"},
      {"hosts: {v: {role: esxi}}\nazure: {vault: v}\n",
       "s:2:16: azure.vault: a host of this site is called \"v\" already"},
      {"azure: {vault: \"a b\"}\n", "s:1:16: azure.vault: \"a b\" cannot be the name of a vault"},
      {"azure: {login: \"https://x/y\"}\n",
       "s:1:16: azure.login: only https://, a host and a port are expected"},
      {"hosts: {a: {role: esxi}}\nazure: {valt: x}\n",
       "s:2:9: azure.valt: unknown key, did you mean 'vault'?"},
      {"hosts: {a: *x}\n", "s:1:12: aliases"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto read = parse_site(c.text, "s");
    REQUIRE(!read);
    CHECK(read.error().kind == fbd::ErrorKind::malformed);
    CAPTURE(read.error().message);
    CHECK(read.error().message.starts_with(c.message));
  }
}

TEST_CASE("a secret in the file is refused and never repeated") {
  constexpr std::string_view forms[]{
      "hosts: {a: {role: esxi, account: {user: u, password: hunter2}}}",
      "hosts: {a: {role: esxi, account: {user: u, password: [hunter2]}}}",
      "hosts: {a: {role: esxi, account: {user: u, password: {hunter2}}}}",
      "hosts: {a: {role: esxi, account: {user: u, password: {hunter2: x}}}}",
      "hosts: {a: {role: esxi, account: {user: u, password: {env: X, file: hunter2}}}}",
      "hosts: {a: {role: esxi, account: {user: u, password: {env: hunter2!}}}}",
      "hosts: {a: {role: esxi, account: {user: u, password: {file: hunter2}}}}",
      "hosts: {a: {role: esxi, account: {user: u, password: {env: [hunter2]}}}}",
      "hosts: {a: {role: esxi, account: 'u:hunter2'}}",
      "hosts: {a: {role: esxi, url: 'https://u:hunter2@vc/sdk'}}",
      "hosts: {a: {role: esxi, url: 'http://u:hunter2@vc/sdk'}}",
      "hosts: {a: {role: esxi}}\nazure: {client-secret: hunter2}",
      "hosts: {a: {role: esxi}}\nazure: {client-secret: \"hunter2\"}",
      "hosts:\n  a:\n    role: esxi\n    account:\n      user: u\n      password: hunter2: x\n",
  };
  for (std::string_view form : forms) {
    CAPTURE(form);
    const auto read = parse_site(form, "s");
    REQUIRE(!read);
    CAPTURE(read.error().message);
    CHECK(read.error().message.find("hunter2") == std::string::npos);
  }
  const auto told = parse_site(forms[0], "site.yaml");
  CHECK(told.error().message ==
        "site.yaml:1:54: hosts.a.account.password: a secret is not written here; say where it is: "
        "{env: VARIABLE} or {file: /path}");
}

TEST_CASE("any site is written so that it reads back the same") {
  std::mt19937 random(11);
  const auto below = [&random](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  const auto one_of = [&below](const auto& list) {
    return std::string(list[below(static_cast<unsigned>(std::size(list)))]);
  };
  constexpr std::string_view odd[]{"plain",
                                   "two words",
                                   " blanks ",
                                   "a: b",
                                   "- a",
                                   "#x",
                                   "x #y",
                                   "'",
                                   "\"",
                                   "\\",
                                   "null",
                                   "~",
                                   "Yes",
                                   "y",
                                   "1e3",
                                   "0x1f",
                                   "443",
                                   "g\xC3\xBC"
                                   "n",
                                   "\xE2\x82\xAC",
                                   "\xF0\x9F\x98\x80",
                                   "&a",
                                   "*a",
                                   "!t",
                                   "@",
                                   "`",
                                   "%",
                                   "{a}",
                                   "[a]",
                                   "a,b",
                                   "?",
                                   "|",
                                   ">",
                                   "...",
                                   "---",
                                   "\xC2\xA0",
                                   "C:\\x\\y"};
  constexpr std::string_view very_odd[]{"\xC2\x85", "\xE2\x80\xA8", "a\nb",
                                        "\t",       "\x01",         "\xEF\xBB\xBF",
                                        "\x7F",     "\xEF\xBF\xBE", "\xC2\x9F"};
  for (int round = 0; round < 300; ++round) {
    Site site;
    site.stack = static_cast<Stack>(below(3));
    site.ask_neighbours = below(2) != 0;
    if (below(2)) site.before = one_of(odd);
    const unsigned count = 1 + below(6);
    for (unsigned i = 0; i < count; ++i) {
      Host host;
      constexpr std::string_view names[]{"web", "1", "null", "yes", "a-b_c.d", "0x1f", "1.5", "n"};
      host.name = one_of(names) + std::to_string(i);
      if (below(4) == 0) host.name = std::string(names[i]);  // alone, as a whole word
      if (site.host(host.name)) continue;
      if (below(3)) host.roles.add(Role::protected_vm);
      if (host.roles.has(Role::protected_vm) && below(2))
        host.addresses = {"10.1.2.3/24", "2001:db8::1/64"};
      if (i == 0 && below(2)) host.roles.add(Role::configuration_server);
      if (below(3) == 0) host.roles.add(Role::vcenter);
      if (below(2))
        host.address =
            one_of(std::array{"10.0.0.1", "::1", "fe80::1%eth0", "host.example", "null", "1a"});
      if (below(3) == 0) host.port = static_cast<std::uint16_t>(1 + below(65535));
      host.os = static_cast<Os>(below(4));
      host.reach = static_cast<Reach>(below(i == 0 ? 4 : 1));
      if (host.reach == Reach::root) host.root = "/" + one_of(odd);
      if (below(2)) host.vm_name = below(3) ? one_of(odd) : one_of(very_odd);
      if (below(3) == 0) host.certificate_sha256 = std::string(64, "0123456789abcdef"[below(16)]);
      if (host.roles.has(Role::vcenter)) {
        if (below(2)) host.url = "https://x/" + one_of(odd);
        if (below(2)) host.ca_file = "/" + one_of(odd);
        if (below(2)) host.account = fbd::Account{one_of(odd), {}};
        if (host.account && below(2))
          host.account->password = SecretRef{SecretRef::Kind::file, "/" + one_of(odd)};
      }
      site.hosts.push_back(host);
    }
    for (Host& host : site.hosts)
      if (const auto vcenters = site.in({Role::vcenter}); !vcenters.empty() && below(2))
        host.vcenter = vcenters[below(static_cast<unsigned>(vcenters.size()))]->name;
    if (below(2)) {
      site.azure.emplace();
      if (below(2)) {
        site.azure->name = "vault" + std::to_string(below(10));
        site.hosts.push_back(host_of(*site.azure));
      }
      if (below(2)) site.azure->token = SecretRef{SecretRef::Kind::file, "/" + one_of(odd)};
      if (below(2)) site.azure->resource_manager = "https://127.0.0.1:" + std::to_string(below(9));
      if (below(2)) site.azure->proxy = one_of(odd);
      site.azure->cloud = static_cast<Cloud>(below(3));
      site.azure->sign_in = static_cast<SignIn>(below(5));
      if (below(2)) site.vm = one_of(odd);
      if (below(2)) site.azure->resource_group = one_of(odd);
      if (below(2)) site.azure->client_secret = SecretRef{SecretRef::Kind::env, "A_b_1"};
    }
    const std::string text = write_site(site);
    CAPTURE(text);
    const auto read = parse_site(text, "s");
    if (!read) CAPTURE(read.error().message);
    REQUIRE(read);
    CHECK(*read == site);
    CHECK(write_site(*read) == text);
  }
}

TEST_CASE("bytes that are not UTF-8 make no site file that cannot be read") {
  Site site;
  Host host;
  host.name = "a";
  host.roles.add(Role::esxi);
  host.vm_name =
      "x\xFF\xC3"
      "y\xED\xA0\x80";
  site.hosts.push_back(host);
  const auto read = parse_site(write_site(site), "s");
  REQUIRE(read);
  CHECK(read->hosts[0].vm_name.starts_with("x\xEF\xBF\xBD"));
}

TEST_CASE("a thousand hosts are read, more are not") {
  const auto with = [](int count) {
    std::string text = "hosts:\n  vc: {role: vcenter}\n";
    for (int i = 1; i < count; ++i)
      text += "  h" + std::to_string(i) + ": {role: protected-vm, vcenter: vc}\n";
    return text;
  };
  CHECK(parse_site(with(1000), "s"));
  CHECK(parse_site(with(1001), "s").error().message == "s:2:3: hosts: there are more than 1000");
}
