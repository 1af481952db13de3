// What all questions to a host over SSH have in common.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "collectors/evidence/question.h"
#include "collectors/transport/budget.h"
#include "collectors/transport/operation.h"
#include "collectors/transport/ssh_host.h"
#include "collectors/transport/wording.h"

namespace fbd {

/// Waits for the host, and knows how to fail.
class SshQuestion : public Operation {
 public:
  SshQuestion(SshHost& host, std::chrono::milliseconds deadline, Done done)
      : host_(host), budget_(deadline), done_(std::move(done)) {
    open_ = host_.when_open(deadline, [this](const Result<void>& how, Clock::duration took) {
      took_opening_ = took;
      opened(how);
    });
  }
  ~SshQuestion() override {
    if (job_) host_.shells().cancel(job_);
  }

 protected:
  virtual void begin() = 0;
  virtual void opened(const Result<void>& how) {
    if (how) return begin();
    done_(tl::unexpected<Error>(how.error()), took_opening_);
  }

  const std::string& name() const { return host_.host().name; }
  std::size_t at_most() const { return host_.means().limits.answer_bytes; }

  void run(const std::string& script, std::size_t at_most,
           std::function<void(Result<ShellAnswer>)> then) {
    job_ = host_.shells().run({script, at_most, budget_.left(), [this] { budget_.start(); },
                               [this, then = std::move(then)](Result<ShellAnswer> answer) {
                                 job_ = 0;
                                 budget_.pause();
                                 then(std::move(answer));
                               }});
  }

  /// Why a shell gave no answer, where that lies with the question and not with the host.
  std::optional<Error> of_question(const Error& why, std::size_t at_most) const {
    if (why.kind == ErrorKind::timed_out && why.message.empty())
      return Error{why.kind, "no end after " + in_words(budget_.whole())};
    if (why.kind == ErrorKind::malformed)
      return Error{why.kind, fmt::format("more than {} bytes", at_most)};
    return std::nullopt;
  }

  void finish(Result<std::string> answer) { finish(std::move(answer), budget_.spent()); }
  void finish(Result<std::string> answer, Clock::duration took) {
    budget_.pause();
    done_(std::move(answer), took);
  }
  void fail(ErrorKind kind, const std::string& message) { finish(error(kind, message)); }

  SshHost& host_;
  Budget budget_;
  Clock::duration took_opening_{0};

 private:
  Done done_;
  SshHost::Wait open_;
  std::uint64_t job_ = 0;
};

/// By SFTP if it is there, else by a shell.
class RemoteFiles : public SshQuestion {
 public:
  RemoteFiles(SshHost& host, std::chrono::milliseconds deadline, std::string what, Done done)
      : SshQuestion(host, deadline, std::move(done)), what_(std::move(what)) {}

 protected:
  virtual void by_sftp(Sftp& sftp) = 0;
  virtual void by_shell() = 0;

  void over() {
    deadline_.cancel();
    place_.leave();
  }
  void failed(const Error& why) {
    over();
    fail(why.kind, fmt::format("{}: {}", what_, why.message));
  }
  void came(std::string answer) {
    over();
    finish(std::move(answer));
  }
  /// Why a shell gave no answer at all.
  void no_answer(const Error& why) {
    if (const std::optional<Error> own = of_question(why, at_most()))
      failed(*own);
    else
      fail(why.kind, why.message);
  }

 private:
  void begin() override {
    known_ = host_.when_files(budget_.whole(), [this] {
      if (!host_.sftp()) return by_shell();
      place_ = host_.files_at_once().enter(1, [this] {
        budget_.start();
        deadline_ = host_.means().loop.at(Clock::now() + budget_.left(), [this] {
          forget();
          failed({ErrorKind::timed_out, "no end after " + in_words(budget_.whole())});
        });
        by_sftp(*host_.sftp());
      });
    });
  }
  virtual void forget() = 0;

  const std::string what_;
  SshHost::Wait known_;
  Gate::Place place_;
  EventLoop::Timer deadline_;
};

/// With PowerShell.
std::unique_ptr<Operation> start_on_windows(SshHost& host, std::chrono::milliseconds deadline,
                                            const RunCommand& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const RunCommand& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const TcpConnect& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const TlsHandshake& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const LogIn& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ReadFile& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ReadTree& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ScanLogs& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ListFiles& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ReadLines& request, Done done);
std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const RpmQuery& request, Done done);

}  // namespace fbd
