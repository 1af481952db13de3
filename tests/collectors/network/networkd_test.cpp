#include "collectors/network/networkd.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "collectors/network/networkd_link.h"
#include "collectors/network/networkd_values.h"
#include "collectors/network/systemd_ini.h"
#include "tests/collectors/network/cases.h"

using namespace fbd;

namespace {

TreeEntry file(const std::string& path, const std::string& text) {
  return {TreeEntry::Kind::file, 0644, {}, path, text};
}

NetworkReading reading(const std::string& network) {
  const std::vector<TreeEntry> tree{file("/etc/systemd/network/a.network", network)};
  return read_networkd(network_tree(tree));
}

/// "[Network] DHCP=yes@2; [Address]"
std::string brief(const SystemdIni& ini) {
  std::string text;
  for (const SystemdIni::Section& section : ini.sections) {
    text += (text.empty() ? "[" : "; [") + section.name + "]";
    for (const auto& one : section.assignments)
      text += " " + one.key + "=" + one.value + "@" + std::to_string(one.line);
  }
  for (std::size_t i = 0; i < ini.ignored_lines.size(); ++i) text += "!";
  return ini.refusal ? text + " refused@" + std::to_string(ini.refusal->line) : text;
}

}  // namespace

TEST_CASE("networkd: cases") { check_cases("networkd", 50, read_networkd); }

TEST_CASE("networkd: lines of systemd's ini files") {
  const std::string long_value(1024 * 1024, 'x');
  const struct {
    std::string text;
    std::string read;
  } cases[] = {
      {"", ""},
      {"[A]\nb=c", "[A] b=c@2"},
      {" [A] \n b = c d \n", "[A] b=c d@2"},
      {"[A]\nb=\n=c\nd\n", "[A] b=@2!!"},
      {"b=c\n[A]\n", "[A]!"},
      {"[A]\n#b=c\n ;d=e\nf=g;h\n", "[A] f=g;h@4"},
      {"[A]\nb=c\\\nd\n", "[A] b=c d@3"},
      {"[A]\nb=c\\\n#no\n\\\nd\n", "[A] b=c  d@5"},
      {"[A]\nb=c\\\\\nd=e\n", "[A] b=c\\\\@2 d=e@3"},
      {"[A]\nb=c\\", "[A] b=c@2"},
      {"[A]\r\nb=c\r\n\r\nd=e\r\n", "[A] b=c@2 d=e@4"},
      {"[A]\rb=c\rd=e", "[A] b=c@2 d=e@3"},
      {std::string("[A]\nb=c\0d=e\n", 12), "[A] b=c@2 d=e@3"},
      {"\xEF\xBB\xBF[A]\nb=c\n", "[A] b=c@2"},
      {"[A]\nb=c\n[A]\nd=e\n", "[A] b=c@2; [A] d=e@4"},
      {"[]\nb=c\n", "[] b=c@2"},
      {"[A\nb=c\n", " refused@1"},
      {"[A]\nb=c\n[B] # no\nd=e\n", "[A] b=c@2 refused@3"},
      {"[A'B]\n", " refused@1"},
      {"[A]\nb=\xFF\n", "[A] refused@2"},
      {"[A]\n#\xFF\nb=\xC3\xA4\n", "[A] b=\xC3\xA4@3"},
      {"[A]\nb=" + long_value + "\n", "[A] refused@2"},
      {"[A]\nb=\\\n" + long_value.substr(2) + "\n", "[A] refused@3"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text.substr(0, 100));
    CHECK(brief(read_systemd_ini(one.text, "/a")) == one.read);
  }
}

TEST_CASE("networkd: addresses") {
  const struct {
    const char* text;
    const char* read;
  } cases[] = {
      {"192.0.2.1/24", "192.0.2.1/24"},
      {"10.1.1.1", "10.1.1.1/8"},
      {"2001:db8::1", "2001:db8::1/0"},
      {"10.1.1.1/0x18", "10.1.1.1/24"},
      {"10.1.1.1/024", "10.1.1.1/20"},
      {"10.1.1.1/ 24", "10.1.1.1/24"},
      {"10.1.1.1/0", "10.1.1.1/0"},
      {"10.1.1.1/33", ""},
      {"10.1.1.1/255.0.0.0", ""},
      {"10.1.1.1/", ""},
      {"10.1.1.1/-1", ""},
      {"10.1.1.1 /24", ""},
      {"2001:db8::1/129", ""},
      {"224.0.0.1", ""},
      {"0.0.0.0/24", "pool 0.0.0.0/24"},
      {"0.0.0.0/7", ""},
      {"::/64", "pool ::/64"},
      {"::/63", ""},
      {"", ""},
      {"eth0", ""},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    const auto address = networkd_address(one.text);
    CHECK((address ? (address->is_from_pool ? "pool " : "") + address->cidr.text() : "") ==
          one.read);
  }
}

TEST_CASE("networkd: MAC addresses, sizes and servers") {
  CHECK(hardware_address("00-50-56-AA-BB-CC").value_or("") == "00:50:56:aa:bb:cc");
  CHECK(hardware_address("0050.56aa.bbcc").value_or("") == "00:50:56:aa:bb:cc");
  CHECK(hardware_address("0:50:56:a:b:c").value_or("") == "00:50:56:0a:0b:0c");
  for (const char* bad : {"", ":", "005056aabbcc", "00:50:56:aa:bb", "00:50:56:aa:bb:cc:dd",
                          "00:50:56:aa:bb:cc:", "00:50-56:aa:bb:cc", "192.0.2.1"})
    CHECK_FALSE(hardware_address(bad));
  CHECK(systemd_size("1500") == 1500U);
  CHECK(systemd_size("9K") == 9216U);
  for (const char* bad : {"", "K", "1x", "99999999999T", "-1"}) CHECK_FALSE(systemd_size(bad));
  CHECK(dns_server("[2001:db8::1]:53%eth0#one.example").value_or("") == "2001:db8::1");
  CHECK(dns_server("192.0.2.53:5353#one").value_or("") == "192.0.2.53");
  for (const char* bad : {"", "[2001:db8::1", "a", "1.2.3.4,5.6.7.8"}) CHECK_FALSE(dns_server(bad));
}

TEST_CASE("networkd: where it is said") {
  const NetworkReading found =
      reading("[Match]\nName=eth0\n[Network]\nDNS=192.0.2.53\nDHCP=ipv4\n");
  REQUIRE(found.connections.size() == 1);
  CHECK(found.connections[0].file() == "/etc/systemd/network/a.network");
  CHECK(found.connections[0].line() == 5);
}

TEST_CASE("networkd: a drop-in that decides comes first among the sources") {
  const std::vector<TreeEntry> tree{
      file("/etc/systemd/network/a.network", "[Match]\nName=eth0\n"),
      file("/run/systemd/network/a.network.d/x.conf", "[Network]\nAddress=192.0.2.1/24\n")};
  const NetworkReading found = read_networkd(network_tree(tree));
  REQUIRE(found.connections.size() == 1);
  CHECK(found.connections[0].file() == "/run/systemd/network/a.network.d/x.conf");
  CHECK(found.connections[0].line() == 2);
  CHECK(found.connections[0].sources.back().file == "/etc/systemd/network/a.network");
}

TEST_CASE("networkd: reasons") {
  const std::vector<TreeEntry> tree{
      file("/etc/systemd/network/a.network", "[Match]\nName=eth*\n[Link]\nUnmanaged=yes\n"),
      file("/etc/systemd/network/b.network", "[Match]\nName=eth0\n"),
      file("/lib/systemd/network/b.network", "[Match]\nName=eth0\n"),
      {TreeEntry::Kind::link, 0777, {}, "/etc/systemd/network/c.network", "../../../dev/null"}};
  const NetworkReading found = read_networkd(network_tree(tree));
  REQUIRE(found.connections.size() == 4);
  CHECK(found.connections[0].reason == "Unmanaged=yes");
  CHECK(found.connections[1].reason ==
        "/etc/systemd/network/a.network comes first and is for the same interface");
  CHECK(found.connections[2].reason ==
        "/etc/systemd/network/b.network has the same name and replaces it");
  CHECK(found.connections[3].reason == "masked");
}

TEST_CASE("networkd: /lib is a link to /usr/lib") {
  const std::string text = "[Match]\nName=eth0\n[Network]\nDHCP=ipv4\n";
  const std::vector<TreeEntry> tree{file("/usr/lib/systemd/network/a.network", text),
                                    file("/lib/systemd/network/a.network", text)};
  CHECK(read_networkd(network_tree(tree)).connections.size() == 1);
}

TEST_CASE("networkd: a file that could not be read is not told") {
  const std::vector<TreeEntry> tree{
      {TreeEntry::Kind::link, 0777, {}, "/etc/systemd/network/a.network", "/root/a"},
      {TreeEntry::Kind::error, 0, ErrorKind::denied, "/etc/systemd/network/a.network", "denied"}};
  CHECK(read_networkd(network_tree(tree)).connections.empty());
}

TEST_CASE("networkd: many files and long ones") {
  std::vector<TreeEntry> tree;
  for (int i = 0; i < 3000; ++i)
    tree.push_back(file("/etc/systemd/network/" + std::to_string(i) + ".network",
                        "[Match]\nName=e" + std::to_string(i) + "*\n[Network]\nVLAN=v\n"));
  std::string junk = "[Match]\nName=eth0\n[Network]\n";
  for (int i = 0; i < 100000; ++i)
    junk += "x\nAddress=y\nAddress=10.0.0.1/24\n[Route]\n[Network]\n";
  tree.push_back(file("/etc/systemd/network/zz.network", junk));
  const NetworkReading found = read_networkd(network_tree(tree));
  CHECK(found.connections.size() == 3001);
  CHECK(found.problems.size() < 1000);
  CHECK(found.connections.back().ipv4.addresses.size() == 1);
}

TEST_CASE("link files: in the order of their names, with what they match") {
  const std::vector<TreeEntry> tree{
      file("/usr/lib/systemd/network/99-default.link",
           "[Match]\nOriginalName=*\n\n[Link]\nNamePolicy=keep kernel database onboard slot path\n"
           "AlternativeNamesPolicy=database onboard slot path\nMACAddressPolicy=persistent\n"),
      file("/etc/systemd/network/10-lan.link",
           "[Match]\nMACAddress=00-50-56-01-02-03\n[Link]\nName=lan0\nMACAddressPolicy=none\n"),
      file("/etc/systemd/network/10-lan.link.d/x.conf", "[Link]\nName=lan1\n"),
      file("/etc/systemd/network/20-none.link", "[Link]\nName=x\n"),
      file("/etc/systemd/network/30-bad.link", "[Match\n"),
      {TreeEntry::Kind::link, 0777, {}, "/etc/systemd/network/73-usb.link", "/dev/null"}};
  const std::vector<LinkFile> found = read_link_files(network_tree(tree));
  REQUIRE(found.size() == 5);
  CHECK(found[0].id == "10-lan");
  CHECK(found[0].name == "lan1");
  CHECK(found[0].line == 2);
  CHECK(found[0].mac_address_policy == "none");
  CHECK(found[0].match.macs == std::vector<std::string>{"00:50:56:01:02:03"});
  CHECK(found[1].status == ConnectionStatus::ignored);
  CHECK(found[2].status == ConnectionStatus::refused);
  CHECK(found[3].reason == "masked");
  CHECK(found[4].status == ConnectionStatus::ok);
  CHECK(found[4].match.names == std::vector<std::string>{"*"});
  CHECK(found[4].name_policy.size() == 6);
  CHECK(found[4].line == 5);
}
