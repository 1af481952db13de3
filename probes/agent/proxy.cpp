#include "collectors/network/proxy_settings.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"password", Status::fail, "proxy file"},
};

Verdict decide(AgentHost<ProxySettings> settings) {
  for (const std::optional<Proxy>& proxy : {settings->agent, settings->environment})
    if (proxy && proxy->wants_password)
      return fail("password", {{"proxy", proxy->host + ":" + std::to_string(proxy->port)},
                               {"file", proxy->file}});
  if (!settings->unseen.empty())
    return unknown({ErrorKind::denied, settings.host().name + ": " + settings->unseen.front() +
                                           " cannot be read; run this as root"});
  return pass();
}

}  // namespace

extern constinit const Probe agent_proxy{
    .id = "agent.proxy",
    .question = "Is the proxy, if there is one, of a kind that the agent can use?",
    .rule =
        "Troubleshoot Azure-to-Azure errors (2019-04-08), Error 151072; Install a Linux master "
        "target (2026-02-13), Common issues: error 35 with an authenticated proxy",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
