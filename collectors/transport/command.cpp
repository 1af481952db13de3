#include "collectors/transport/command.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/budget.h"
#include "collectors/transport/child.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

/// How long a pipe may stay open once the shell has exited: somebody it started still holds it.
constexpr std::chrono::milliseconds grace{200};
constexpr std::size_t errors_kept = 4096;  // bytes of standard error

/// One end of a pipe that is being read.
struct Stream {
  int fd = -1;
  EventLoop::Watch watch;
  bool open = true;
  std::string text;

  /// Takes what is there, but not for ever; what is beyond `at_most` is dropped, except one byte to
  /// show that there was more.
  void take(std::size_t at_most) {
    std::array<char, 64U << 10> buffer;
    for (int reads = 0; open && reads < 4; ++reads) {
      const ssize_t got = ::read(fd, buffer.data(), buffer.size());
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (got <= 0) {
        open = false;
        watch.end();
        return;
      }
      text.append(buffer.data(),
                  std::min(static_cast<std::size_t>(got), at_most + 1 - text.size()));
    }
  }
};

class Command final : public Operation {
 public:
  Command(Means& means, const Terms& terms, const RunCommand& request, Done done)
      : loop_(means.loop),
        at_most_(means.limits.answer_bytes),
        what_(fmt::format("{}: \"{}\"", terms.host, printable(request.script, 60))),
        budget_(terms.deadline),
        done_(std::move(done)) {
    budget_.start();
    OrErrno<Child> child = Child::start_shell(request.script);
    if (child)
      watch(std::move(*child));
    else
      fail(ErrorKind::failed, "cannot be started: " + reason(child.error()));
  }

 private:
  void watch(Child child) {
    child_.emplace(std::move(child));
    deadline_ = loop_.at(Clock::now() + budget_.left(), [this] { end_of_time(); });
    output_.fd = child_->output();
    output_.watch = loop_.watch(output_.fd, EPOLLIN, [this](std::uint32_t) { read_output(); });
    errors_.fd = child_->errors();
    errors_.watch =
        loop_.watch(errors_.fd, EPOLLIN, [this](std::uint32_t) { errors_.take(errors_kept); });
    process_ = loop_.watch(child_->process(), EPOLLIN, [this](std::uint32_t) { exited(); });
    if (!output_.watch || !errors_.watch || !process_)
      fail(ErrorKind::failed, "cannot be watched: " + reason(errno));
  }

  void read_output() {
    output_.take(at_most_);
    if (output_.text.size() > at_most_)
      fail(ErrorKind::malformed, fmt::format("more than {} bytes", at_most_));
    else if (!output_.open && exit_)
      conclude();
  }

  void exited() {
    process_.end();
    exit_ = child_->exit();
    if (!output_.open) return conclude();
    deadline_ = loop_.at(Clock::now() + std::min<Clock::duration>(grace, budget_.left()),
                         [this] { conclude(); });
  }

  void end_of_time() {
    fail(ErrorKind::timed_out, fmt::format("no end after {}; killed", in_words(budget_.whole())));
  }

  void conclude() {
    errors_.take(errors_kept);
    if (exit_->by_signal)
      fail(ErrorKind::failed,
           fmt::format("killed by signal {}{}", exit_->number, first_error(errors_.text)));
    else if (exit_->number != 0)
      fail(kind_of_exit(exit_->number),
           fmt::format("exit {}{}", exit_->number, first_error(errors_.text)));
    else
      finish(without_secrets(output_.text));
  }

  void fail(ErrorKind kind, const std::string& why) {
    finish(error(kind, fmt::format("{}: {}", what_, why)));
  }

  void finish(Result<std::string> answer) {
    deadline_.cancel();
    output_.watch.end();
    errors_.watch.end();
    process_.end();
    child_.reset();
    done_(std::move(answer), budget_.spent());
  }

  EventLoop& loop_;
  const std::size_t at_most_;
  const std::string what_;
  Budget budget_;
  Done done_;
  std::optional<Child> child_;
  std::optional<Child::Exit> exit_;
  Stream output_;
  Stream errors_;
  EventLoop::Watch process_;
  EventLoop::Timer deadline_;
};

}  // namespace

ErrorKind kind_of_exit(int status) {
  return status == 127   ? ErrorKind::not_found
         : status == 126 ? ErrorKind::denied
                         : ErrorKind::failed;
}

std::string first_error(std::string_view errors) {
  for (const std::string_view line : lines(errors))
    if (!trimmed(line).empty())
      return fmt::format(", \"{}\"", printable(without_secrets(trimmed(line))));
  return {};
}

std::unique_ptr<Operation> start_command(Means& means, const Terms& terms,
                                         const RunCommand& request, Done done) {
  return std::make_unique<Command>(means, terms, request, std::move(done));
}

}  // namespace fbd
