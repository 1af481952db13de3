#include "collectors/transport/ssh_questions.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/budget.h"
#include "collectors/transport/command.h"
#include "collectors/transport/remote_file.h"
#include "collectors/transport/remote_scripts.h"
#include "collectors/transport/remote_tree.h"
#include "collectors/transport/shell_text.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

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

  void finish(Result<std::string> answer) {
    budget_.pause();
    done_(std::move(answer), budget_.spent());
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
    if (why.kind == ErrorKind::timed_out && why.message.empty())
      failed({why.kind, "no end after " + in_words(budget_.whole())});
    else if (why.kind == ErrorKind::malformed)
      failed({why.kind, fmt::format("more than {} bytes", at_most())});
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

class RemoteReadFile final : public RemoteFiles {
 public:
  RemoteReadFile(SshHost& host, std::chrono::milliseconds deadline, const ReadFile& request,
                 Done done)
      : RemoteFiles(host, deadline, fmt::format("{}: {}", host.host().name, request.path),
                    std::move(done)),
        path_(request.path) {}

 private:
  void by_sftp(Sftp& sftp) override {
    token_ = read_remote_file(
        sftp, path_, at_most(),
        [this](std::string_view more) {
          bytes_ += more;
          return true;
        },
        [this](const Result<unsigned>& mode) {
          if (mode)
            came(without_secrets(std::move(bytes_)));
          else
            failed(mode.error());
        });
  }

  void by_shell() override {
    run(read_file_script(path_), at_most(), [this](Result<ShellAnswer> answer) {
      if (!answer) return no_answer(answer.error());
      if (answer->status != 0) return failed(read_file_error(answer->status, answer->errors));
      came(without_secrets(std::move(answer->output)));
    });
  }

  void forget() override { token_.reset(); }

  const std::string path_;
  std::string bytes_;
  FileToken token_;
};

class RemoteReadTree final : public RemoteFiles {
 public:
  RemoteReadTree(SshHost& host, std::chrono::milliseconds deadline, const ReadTree& request,
                 Done done)
      : RemoteFiles(host, deadline, fmt::format("{}: {}", host.host().name, describe(request)),
                    std::move(done)),
        request_(request) {
    limits_.bytes = at_most();
  }

 private:
  void by_sftp(Sftp& sftp) override {
    token_ = read_remote_tree(sftp, request_, limits_,
                              [this](const Result<std::vector<TreeEntry>>& entries) {
                                if (entries)
                                  came(write_tree(*entries));
                                else
                                  failed(entries.error());
                              });
  }

  void by_shell() override {
    const std::string nonce = new_nonce();
    // The framing of many small files is longer than they are.
    run(read_tree_script(request_, nonce), at_most() + (4U << 20),
        [this, nonce](const Result<ShellAnswer>& answer) {
          if (!answer) return no_answer(answer.error());
          const auto entries = read_tree_answer(answer->output, nonce, request_, limits_);
          if (entries)
            came(write_tree(*entries));
          else
            failed(entries.error());
        });
  }

  void forget() override { token_.reset(); }

  const ReadTree request_;
  TreeLimits limits_;
  TreeToken token_;
};

}  // namespace

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const Request& request, Done done) {
  if (const auto* command = std::get_if<RunCommand>(&request))
    return std::make_unique<RemoteCommand>(host, deadline, *command, std::move(done));
  if (const auto* file = std::get_if<ReadFile>(&request))
    return std::make_unique<RemoteReadFile>(host, deadline, *file, std::move(done));
  if (const auto* tree = std::get_if<ReadTree>(&request))
    return std::make_unique<RemoteReadTree>(host, deadline, *tree, std::move(done));
  return nullptr;
}

}  // namespace fbd
