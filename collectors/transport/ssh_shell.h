// SshShells: a few shells on one host, which run scripts one after the other.
//
// A shell is started once and then fed: what a login costs on the other side, starting up a shell
// with all its files, is paid once and not for every question.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/transport/event_loop.h"
#include "collectors/transport/framed.h"
#include "collectors/transport/ssh_channel.h"

namespace fbd {

struct ShellAnswer {
  int status = 0;
  std::string output;
  std::string errors;  // the first bytes of standard error
};

/// As whom a shell runs.
struct ShellRights {
  bool sudo = false;
  std::optional<Result<std::string>> password = {};  // for sudo
};

class SshShell {
 public:
  using Answered = std::function<void(Result<ShellAnswer>)>;

  /// `changed` is called whenever it has become ready or over. The shell must outlive that call.
  SshShell(SshLink& link, const ShellRights& rights, Action changed);

  bool is_ready() const { return ready_ && !answered_; }
  bool is_busy() const { return static_cast<bool>(answered_); }
  bool is_over() const { return over_; }
  /// Why it could not be started, or ended.
  const Error& why_over() const { return why_; }
  /// Of the shell on the other side, once it is ready.
  const std::string& process() const { return process_; }

  /// Only when ready. `answered` may come with an error of the shell itself.
  void run(const std::string& script, std::size_t at_most, Answered answered);
  /// Ends the shell and what it runs; nobody is answered any more.
  void kill();

 private:
  void begin();
  void hear(std::string_view bytes);
  void hear_errors(std::string_view bytes);
  void look();
  void give(Result<ShellAnswer> answer);
  void end(const Error& why);

  const std::string name_;
  const ShellRights rights_;
  Action changed_;
  const std::string nonce_;
  Framed output_;
  Framed errors_;
  unsigned number_ = 0;
  bool ready_ = false;
  bool over_ = false;
  bool gave_password_ = false;
  Error why_;
  std::string process_;
  Answered answered_;
  SshChannel channel_;
};

class SshShells {
 public:
  SshShells(EventLoop& loop, SshLink& link, ShellRights rights);
  ~SshShells();

  struct Job {
    std::string script;
    std::size_t at_most = 0;
    Clock::duration within{0};  // from the moment it is started
    Action started = {};
    SshShell::Answered answered = {};  // an error tells why there is no answer
  };
  std::uint64_t run(Job job);
  /// Nobody is answered any more; what runs is killed.
  void cancel(std::uint64_t id);
  /// Whether something is still to be killed.
  bool is_killing() const { return killings_ > 0; }

 private:
  struct Lane;
  void bury();
  void dispatch();
  void begin(Lane& lane);
  void grow();
  void finish(Lane& lane, Result<ShellAnswer> answer);
  void end_of_time(Lane& lane);
  void kill(Lane& lane);
  void kill(const std::string& process);

  EventLoop& loop_;
  SshLink& link_;
  const ShellRights rights_;
  std::uint64_t last_id_ = 0;
  std::size_t most_lanes_;
  int deaths_ = 0;
  int killings_ = 0;
  Error last_death_;
  std::list<std::pair<std::uint64_t, Job>> waiting_;
  std::list<std::unique_ptr<Lane>> lanes_;
  EventLoop::Timer soon_;
  EventLoop::Timer patience_;
};

}  // namespace fbd
