#include "collectors/network/network_manager_config.h"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "collectors/network/device_spec.h"

using namespace fbd;

namespace {

const std::string main_file = "/etc/NetworkManager/NetworkManager.conf";
const std::string etc = "/etc/NetworkManager/conf.d/";
const std::string run = "/run/NetworkManager/conf.d/";
const std::string lib = "/usr/lib/NetworkManager/conf.d/";
const std::string noted = "/var/lib/NetworkManager/NetworkManager-intern.conf";

using Files = std::vector<std::pair<std::string, std::string>>;

NetworkManagerConfig read(const Files& files) {
  NetworkTree tree;
  for (const auto& [path, text] : files) tree.files[path] = text;
  return NetworkManagerConfig::read(tree);
}

std::string dns_of(const Files& files) {
  const auto value = read(files).value("main", "dns");
  return value ? value->text : "-";
}

}  // namespace

TEST_CASE("NetworkManager.conf: which file counts") {
  const auto sets = [](const std::string& path, const std::string& dns) {
    return std::pair(path, "[main]\ndns=" + dns + "\n");
  };
  CHECK(dns_of({}) == "-");
  CHECK(dns_of({sets(main_file, "none")}) == "none");
  CHECK(dns_of({sets(main_file, "none"), sets(lib + "z.conf", "lib")}) == "none");
  CHECK(dns_of({sets(main_file, "none"), sets(run + "z.conf", "run")}) == "none");
  CHECK(dns_of({sets(main_file, "none"), sets(etc + "a.conf", "a")}) == "a");
  CHECK(dns_of({sets(etc + "b.conf", "b"), sets(etc + "a.conf", "a")}) == "b");
  CHECK(dns_of({sets(lib + "a.conf", "lib"), sets(run + "a.conf", "run")}) == "run");
  CHECK(dns_of({sets(lib + "z.conf", "lib"), sets(run + "a.conf", "run")}) == "run");
  // A file in /etc hides those of its name, whatever it says.
  CHECK(dns_of({sets(lib + "a.conf", "lib"), sets(run + "a.conf", "run"), {etc + "a.conf", ""}}) ==
        "-");
  CHECK(dns_of({sets(etc + "a.conf.bak", "a"), sets(etc + "sub/a.conf", "a")}) == "-");
  CHECK(dns_of({{etc + "a.conf", "[.config]\nenable=no\n[main]\ndns=a\n"}}) == "-");
  CHECK(dns_of({{etc + "a.conf", "[.config]\nenable=env:initrd\n[main]\ndns=a\n"}}) == "-");
  CHECK(dns_of({{etc + "a.conf", "[.config]\nenable=nm-version-min:1.2\n[main]\ndns=a\n"}}) == "a");
  const NetworkManagerConfig config = read({sets(main_file, "none"), sets(lib + "z.conf", "lib")});
  CHECK(config.sources == std::vector<std::string>{lib + "z.conf", main_file});
  CHECK(config.value("main", "dns")->source.line == 2);
}

TEST_CASE("NetworkManager.conf: plugins") {
  using List = std::vector<std::string>;
  const auto plugins = [](const Files& files) { return read(files).plugins(); };
  CHECK(plugins({}) == List{});
  CHECK(plugins({{main_file, "[main]\nplugins=ifupdown,keyfile\n"}}) ==
        List{"ifupdown", "keyfile"});
  CHECK(plugins({{main_file, "[main]\nplugins=ifcfg-rh\n"}}) == List{"ifcfg-rh", "keyfile"});
  CHECK(plugins({{main_file, "[main]\nplugins=keyfile, ifcfg-rh,\n"},
                 {etc + "a.conf", "[main]\nplugins-=ifcfg-rh\nplugins+=ifupdown\n"}}) ==
        List{"keyfile", "ifupdown"});
  const std::string debian = "[main]\nplugins=ifupdown,keyfile\n\n[ifupdown]\nmanaged=";
  CHECK_FALSE(read({{main_file, debian + "false\n"}}).manages_ifupdown());
  CHECK(read({{main_file, debian + "true\n"}}).manages_ifupdown());
  CHECK_FALSE(read({{main_file, "[main]\nplugins=keyfile\n[ifupdown]\nmanaged=true\n"}})
                  .manages_ifupdown());
}

TEST_CASE("NetworkManager.conf: what it keeps off") {
  const NetworkManagerConfig config = read(
      {{main_file, "[keyfile]\nunmanaged-devices=interface-name:eth*;mac:00:50:56:AA:BB:CC\n"}});
  CHECK(config.is_unmanaged("eth0", ""));
  CHECK_FALSE(config.is_unmanaged("ens192", ""));
  CHECK(config.is_unmanaged("ens192", "00:50:56:aa:bb:cc"));
  const NetworkManagerConfig sections =
      read({{lib + "10.conf", "[device-all]\nmanaged=0\n"},
            {etc + "20.conf",
             "[device-a]\nmatch-device=interface-name:ens*\nmanaged=1\n"
             "[device-b]\nmatch-device=interface-name:ens5\nmanaged=0\n"}});
  CHECK(sections.is_unmanaged("eth0", ""));
  CHECK_FALSE(sections.is_unmanaged("ens5", ""));
  const std::string no_default = "[main]\nno-auto-default=";
  CHECK(read({}).makes_default_profiles("eth0", ""));
  CHECK_FALSE(read({{main_file, no_default + "*\n"}}).makes_default_profiles("eth0", ""));
  CHECK_FALSE(read({{main_file, no_default + "eth0,eth1\n"}}).makes_default_profiles("eth1", ""));
  CHECK(read({{main_file, no_default + "eth0\n"}}).makes_default_profiles("eth1", ""));
}

TEST_CASE("NetworkManager.conf: what is wrong with it") {
  const NetworkManagerConfig elsewhere =
      read({{etc + "a.conf", "[keyfile]\npath=/var/lib/profiles\n"}});
  CHECK(elsewhere.keyfile_path() == "/var/lib/profiles");
  REQUIRE(elsewhere.problems.size() == 1);
  CHECK(elsewhere.problems[0].line == 2);
  CHECK(read({{main_file, "[keyfile]\npath=/etc/NetworkManager/system-connections/\n"}})
            .problems.empty());
  CHECK(read({{main_file, "[keyfile]\npath=\n"}}).problems.size() == 1);
  const NetworkManagerConfig broken = read({{main_file, "[main\n"}});
  REQUIRE(broken.problems.size() == 1);
  CHECK(broken.problems[0].consequence == "NetworkManager does not start");
}

TEST_CASE("NetworkManager.conf: what the daemon noted") {
  const std::string set = "[main]\n.set.dns=none\n.was.dns=default\n";
  CHECK(dns_of({{main_file, "[main]\ndns=default\n"}, {noted, set}}) == "none");
  CHECK(dns_of({{main_file, "[main]\ndns=dnsmasq\n"}, {noted, set}}) == "dnsmasq");
  CHECK(dns_of({{noted, "[main]\n.set.dns=none\n"}}) == "none");
}

TEST_CASE("device lists") {
  struct Case {
    const char* list;
    bool is_matched;
  };
  const Case cases[] = {
      {"", false},
      {"*", true},
      {"eth0", true},
      {"eth*", false},
      {"eth1,eth0", true},
      {"eth1; eth0 ;", true},
      {"interface-name:eth0", true},
      {"interface-name:eth*", true},
      {"interface-name:~eth?", true},
      {"interface-name:=eth*", false},
      {"INTERFACE-NAME:eth0", true},
      {"interface-name:Eth0", false},
      {"mac:00:50:56:AA:BB:CC", true},
      {"00:50:56:aa:bb:cc", true},
      {"mac:00:50:56:aa:bb:cd", false},
      {"type:ethernet", true},
      {"type:wifi", false},
      {"driver:vmxnet3", false},
      {"except:interface-name:eth0", false},
      {"except:interface-name:eth1", true},
      {"*,except:interface-name:eth0", false},
      {"*,except:interface-name:eth1", true},
      {"interface-name:ens*,except:interface-name:eth1", false},
      {"except:eth0", true},
      {"except:type:wifi,except:type:gsm,except:type:cdma", true},
  };
  for (const Case& one : cases) {
    CAPTURE(one.list);
    CHECK(matches_device(device_specs(one.list), "eth0", "00:50:56:aa:bb:cc") == one.is_matched);
  }
  CHECK(device_specs(" a , b\\,c;;d ") == std::vector<std::string>{"a", "b,c", "d"});
}
