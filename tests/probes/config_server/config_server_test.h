// What the tests of this room share: a site with one client and one configuration server, and
// findings from the answer to one question.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "probes/catalog.h"

namespace fbd::config_server_test {

/// 2026-11-23 00:00:00 UTC, when everything was looked at.
inline constexpr std::chrono::sys_seconds looked_at =
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23};

inline Site site_with_server() {
  Host client;
  client.name = "web01";
  client.roles = {Role::protected_vm};
  client.os = Os::gnu_linux;
  client.reach = Reach::local;
  Host server;
  server.name = "cs01";
  server.roles = {Role::configuration_server};
  server.address = "10.0.0.4";
  return {Stack::classic, {client, server}, {}};
}

/// The finding of web01 when the question `id` was answered so.
inline Finding finding(const Probe& probe, const Site& site, std::string_view id,
                       Result<std::string> answer) {
  Evidence evidence;
  evidence.record({"web01", std::string(id), TcpConnect{"10.0.0.4", 443, 5}},
                  {looked_at, std::chrono::milliseconds{5}, std::move(answer)});
  const Probe* probes[] = {&probe};
  return judge(probes, site, evidence).front();
}

}  // namespace fbd::config_server_test
