// SshHost: one host that is asked over SSH: a connection, which all questions to it share.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "collectors/evidence/question.h"
#include "collectors/evidence/site.h"
#include "collectors/transport/operation.h"
#include "collectors/transport/sftp.h"
#include "collectors/transport/ssh_agent.h"
#include "collectors/transport/ssh_opening.h"
#include "collectors/transport/ssh_road.h"
#include "collectors/transport/ssh_shell.h"
#include "collectors/transport/ssh_target.h"

namespace fbd {

class SshHosts;

class SshHost {
 public:
  struct Asked {
    Host host;
    std::string through = {};  // ProxyJump other than that of ~/.ssh/config
    int hops = 0;              // from a host of the site to this one, against the way
    bool only_passed = false;  // it is no host of the site: others are reached through it
  };
  SshHost(Means& means, std::shared_ptr<SshFiles> files, SshHosts& others, Asked asked);
  SshHost(const SshHost&) = delete;
  SshHost& operator=(const SshHost&) = delete;

  const Host& host() const { return host_; }
  Means& means() { return means_; }
  Gate& files_at_once() { return files_at_once_; }

  /// Somebody who waits for something of the host; who lets go is not called any more.
  class Wait {
   public:
    Wait() = default;
    Wait(Wait&& other) noexcept { *this = std::move(other); }
    Wait& operator=(Wait&& other) noexcept;
    ~Wait() { leave(); }
    void leave();

   private:
    friend class SshHost;
    SshHost* host_ = nullptr;
    std::uint64_t id_ = 0;
  };

  /// Calls back, by the loop, when the host can be asked or it is clear that it cannot. The first
  /// who comes opens the connection and says how long that may take; what did not work is not tried
  /// again, for wrong passwords lock accounts. `took`: of opening.
  using Opened = std::function<void(const Result<void>&, Clock::duration took)>;
  [[nodiscard]] Wait when_open(std::chrono::milliseconds within, Opened opened);
  /// Once it is known how opening went.
  const Result<LoginAnswer>& login() const { return *login_; }
  /// Of a host that is open: the way to it and itself, for those that are reached through it.
  SshHops hops() const;
  /// Before others that it waits for go.
  void let_go() { jump_.leave(); }

  // Only after when_open() gave no error:
  SshShells& shells() { return *shells_; }
  SshLink& link() { return *link_; }
  bool is_killing() const {
    return shells_ && link_ && !link_->is_broken() && shells_->is_killing();
  }
  /// Calls back when it is known whether there is SFTP; never with sudo, whose rights it has not.
  [[nodiscard]] Wait when_files(std::chrono::milliseconds within, Action known);
  /// Nothing if there is none.
  Sftp* sftp();

 private:
  void load(std::chrono::milliseconds within);
  std::string obstacle() const;
  void unlock_keys(std::chrono::milliseconds within);
  void ask_passphrases(std::chrono::milliseconds within, std::size_t from);
  void find_way(std::chrono::milliseconds within);
  void not_through(const SshHost& jump, const Error& why);
  void open(std::chrono::milliseconds within);
  void opened(SshOpening::Opened opened);
  void tell();

  Means& means_;
  const std::shared_ptr<SshFiles> files_;
  SshHosts& others_;
  const Asked asked_;
  const Host& host_ = asked_.host;
  Gate files_at_once_;
  BlockingCalls::Call call_;
  std::shared_ptr<SshTarget> target_;
  std::unique_ptr<SshAgent> agent_;  // asked whether it has the keys
  Wait jump_;
  SshHops before_;  // the way to it
  std::unique_ptr<SshOpening> opening_;
  std::optional<Result<LoginAnswer>> login_;
  Clock::duration took_{0};
  std::unique_ptr<SshRoad> road_;
  std::unique_ptr<SshLink> link_;
  std::unique_ptr<SshShells> shells_;
  std::unique_ptr<Sftp> sftp_;
  std::uint64_t last_id_ = 0;
  bool begun_ = false;
  std::map<std::uint64_t, Opened> waiting_;
  std::map<std::uint64_t, Action> for_files_;
  EventLoop::Timer soon_;
  EventLoop::Timer soon_files_;
};

}  // namespace fbd
