#include "collectors/transport/ssh_hosts.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/transport/ssh_jump.h"

namespace fbd {
namespace {

/// ~/.ssh/config can send in circles; nobody has a longer way than this.
constexpr int most_hops = 4;

}  // namespace

SshHosts::~SshHosts() {
  for (auto& [name, host] : hosts_) host->let_go();
}

SshHost& SshHosts::of(const Host& host) {
  std::unique_ptr<SshHost>& one = hosts_[host.name];
  if (!one) one = std::make_unique<SshHost>(means_, files_, *this, SshHost::Asked{host});
  return *one;
}

Result<SshHost*> SshHosts::jump(const SshTarget& target, int hops) {
  if (const Host* host = site_.host(target.jump); host && !target.jump.empty()) return &of(*host);
  if (hops >= most_hops)
    return error(ErrorKind::not_collected,
                 fmt::format("ProxyJump leads through more than {} hosts", most_hops));
  const Result<JumpHost> jump = last_jump(target.proxy_jump);
  if (!jump) return tl::unexpected<Error>(jump.error());
  // No host of a site has such a name.
  std::unique_ptr<SshHost>& one = hosts_[fmt::format("ProxyJump {} {}", hops, target.proxy_jump)];
  if (one) return one.get();
  Host host;
  host.name = printable(jump->host);
  host.address = jump->host;
  host.os = Os::gnu_linux;
  host.reach = Reach::ssh;
  host.ssh = SshAccess{};
  host.ssh->user = jump->user;
  host.ssh->port = jump->port;
  one = std::make_unique<SshHost>(means_, files_, *this,
                                  SshHost::Asked{host, jump->before, hops + 1, true});
  return one.get();
}

bool SshHosts::is_killing() const {
  return std::any_of(hosts_.begin(), hosts_.end(),
                     [](const auto& host) { return host.second->is_killing(); });
}

}  // namespace fbd
