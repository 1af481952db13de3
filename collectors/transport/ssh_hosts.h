// SshHosts: the hosts that are asked over SSH, and those that they are reached through.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "collectors/evidence/site.h"
#include "collectors/transport/operation.h"
#include "collectors/transport/ssh_host.h"
#include "collectors/transport/ssh_passphrases.h"
#include "collectors/transport/ssh_target.h"

namespace fbd {

class SshHosts {
 public:
  SshHosts(Means& means, const Site& site) : means_(means), site_(site), passphrases_(means.loop) {}
  SshHosts(const SshHosts&) = delete;
  SshHosts& operator=(const SshHosts&) = delete;
  ~SshHosts();

  /// A connection for all questions to a host of the site.
  SshHost& of(const Host& host);

  /// Whom `target` is reached through, which it says, after `hops` others. All who are reached
  /// through it wait for one login: what is not accepted is tried once.
  Result<SshHost*> jump(const SshTarget& target, int hops);

  SshPassphrases& passphrases() { return passphrases_; }

  bool is_killing() const;

 private:
  Means& means_;
  const Site& site_;
  const std::shared_ptr<SshFiles> files_ = std::make_shared<SshFiles>();
  SshPassphrases passphrases_;
  std::map<std::string, std::unique_ptr<SshHost>> hosts_;
};

}  // namespace fbd
