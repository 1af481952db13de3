#include "collectors/network/interfaces.h"

#include <doctest/doctest.h>

#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

const std::string root = "/etc/network/interfaces";

NetworkReading read(const FileTexts& texts) {
  NetworkFiles files;
  for (const auto& text : texts) files.emplace(text.first, text.second);
  return read_interfaces(root, files);
}
NetworkReading read(const std::string& text) { return read(FileTexts{{root, text}}); }

}  // namespace

TEST_CASE("interfaces: method and addresses, as ifup --no-act shows them") {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"iface eth0 inet dhcp", "eth0 dhcp"},
      {"iface eth0 inet bootp", "eth0 dhcp"},
      {"iface eth0 inet static\n address 10.1.2.3/24", "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet static\n address 10.1.2.3\n netmask 255.255.255.0",
       "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet static\n address 10.1.2.3\n netmask 24", "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet static\n netmask 24\n address 10.1.2.3/16", "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet static\n address 10.1.2.3/255.255.255.0", "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet static\n address 10.1.2.3", "eth0 static 10.1.2.3/8"},
      {"iface eth0 inet static\n address 10.1.2.3/24 # why", "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet static\n address 10.1.2.3/24\n address 10.1.2.4/24", "eth0 other!"},
      {"iface eth0 inet static\r\n address 10.1.2.3/24\r\n", "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet \\\nstatic\n address \\\n 10.1.2.3/24", "eth0 static 10.1.2.3/24"},
      {"# a comment \\\niface eth0 inet dhcp", "eth0 dhcp"},
      {"iface eth0 inet static word\n address 10.1.2.3/24", "eth0 static 10.1.2.3/24"},
      // Blocks of one name add up.
      {"iface eth0 inet static\n address 10.1.2.3/24\niface eth0 inet static\n address 10.1.2.4/24",
       "eth0 static 10.1.2.3/24 10.1.2.4/24"},
      {"iface eth0 inet static\n address 10.1.2.3/24\niface eth0 inet dhcp",
       "eth0 dhcp 10.1.2.3/24"},
      {"iface eth0 inet manual\niface eth0 inet static\n address 10.1.2.3/24",
       "eth0 static 10.1.2.3/24"},
      {"iface eth0 inet6 static\n address 2001:db8::3/64\niface eth0 inet static\n"
       " address 10.1.2.3/24",
       "eth0 static 2001:db8::3/64 10.1.2.3/24"},
      {"iface eth0 inet6 static\n address 2001:db8::3/64", "eth0 none 2001:db8::3/64"},
      {"iface eth0 inet6 auto", ""},
      {"iface eth0 inet manual", "eth0 none"},
      {"iface eth0 inet manual\n up ip link set eth0 up", "eth0 none"},
      {"iface eth0 inet manual\n up ip addr add 10.1.2.3/24 dev eth0", "eth0 other!"},
      {"iface eth0 inet manual\n post-up ifconfig eth0 10.1.2.3", "eth0 other!"},
      {"iface eth0 inet ppp\n provider x", "eth0 other"},
      {"auto lo\niface lo inet loopback", ""},
      {"iface eth0:1 inet static\n address 10.1.2.4/24", "eth0 static 10.1.2.4/24"},
      {"iface eth0 inet static inherits base\n address 10.1.2.3/24", "eth0 other!"},
      {"iface eth0 inherits base", "eth0 other!"},
      {"iface eth0 inet static\n address 10.1.2.3 24", "eth0 other!"},
      {"iface eth0 inet static\n address web01\n netmask 24", "eth0 other!"},
      {"iface eth0 inet static\n netmask 24", "eth0 other!"},
      {"iface eth0 inet static\n address 10.1.2.3\n netmask 255.0.255.0", "eth0 other!"},
      {"mapping eth0\n script /bin/x\niface home inet dhcp", "home dhcp!"},
      {"auto eth0=home\niface home inet dhcp", "home dhcp!"},
      {"iface /en* inet dhcp", "? other!"},
      {"no-scripts eth0\niface eth0 inet dhcp", "eth0 dhcp"},
      // What makes ifupdown refuse the file refuses everything in it.
      {"iface eth0 inet dhcp\niface eth1 inet Static\n address 10.1.2.3/24", "!"},
      {"frob 12\niface eth0 inet dhcp", "!"},
      {"auto eth0\naddress 10.1.2.3\niface eth0 inet dhcp", "!"},
      {"iface eth0 inet static\n address\n", "!"},
      {"iface eth0\n address 10.1.2.3/24", "!"},
      {"iface eth0 inet", "!"},
      {"iface eth0 fam dhcp", "!"},
      {"iface", "!"},
      {"iface eth0 link static\niface eth0 inet dhcp", "!"},
      {"template base\niface eth0 inet dhcp", "!"},
      {"iface can0 can static\n bitrate 100\niface eth0 inet dhcp", "eth0 dhcp"},
      {"iface eth0 inet static\n address 10.1.2.3/24\nauto eth0\n gateway 10.1.2.1\n", "!"},
      {"iface eth0 inet static\n address 10.1.2.3/24\\", "eth0 static 10.1.2.3/24"},
      {"", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(read(one.text)) == one.expected);
  }
}

TEST_CASE("interfaces: what is brought up at boot, gateway and name servers") {
  const NetworkReading reading = read(
      "# top\nauto eth0 eth3\nallow-hotplug eth1\nallow-ovs eth2\n\n"
      "iface eth0 inet static\n\taddress 10.1.2.3/24\n\tgateway 10.1.2.1\n"
      "\tdns-nameservers 10.1.2.10 10.1.2.11\n"
      "iface eth1 inet dhcp\niface eth2 inet dhcp\n");
  REQUIRE(reading.entries.size() == 3);
  CHECK(reading.entries[0].at_boot);
  CHECK(reading.entries[1].at_boot);
  CHECK_FALSE(reading.entries[2].at_boot);
  CHECK(reading.entries[0].gateway == "10.1.2.1");
  CHECK(reading.entries[0].dns == std::vector<std::string>{"10.1.2.10", "10.1.2.11"});
  CHECK(reading.entries[0].line == 6);
  CHECK(reading.entries[0].file == root);
  CHECK(reading.entries[0].stack == NetworkStack::ifupdown);
}

TEST_CASE("interfaces: sources, as far as they were read") {
  const std::string d = "/etc/network/interfaces.d/";
  const std::string block = "iface eth1 inet dhcp\n";
  struct Case {
    const char* text;
    FileTexts others;
    const char* expected;
  };
  const Case cases[] = {
      {"source /etc/network/interfaces.d/*", {{d + "eth1", block}}, "eth1 dhcp"},
      {"source interfaces.d/*", {{d + "eth1", block}}, "eth1 dhcp"},
      {"source interfaces.d/*.cfg",
       {{d + "a.cfg", block}, {d + "b", "iface b inet dhcp"}},
       "eth1 dhcp"},
      {"source interfaces.d/*", {}, ""},
      {"source interfaces.d/*", {{d + "c~", block}}, "eth1 dhcp"},
      {"source-directory interfaces.d", {{d + "eth1", block}}, "eth1 dhcp"},
      {"source-directory /etc/network/interfaces.d/", {{d + "eth1", block}}, "eth1 dhcp"},
      // A name with a dot is read by one of the two only.
      {"source-directory interfaces.d", {{d + "eth1.cfg", block}}, ""},
      {"source interfaces.d/*", {{d + "eth1.cfg", block}}, "eth1 dhcp"},
      // Nobody sources them: a leftover.
      {"auto lo", {{d + "eth1", block}}, ""},
      {"source /etc/other/*", {}, "!"},
      {"source /etc/network/more", {}, "!"},
      {"source-directory /etc/other", {}, "!"},
      {"source $DIR/x", {}, "!"},
      {"source interfaces.d/a\niface eth0 inet dhcp",
       {{d + "a", block + "source a"}},
       "eth1 dhcp; eth0 dhcp"},
      {"source interfaces", {}, ""},
      // An option cannot belong to a block of another file.
      {"iface eth0 inet static\nsource interfaces.d/a", {{d + "a", "address 10.1.2.3/24\n"}}, "!"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    FileTexts files = one.others;
    files[root] = one.text;
    CHECK(brief(read(files)) == one.expected);
  }
}

TEST_CASE("interfaces: problems and entries name the file they are in") {
  const std::string more = "/etc/network/interfaces.d/more";
  const NetworkReading good =
      read({{root, "source interfaces.d/*"}, {more, "\niface eth1 inet dhcp\n"}});
  CHECK(good.entries.at(0).file == more);
  CHECK(good.entries.at(0).line == 2);
  const NetworkReading bad =
      read({{root, "source interfaces.d/*"}, {more, "\n\niface eth1 inet frob\n"}});
  CHECK(bad.problems.at(0).file == more);
  CHECK(bad.problems.at(0).line == 3);
}
