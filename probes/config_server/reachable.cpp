#include "collectors/network/config_server_port.h"
#include "probes/config_server/server.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"unresolved", Status::fail, "server address port answer"},
    {"refused", Status::fail, "server address port answer"},
    {"timed-out", Status::fail, "server address port answer"},
    {"reset", Status::fail, "server address port answer"},
    {"no-route", Status::fail, "server address port answer"},
    {"prohibited", Status::fail, "server address port answer"},
};

Verdict decide(ConfigServerClient<Result<ConfigServerPort>> port) {
  if (*port) return pass(about_config_server(port.site()));
  const Error& error = port->error();
  const auto no = [&](std::string_view code) {
    return fail(std::string(code), about_config_server(port.site(), {{"answer", error.message}}));
  };
  switch (error.kind) {
    case ErrorKind::unresolved:
      return no("unresolved");
    case ErrorKind::refused:
      return no("refused");
    case ErrorKind::timed_out:
      return no("timed-out");
    case ErrorKind::reset:
      return no("reset");
    case ErrorKind::unreachable:
      return no("no-route");
    case ErrorKind::denied:
      return no("prohibited");
    default:
      return unknown(error);
  }
}

}  // namespace

extern constinit const Probe config_server_reachable{
    .id = "config-server.reachable",
    .question = "Does the configuration server answer on its HTTPS port?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin and Common issues: the process "
        "server and the failed-over VM must reach the configuration server on port 443",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
