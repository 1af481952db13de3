// What a machine on VMware answers about its adapters, routes, services and name servers.
#pragma once

#include <string>
#include <vector>

#include "tests/collectors/network/files.h"
#include "tests/probes/agent/answers.h"

namespace fbd {

struct LinkText {
  std::string name;
  std::string mac;
  std::string driver = "vmxnet3";  // empty: the kernel made it
  std::string kind = "";
  std::string controller = "";
  std::string parent = "";
  std::string other_name = "";
  std::string permanent_mac = "";
};

inline std::string links(const std::vector<LinkText>& all) {
  const auto text = [](const std::string& key, const std::string& value) {
    return value.empty() ? "" : ",\"" + key + "\":\"" + value + "\"";
  };
  std::string json = R"([{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"]})";
  int index = 1;
  for (const LinkText& one : all) {
    json += ",{\"ifindex\":" + std::to_string(++index) +
            R"(,"flags":["BROADCAST","UP","LOWER_UP"],"link_type":"ether")" +
            text("ifname", one.name) + text("address", one.mac) + text("master", one.controller) +
            text("link", one.parent) + text("permaddr", one.permanent_mac);
    if (!one.other_name.empty()) json += ",\"altnames\":[\"" + one.other_name + "\"]";
    if (!one.kind.empty()) json += ",\"linkinfo\":{\"info_kind\":\"" + one.kind + "\"}";
    json += "}";
  }
  return json + "]";
}

inline std::string devices(const std::vector<LinkText>& all) {
  std::vector<std::string> entries;
  for (const LinkText& one : all) {
    if (one.driver.empty()) continue;
    const std::string folder = "/sys/class/net/" + one.name + "/device";
    entries.push_back(folder + " -> ../../../0000:0b:00.0");
    entries.push_back(folder + "/driver -> ../../../../bus/pci/drivers/" + one.driver);
  }
  return listing(entries);
}

/// "default via 10.1.2.1 dev ens192 metric 100", one a line, as JSON of one family.
struct RouteText {
  std::string device;
  std::string via;
  int metric = 0;
};

inline std::string routes(const std::vector<RouteText>& all) {
  std::string json;
  for (const RouteText& one : all) {
    json += (json.empty() ? "" : ",") + std::string(R"({"dst":"default","dev":")") + one.device +
            "\"" + (one.via.empty() ? "" : ",\"gateway\":\"" + one.via + "\"");
    if (one.metric) json += ",\"metric\":" + std::to_string(one.metric);
    json += ",\"flags\":[]}";
  }
  return "[" + json + "]\ninet6\n[]\n";
}

/// Unit files of services that start at boot, each "NetworkManager"; with a "-" before it, one that
/// is there and does not start.
inline std::string units(const std::vector<std::string>& services) {
  FileTexts files;
  for (std::string service : services) {
    const bool off = service.starts_with('-');
    if (off) service.erase(0, 1);
    const std::string unit = "/lib/systemd/system/" + service + ".service";
    files[unit] = "[Install]\nWantedBy=multi-user.target\n";
    if (!off)
      files["/etc/systemd/system/multi-user.target.wants/" + service + ".service -> " + unit] = "";
  }
  return tree(files, 0644);
}

inline std::string systemd() { return listing({"/sbin/init -> /lib/systemd/systemd"}); }

/// As systemctl shows them: "systemd-resolved active".
inline std::string running_units(const std::vector<std::pair<std::string, std::string>>& all) {
  std::string text;
  for (const auto& one : all) {
    const bool there = one.second != "not-found";
    text += "Id=" + one.first + ".service\nLoadState=" + (there ? "loaded" : "not-found") +
            "\nActiveState=" + (there ? one.second : "inactive") +
            "\nSubState=running\nUnitFileState=enabled\nResult=success\n\n";
  }
  return text;
}

}  // namespace fbd
