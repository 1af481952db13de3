#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/probes/one_host.h"

namespace fbd {

extern const Probe agent_installer;
extern const Probe agent_driver;
extern const Probe agent_secure_boot;
extern const Probe agent_space;
extern const Probe agent_driver_version;
extern const Probe agent_proxy;

namespace {

std::string judged(const OneHost& host, const Probe& probe) {
  const Verdict verdict = host.verdict(probe);
  check_is_declared(probe, verdict);
  return outcome(verdict);
}

std::string file(std::string_view path, std::string_view text) {
  return fmt::format("file 0644 {} {}\n{}\n", text.size(), path, text);
}

TEST_CASE("agent.driver and agent.secure-boot") {
  struct Case {
    std::string answer;
    std::string driver;
    std::string secure_boot;
  };
  const Case cases[] = {
      {"release 5.4\nloaded involflt\nmodule 5.4\nend\n", "pass", "pass"},
      {"release 5.4\nloaded involflt\nsecure 0\nend\n", "pass", "pass"},
      {"release 5.4\nloaded involflt\nmodule 5.4\nsecure 1\nend\n", "pass", "warn enabled"},
      {"release 5.4\nmodule 5.4\nend\n", "fail not-loaded", "pass"},
      {"release 5.5\nmodule 5.4\nend\n", "fail not-for-kernel", "pass"},
      {"release 5.5\nend\n", "fail not-for-kernel", "pass"},
      {"release 5.4\nloaded involflt\nbypassed inmage=0\nend\n", "fail bypassed", "pass"},
      {"release 5.4\nloaded involflt\n", "unknown malformed", "unknown malformed"},
      {"", "unknown malformed", "unknown malformed"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.answer);
    OneHost host;
    host.with("host.kernel", one.answer);
    CHECK(judged(host, agent_driver) == one.driver);
    CHECK(judged(host, agent_secure_boot) == one.secure_boot);
  }
}

TEST_CASE("agent.installer finds errors at any depth") {
  const std::string_view path = "/var/log/InstallerErrors.json";
  OneHost host;
  host.with("host.installer-errors", "");
  CHECK(judged(host, agent_installer) == "pass");
  host.with("host.installer-errors", file(path, ""));
  CHECK(judged(host, agent_installer) == "pass");
  host.with("host.installer-errors", file(path, R"({"Errors":[{"error_name":"A","default_message":
      "kernel 5 is not supported","error_params":{"KernelVersion":"5"}},{"error_name":"B"}]})"));
  const Verdict failed = host.verdict(agent_installer);
  CHECK(outcome(failed) == "warn failed");
  CHECK(value(failed, "errors") == "A, B");
  CHECK(value(failed, "first") == "kernel 5 is not supported");
  host.with("host.installer-errors", file(path, "{\"Errors\": ["));
  CHECK(judged(host, agent_installer) == "unknown malformed");
  host.with("host.installer-errors", "error denied 1 /var/log/InstallerErrors.json\nx\n");
  CHECK(judged(host, agent_installer) == "unknown denied");
}

TEST_CASE("agent.driver-version: builds with a faulty driver, and kernels that need a newer one") {
  struct Case {
    const char* version;
    const char* system;  // "ubuntu 20.04"
    const char* kernel;
    const char* expected;
  };
  const Case cases[] = {
      {"9.66.7567.1", "ubuntu 22.04", "5.15.0-100-generic", "pass"},
      {"9.66.7690.1", "ubuntu 22.04", "5.15.0-100-generic", "pass"},
      {"9.66.7691.1", "ubuntu 22.04", "5.15.0-100-generic", "fail faulty"},
      {"9.66.1.7749", "ubuntu 22.04", "5.15.0-100-generic", "fail faulty"},
      {"9.66.1.7750", "ubuntu 22.04", "5.15.0-100-generic", "pass"},
      {"9.67.0.7759", "ubuntu 22.04", "5.15.0-100-generic", "pass"},
      {"9.65.7700.1", "ubuntu 22.04", "5.15.0-100-generic", "pass"},
      {"9.66.0.0", "ubuntu 22.04", "5.15.0-100-generic", "unknown malformed"},
      {"9.62.0.0", "ubuntu 22.04", "5.15.0-100-generic", "pass"},
      {"9.48.6308.1", "ubuntu 20.04", "5.8.0-63-generic", "fail faulty-for-kernel"},
      {"9.48.6309.1", "ubuntu 20.04", "5.8.0-63-generic", "pass"},
      {"9.47.6219.1", "ubuntu 20.04", "5.4.0-63-generic", "pass"},
      {"9.47.6219.1", "debian 10", "5.10.0-0.bpo.7-amd64", "fail faulty-for-kernel"},
      {"9.47.6219.1", "debian 10", "4.19.0-17-amd64", "pass"},
      {"9.47.6219.1", "sles 15.3", "5.3.18-57-default", "fail faulty-for-kernel"},
      {"9.47.6219.1", "sles 15.2", "5.3.18-24-default", "pass"},
      {"9.46.6169.1", "sles 15.3", "5.3.18-57-default", "pass"},
      {"9.64.7375.1", "rhel 8.4", "4.18.0-305.148.1.el8_4.x86_64", "fail too-old-for-kernel"},
      {"9.65.7500.1", "rhel 8.4", "4.18.0-305.148.1.el8_4.x86_64", "pass"},
      {"9.64.7375.1", "rhel 8.4", "4.18.0-305.130.1.el8_4.x86_64", "pass"},
      {"9.64.7375.1", "rhel 8.10", "4.18.0-553.el8_10.x86_64", "pass"},
      {"nine", "rhel 8.4", "4.18.0-305.el8_4.x86_64", "unknown malformed"},
  };
  for (const Case& one : cases) {
    const std::string name = fmt::format("{} {} {}", one.version, one.system, one.kernel);
    CAPTURE(name);
    const std::string_view system = one.system;
    const std::size_t blank = system.find(' ');
    OneHost host;
    host.with("host.agent-version", fmt::format("VERSION={}\n", one.version));
    host.with("host.kernel", fmt::format("release {}\nend\n", one.kernel));
    host.with("host.os-release", fmt::format("ID={}\nVERSION_ID=\"{}\"\n", system.substr(0, blank),
                                             system.substr(blank + 1)));
    CHECK(judged(host, agent_driver_version) == one.expected);
  }
}

TEST_CASE("agent.space") {
  const auto with = [](std::string_view root_free, std::string_view var_free) {
    OneHost host;
    host.with("host.agent-version", "INSTALLATION_DIR=/usr/local/ASR/Vx\nVERSION=9.62.0.0\n");
    host.with(
        "host.volumes",
        fmt::format("/dev/sda1 / ext4 rw 0 0\n/dev/sda2 /usr/local ext4 rw 0 0\n[fstab]\n[df]\n"
                    "/dev/sda1 9000000 1 {} 1% /\n/dev/sda2 9000000 1 {} 1% /usr/local\n",
                    root_free, var_free));
    return judged(host, agent_space);
  };
  CHECK(with("1048576", "1048576") == "pass");
  CHECK(with("1048575", "1048576") == "warn root-low");
  CHECK(with("1048576", "1048575") == "fail cache-low");
  CHECK(with("-", "1048576") == "unknown malformed");

  const auto beside = [](std::string_view point, std::string_view options, std::string_view free) {
    OneHost host;
    host.with("host.agent-version", "INSTALLATION_DIR=/usr/local/ASR/Vx\nVERSION=9.62.0.0\n");
    host.with("host.volumes",
              fmt::format("/dev/sda1 / ext4 rw 0 0\n/dev/sda3 {} ext4 {} 0 0\n[fstab]\n[df]\n"
                          "/dev/sda1 9000000 1 2000000 1% /\n/dev/sda3 500000 1 {} 1% {}\n",
                          point, options, free, point));
    return judged(host, agent_space);
  };
  CHECK(beside("/boot", "rw", "102400") == "pass");
  CHECK(beside("/boot", "rw", "102399") == "warn boot-low");
  CHECK(beside("/boot", "ro", "102399") == "pass");
  CHECK(beside("/boot", "rw", "-") == "unknown malformed");
  CHECK(beside("/var", "rw", "262144") == "pass");
  CHECK(beside("/var", "rw", "262143") == "warn var-low");
  CHECK(beside("/var/log", "rw", "262143") == "warn var-low");
  CHECK(beside("/srv", "rw", "0") == "pass");
}

TEST_CASE("agent.proxy: a password is not supported, wherever the proxy is named") {
  OneHost host;
  host.with("network.proxy", "");
  CHECK(judged(host, agent_proxy) == "pass");
  host.with("network.proxy", file("/etc/environment", "https_proxy=\"http://10.0.0.8:3128/\"\n"));
  CHECK(judged(host, agent_proxy) == "pass");
  host.with("network.proxy",
            file("/etc/environment", "HTTP_PROXY=http://<redacted>@proxy.contoso.com:8080\n"));
  const Verdict password = host.verdict(agent_proxy);
  CHECK(outcome(password) == "fail password");
  CHECK(value(password, "proxy") == "proxy.contoso.com:8080");
  host.with("network.proxy", file("/usr/local/InMage/config/ProxyInfo.conf",
                                  "[proxy]\r\nAddress=http://u:p@1.2.3.4\r\nPort=567\r\n"));
  CHECK(value(host.verdict(agent_proxy), "proxy") == "1.2.3.4:567");
  host.with("network.proxy", "error denied 1 /etc/environment\nx\n");
  CHECK(judged(host, agent_proxy) == "unknown denied");
}

}  // namespace
}  // namespace fbd
