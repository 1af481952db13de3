// RunCommand, TcpConnect, TlsHandshake and LogIn over SSH.
#include <type_traits>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/command.h"
#include "collectors/transport/remote_dial.h"
#include "collectors/transport/ssh_question.h"

namespace fbd {
namespace {

class RemoteCommand final : public SshQuestion {
 public:
  RemoteCommand(SshHost& host, std::chrono::milliseconds deadline, const RunCommand& request,
                Done done)
      : SshQuestion(host, deadline, std::move(done)),
        script_(request.script),
        what_(fmt::format("{}: \"{}\"", name(), printable(request.script, 60))) {}

 private:
  void begin() override {
    run(script_, at_most(), [this](Result<ShellAnswer> answer) {
      if (answer) return ended(*answer);
      const Error& why = answer.error();
      if (why.kind == ErrorKind::timed_out && why.message.empty())
        fail(why.kind,
             fmt::format("{}: no end after {}; killed", what_, in_words(budget_.whole())));
      else if (why.kind == ErrorKind::malformed)
        fail(why.kind, fmt::format("{}: more than {} bytes", what_, at_most()));
      else
        fail(why.kind, why.message);
    });
  }

  void ended(const ShellAnswer& answer) {
    if (answer.status == 0) return finish(without_secrets(answer.output));
    fail(kind_of_exit(answer.status),
         fmt::format("{}: exit {}{}", what_, answer.status, first_error(answer.errors)));
  }

  const std::string script_;
  const std::string what_;
};

/// TcpConnect and TlsHandshake, by a script on the host.
template <class Request>
class RemoteDial final : public SshQuestion {
 public:
  RemoteDial(SshHost& host, std::chrono::milliseconds deadline, const Request& request, Done done)
      : SshQuestion(host, deadline, std::move(done)), request_(request) {}

 private:
  // What it waits for ends a little before our own patience, and can still be told.
  static std::string script(const TcpConnect& request, std::chrono::milliseconds deadline) {
    return tcp_script(request, deadline - deadline / 8);
  }
  static std::string script(const TlsHandshake& request, std::chrono::milliseconds deadline) {
    return tls_script(request, deadline);
  }

  void begin() override {
    run(script(request_, budget_.whole()), at_most(), [this](Result<ShellAnswer> answer) {
      if (answer) return ended(answer->output);
      const Error& why = answer.error();
      const std::string what = fmt::format("{}: {}", name(), describe(request_));
      if (why.kind == ErrorKind::timed_out && why.message.empty())
        fail(why.kind, fmt::format("{}: no end after {}", what, in_words(budget_.whole())));
      else if (why.kind == ErrorKind::malformed)
        fail(why.kind, what + ": its answer is too long");
      else
        fail(why.kind, why.message);
    });
  }

  void ended(const std::string& text) {
    if constexpr (std::is_same_v<Request, TcpConnect>)
      finish(tcp_answer(text, request_, name()));
    else
      finish(tls_answer(text, request_, name()));
  }

  const Request request_;
};

/// Whether and how the host could be logged in to.
class Login final : public SshQuestion {
 public:
  Login(SshHost& host, std::chrono::milliseconds deadline, const LogIn&, Done done)
      : SshQuestion(host, deadline, std::move(done)) {}

 private:
  void begin() override { opened({}); }
  void opened(const Result<void>&) override {
    const Result<LoginAnswer>& login = host_.login();
    finish(login ? Result<std::string>(write_login_answer(*login))
                 : tl::unexpected<Error>(login.error()),
           took_opening_);
  }
};

}  // namespace

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const RunCommand& request, Done done) {
  if (host.host().os == Os::windows)
    return start_on_windows(host, deadline, request, std::move(done));
  return std::make_unique<RemoteCommand>(host, deadline, request, std::move(done));
}

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const TcpConnect& request, Done done) {
  return std::make_unique<RemoteDial<TcpConnect>>(host, deadline, request, std::move(done));
}

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const TlsHandshake& request, Done done) {
  return std::make_unique<RemoteDial<TlsHandshake>>(host, deadline, request, std::move(done));
}

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const LogIn& request, Done done) {
  return std::make_unique<Login>(host, deadline, request, std::move(done));
}

}  // namespace fbd
