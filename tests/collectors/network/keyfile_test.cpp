#include "collectors/network/keyfile.h"

#include <doctest/doctest.h>

#include "collectors/network/ini.h"
#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

const std::string folder = "/etc/NetworkManager/system-connections/";
const std::string ens192 = "[connection]\nid=lan\ntype=ethernet\ninterface-name=ens192\n";

NetworkReading read(const std::string& text) { return read_keyfile(text, folder + "lan"); }

}  // namespace

TEST_CASE("keyfile: method and addresses") {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"", "ens192 dhcp"},
      {"[ipv4]\nmethod=auto\n", "ens192 dhcp"},
      {"[ipv4]\nmethod=auto\naddress1=10.1.2.3/24\n", "ens192 dhcp 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24,10.1.2.1\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\r\nmethod=manual\r\naddress1=10.1.2.3/24\r\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\naddress2=10.1.2.4/24\n",
       "ens192 static 10.1.2.3/24 10.1.2.4/24"},
      {"[ipv4]\nmethod=manual\naddress=10.1.2.3/24\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddresses1=10.1.2.3;24;10.1.2.1;\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3;24;10.1.2.1;\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddresses1=10.1.2.3/24,10.1.2.1\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24;10.1.2.1\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24,\n", "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\naddress1=10.1.2.4/24\n",
       "ens192 static 10.1.2.4/24"},
      {"[ipv4]\nmethod=auto\n[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\n",
       "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=disabled\n", "ens192 none"},
      {"[ipv4]\nmethod=shared\n", "ens192 other"},
      {"[ipv4]\nmethod=link-local\n", "ens192 other"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\naddress-data=x\n",
       "ens192 static 10.1.2.3/24"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\n[ipv6]\nmethod=manual\n"
       "address1=2001:db8::3/64\n",
       "ens192 static 10.1.2.3/24 2001:db8::3/64"},
      {"[ipv6]\nmethod=manual\naddress1=2001:db8::3/64\n", "ens192 dhcp 2001:db8::3/64"},
      // NetworkManager refuses these profiles: nothing of them is in force.
      {"[ipv4]\naddress1=10.1.2.3/24\n", "!"},
      {"[ipv4]\nmethod=Manual\naddress1=10.1.2.3/24\n", "!"},
      {"[ipv4]\nmethod=\"auto\"\n", "!"},
      {"[ipv4]\nmethod=auto # why\n", "!"},
      {"[ipv4]\nmethod=manual\n", "!"},
      {"[ipv4\nmethod=auto\n", "!"},
      {"[ipv4]\nmethod\n", "!"},
      {"[ipv4]\nmethod=manual\naddress01=10.1.2.3/24\n", "!"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24,gw\n", "!!"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24 , 10.1.2.1\n", "!!"},
      {"[ipv4]\nmethod=manual\naddress1=2001:db8::1/64\n", "!!"},
      // NetworkManager makes up a length that is missing, which is not followed.
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3\n", "!!"},
      {"[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\naddress2=10.1.2/24\n",
       "ens192 other 10.1.2.3/24!"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(read(ens192 + one.text)) == one.expected);
  }
  CHECK(brief(read("\xEF\xBB\xBF" + ens192)) == "!");
  CHECK(brief(read("id=x\n" + ens192)) == "!");
}

TEST_CASE("keyfile: which profile is for which interface") {
  const std::string fixed = "[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\n";
  struct Case {
    const char* connection;
    const char* expected;
  };
  const Case cases[] = {
      {"type=802-3-ethernet\ninterface-name=eth0\n", "eth0 static 10.1.2.3/24"},
      {"type=ethernet\n[ethernet]\nmac-address=00:50:56:AA:BB:CC\n",
       "00:50:56:AA:BB:CC static 10.1.2.3/24"},
      {"type=ethernet\n[802-3-ethernet]\nmac-address=00:50:56:AA:BB:CC\n",
       "00:50:56:AA:BB:CC static 10.1.2.3/24"},
      {"type=ethernet\ninterface-name=eth0\n[ethernet]\nmac-address=00:50:56:AA:BB:CC\n",
       "eth0 static 10.1.2.3/24"},
      {"type=ethernet\n", "? static 10.1.2.3/24"},
      {"type=ethernet\n[match]\ninterface-name=en*;\n", "en* static 10.1.2.3/24"},
      {"type=bond\ninterface-name=bond0\n", "bond0 static 10.1.2.3/24"},
      {"type=ethernet\ninterface-name=eth0\nmaster=bond0\nslave-type=bond\n",
       "eth0 none 10.1.2.3/24"},
      {"type=ethernet\ninterface-name=eth0\ncontroller=bond0\n", "eth0 none 10.1.2.3/24"},
      {"type=wifi\n", ""},
      {"type=vpn\n", ""},
      {"type=loopback\n", ""},
      {"", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.connection);
    CHECK(brief(read(std::string("[connection]\nid=x\n") + one.connection + fixed)) ==
          one.expected);
  }
  CHECK(read("[connection]\ntype=ethernet\n[match]\ndriver=vmxnet3\n" + fixed)
            .entries.at(0)
            .applies_to("eth0", "") == Applies::maybe);
}

TEST_CASE("keyfile: the rest of an entry") {
  const NetworkReading reading = read(
      ens192 + "[ipv4]\nmethod=manual\naddress1=10.1.2.3/24,10.1.2.1\ndns=10.1.2.10;10.1.2.11;\n");
  const NetworkEntry& entry = reading.entries.at(0);
  CHECK(entry.gateway == "10.1.2.1");
  CHECK(entry.dns == std::vector<std::string>{"10.1.2.10", "10.1.2.11"});
  CHECK(entry.line == 7);
  CHECK(entry.at_boot);
  CHECK(entry.stack == NetworkStack::nm_keyfile);
  CHECK(reading.needs_network_manager == std::vector<std::string>{folder + "lan"});
  const NetworkReading manual = read(ens192 + "autoconnect=false\n");
  CHECK_FALSE(manual.entries.at(0).at_boot);
  CHECK(manual.needs_network_manager.empty());
  CHECK(read(ens192 + "[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\ngateway=10.1.2.9\n")
            .entries.at(0)
            .gateway == "10.1.2.9");
}

TEST_CASE("keyfile: names that NetworkManager passes over") {
  for (const char* name : {".lan", "lan~", "key.pem", "key.der", "lan.nmconnection.Ab3xYz"}) {
    CAPTURE(name);
    CHECK(is_ignored_keyfile(folder + name));
  }
  for (const char* name : {"lan", "lan.nmconnection", "lan.bak", "Wired connection 1"}) {
    CAPTURE(name);
    CHECK_FALSE(is_ignored_keyfile(folder + name));
  }
}

TEST_CASE("ini: groups, keys, and what is refused") {
  const Ini ini("# top\n\n[a]\n k = v # kept \nk2=\n[b]\nk=1\nk=2\n[a]\nk3=x=y\n");
  CHECK_FALSE(ini.refusal());
  CHECK(ini.value("a", "k") == "v # kept");
  CHECK(ini.line("a", "k") == 4);
  CHECK(ini.value("b", "k") == "2");
  CHECK(ini.line("b", "k") == 8);
  CHECK(ini.value("a", "k3") == "x=y");
  CHECK(ini.value("c", "k") == "");
  CHECK(ini.has_group("b"));
  CHECK_FALSE(ini.has_group("c"));
  CHECK(ini.entries().size() == 4);
  CHECK(Ini("[a]\nnothing\n").refusal()->line == 2);
  CHECK(Ini("k=v\n").refusal()->line == 1);
  CHECK(Ini("[a\n").refusal());
}
