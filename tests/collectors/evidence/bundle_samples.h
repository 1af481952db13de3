// What the bundle tests share: a bundle with everything in it, and places to put bundles.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

#include "collectors/evidence/bundle.h"

namespace fbd {

/// An empty directory that goes when the test does.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "fbd-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void put(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

inline Bundle sample_bundle() {
  using namespace std::chrono_literals;
  Bundle bundle;
  bundle.program = "0.1.0";
  for (const char* name : {"web01", "cs01", "10.2-x_y"}) {
    Host host;
    host.name = name;
    host.roles.add(Role::protected_vm);
    bundle.site.hosts.push_back(host);
  }
  bundle.site.hosts[1].roles = {Role::configuration_server};
  const std::chrono::sys_seconds at{std::chrono::seconds(1795462812)};
  std::string everything;
  for (int i = 0; i < 512; ++i) everything += static_cast<char>(i);
  bundle.evidence.record({"web01", "host.agent-config", ReadFile{"/usr/local/drscout.conf"}},
                         {at, 3ms, "[vxagent]\nHostId=\n"});
  bundle.evidence.record({"web01", "host.empty", RunCommand{"true\n'\"\\"}}, {at - 5s, 0ms, ""});
  bundle.evidence.record({"web01", "host.tree:a@b+c", ReadTree{{"/etc/*.conf", "/x"}, false}},
                         {at - 1s, 7ms, everything});
  bundle.evidence.record(
      {"10.2-x_y", "network.tcp", TcpConnect{"cs01", 443, 3}},
      {at - 2s, 5000ms, error(ErrorKind::timed_out, "cs01: \"no\" answer \xFF")});
  bundle.evidence.record({"cs01", "host.login", LogIn{}}, {at, 7ms, "{\"outcome\": \"ready\"}\n"});
  bundle.evidence.record({"cs01", "network.tls", TlsHandshake{"::1", 65535, "cs01.example"}},
                         {at - 3s, 12ms, error(ErrorKind::not_collected, "")});
  bundle.evidence.record(
      {"cs01", "vsphere.vms",
       VsphereGet{VsphereCall::objects, {"VirtualMachine"}, {"name", "uuid=config.uuid"}, {"x"}}},
      {at - 4s, 13ms, "{\"ref\":\"VirtualMachine:vm-1\"}\n"});
  bundle.evidence.record({"cs01", "azure.things",
                          AzureGet{{"/subscriptions/a/b", "/subscriptions/a/c"},
                                   "$filter=x%20eq%20%27y%27",
                                   "2024-04-01",
                                   true}},
                         {at - 5s, 120ms, "{}"});
  bundle.evidence.record({"cs01", "support.files", ListFiles{{"/var/log/**"}}},
                         {at - 4s, 1ms, "file 0640 1 1 /var/log/x\n"});
  bundle.evidence.record({"cs01", "support.lines.1", ReadLines{"/var/log/x", 3, 1U << 21, true}},
                         {at - 4s, 1ms, error(ErrorKind::denied, "cs01: denied")});
  return bundle;
}

/// Equal but for bytes that are not UTF-8 in messages, which JSON cannot hold.
inline void check_same(const Bundle& a, const Bundle& b) {
  CHECK(a.program == b.program);
  CHECK(a.site == b.site);
  REQUIRE(a.evidence.entries().size() == b.evidence.entries().size());
  auto other = b.evidence.entries().begin();
  for (const auto& [asked, entry] : a.evidence.entries()) {
    CHECK(asked == other->first);
    CHECK(entry.request == other->second.request);
    const Observation& x = entry.observation;
    const Observation& y = other->second.observation;
    CHECK(x.at == y.at);
    CHECK(x.took == y.took);
    REQUIRE(x.answer.has_value() == y.answer.has_value());
    if (x.answer) {
      CHECK(*x.answer == *y.answer);
    } else {
      CHECK(x.answer.error().kind == y.answer.error().kind);
      CHECK(x.answer.error().message.substr(0, 15) == y.answer.error().message.substr(0, 15));
    }
    ++other;
  }
}

}  // namespace fbd
