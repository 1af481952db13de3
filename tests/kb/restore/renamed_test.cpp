#include "kb/restore/renamed.h"

#include <doctest/doctest.h>

using namespace fbd;

namespace {

std::vector<InterfaceIntent> wanted(const std::vector<std::string>& names) {
  std::vector<InterfaceIntent> all;
  for (const std::string& name : names) all.push_back({name, {}, {}, {}, std::nullopt});
  return all;
}

RunningAddresses running(const std::vector<std::string>& names) {
  RunningAddresses all;
  all.interfaces.push_back({"lo", "", true, {}});
  for (const std::string& name : names)
    all.interfaces.push_back({name, "00:50:56:00:00:01", true, {}});
  return all;
}

using Names = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("a new name is believed only if it can be no other") {
  CHECK(new_names(wanted({"ens192"}), running({"ens192"})).empty());
  CHECK(new_names(wanted({"ens192"}), running({"eth0"})) == Names{{"ens192", "eth0"}});
  CHECK(new_names(wanted({"ens192", "eth1"}), running({"eth0", "eth1"})) ==
        Names{{"ens192", "eth0"}});
  CHECK(new_names(wanted({"ens192", "ens224"}), running({"eth0", "eth1"})).empty());
  CHECK(new_names(wanted({"ens192"}), running({"eth0", "eth1"})).empty());
  CHECK(new_names(wanted({"mac 00:50:56:00:00:09"}), running({"eth0"})).empty());
}

TEST_CASE("files of an interface with a new name") {
  const Names names{{"ens192", "eth0"}};
  const std::string folder = "/etc/sysconfig/network-scripts/";
  CHECK(renamed_path(folder + "ifcfg-ens192", names) == folder + "ifcfg-eth0");
  CHECK(renamed_path(folder + "route-ens192", names) == folder + "route-eth0");
  CHECK(renamed_path(folder + "ifcfg-ens1920", names) == folder + "ifcfg-ens1920");
  CHECK(renamed_path("/etc/network/interfaces", names) == "/etc/network/interfaces");
  // A card that is gone must not keep the file from being used; that of another file stays.
  CHECK(renamed_content(folder + "ifcfg-ens192", "DEVICE=ens192\nHWADDR=00:50:56:00:00:01\nMTU=9\n",
                        names) == "DEVICE=eth0\nMTU=9\n");
  CHECK(renamed_content(folder + "ifcfg-ens224", "DEVICE=ens224\nHWADDR=00:50:56:00:00:02\n",
                        names) == "DEVICE=ens224\nHWADDR=00:50:56:00:00:02\n");
  CHECK(renamed_content("/etc/network/interfaces", "iface ens192 inet dhcp\niface ens1921 x\n",
                        names) == "iface eth0 inet dhcp\niface ens1921 x\n");
}
