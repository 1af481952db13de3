// SshOpening: from a host of the site to a link on which it can be asked.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "collectors/transport/budget.h"
#include "collectors/transport/connect.h"
#include "collectors/transport/login_answer.h"
#include "collectors/transport/operation.h"
#include "collectors/transport/ssh_link.h"
#include "collectors/transport/ssh_login.h"
#include "collectors/transport/ssh_target.h"

namespace fbd {

class SshRoad;

class SshOpening final : public SshTask {
 public:
  /// The link is there only if the answer's outcome is `ready`. An error is one of connecting.
  struct Opened {
    Result<LoginAnswer> answer;
    std::unique_ptr<SshRoad> road;  // that the link goes over, and that has to outlive it; or none
    std::unique_ptr<SshLink> link;
    Clock::duration took{0};
  };
  /// Called once, by the loop. It may destroy the opening.
  using Finished = std::function<void(Opened)>;
  /// `target` must stay. Through the `hops` if there are any.
  SshOpening(Means& means, const Terms& terms, const SshTarget& target, const SshHops& hops,
             Finished finished);
  ~SshOpening() override;

  bool step() override;
  void broken(const Error& why) override;

 private:
  void connected(Result<Descriptor> socket);
  void spoken_to();
  void begin();
  void check_key();
  void log_in();
  void logged_in(const Result<LoginOutcome>& outcome);
  void end_in(Clock::duration time);
  void end(LoginOutcomeKind outcome, const std::string& detail);
  void finish(Result<LoginAnswer> answer);

  Means& means_;
  const std::string who_;
  const SshTarget& target_;
  Finished finished_;
  Budget connecting_;
  Budget shaking_;
  LoginAnswer answer_;
  std::optional<Connect> connect_;
  std::unique_ptr<SshRoad> road_;
  Descriptor socket_;
  EventLoop::Watch greeting_;
  Gate::Place turn_;
  std::unique_ptr<SshLink> link_;
  std::unique_ptr<SshLogin> login_;
  EventLoop::Timer end_;
  EventLoop::Timer patience_;
  EventLoop::Timer soon_;
  bool soon_armed_ = false;
};

}  // namespace fbd
