#include "collectors/host/windows_host.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"critical", Status::fail, "volume percent"},
    {"low", Status::warn, "volume percent"},
};

// Troubleshoot the process server (2019-04-29), Health alerts: cache folder free space.
constexpr std::uint64_t low = 30;
constexpr std::uint64_t critical = 25;

Verdict decide(ProcessServer<WindowsHost> host) {
  const WindowsHost::Volume* cache = host->volume(host->cache_letter);
  if (!cache || cache->size_bytes == 0)
    return unknown({ErrorKind::not_found,
                    host.host().name + ": which volume holds the process server's cache cannot be "
                                       "told, for cxprocessserver is not installed"});
  const std::uint64_t percent = cache->free_bytes / (cache->size_bytes / 100 + 1);
  const Values values{{"volume", cache->letter}, {"percent", std::to_string(percent)}};
  if (percent < critical) return fail("critical", values);
  if (percent < low) return warn("low", values);
  return pass();
}

}  // namespace

extern constinit const Probe process_server_cache{
    .id = "process-server.cache",
    .question = "Has the cache of the process server room?",
    .rule =
        "Troubleshoot the process server (2019-04-29), Health alerts: free space of the cache "
        "folder 30 % and 25 %",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
