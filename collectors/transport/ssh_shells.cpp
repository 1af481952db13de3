#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "collectors/transport/ssh_shell.h"

namespace fbd {
namespace {

/// Of the ten sessions that a server allows by default (sshd_config, MaxSessions) this many run
/// scripts; one reads files, and some are left for those that are being closed.
constexpr std::size_t shells_at_once = 4;

/// How long what waits is left to the shells that are there, before another is started.
constexpr std::chrono::milliseconds patience{40};

/// So many shells may end in the middle of their work before no more are started.
constexpr int most_deaths = 4;

/// A shell that was killed may leave behind what it ran: an old server knows no signals. It is the
/// leader of its process group, or its parent, the login shell, is.
std::string kill_script(const std::string& process) {
  return fmt::format(
      "kill -9 -{0} 2>/dev/null && exit\n"
      "read -r all </proc/{0}/stat && set -- ${{all##*) }} && kill -9 \"-$3\" || kill -9 {0}",
      process);
}

}  // namespace

struct SshShells::Lane {
  std::optional<SshShell> shell;
  std::optional<std::pair<std::uint64_t, Job>> job;
  EventLoop::Timer deadline;
};

SshShells::SshShells(EventLoop& loop, SshLink& link, ShellRights rights)
    : loop_(loop), link_(link), rights_(std::move(rights)), most_lanes_(shells_at_once) {}

SshShells::~SshShells() = default;

std::uint64_t SshShells::run(Job job) {
  waiting_.emplace_back(++last_id_, std::move(job));
  soon_ = loop_.at(Clock::now(), [this] { dispatch(); });
  return last_id_;
}

void SshShells::cancel(std::uint64_t id) {
  waiting_.remove_if([id](const auto& one) { return one.first == id; });
  for (const std::unique_ptr<Lane>& lane : lanes_)
    if (lane->job && lane->job->first == id) {
      lane->job.reset();
      kill(*lane);
      soon_ = loop_.at(Clock::now(), [this] { dispatch(); });
    }
}

/// Shells that are over go; what that says about others is remembered.
void SshShells::bury() {
  for (auto lane = lanes_.begin(); lane != lanes_.end();) {
    const SshShell& shell = *(*lane)->shell;
    if (!shell.is_over()) {
      ++lane;
      continue;
    }
    // One that we killed has no reason.
    const Error why = shell.why_over();
    const bool never_came = shell.process().empty();
    lane = lanes_.erase(lane);
    if (why.message.empty()) continue;
    last_death_ = why;
    ++deaths_;
    if (never_came) most_lanes_ = std::min(most_lanes_, lanes_.size());
  }
}

void SshShells::dispatch() {
  bury();
  for (const std::unique_ptr<Lane>& lane : lanes_)
    if (!waiting_.empty() && lane->shell->is_ready()) begin(*lane);
  if (waiting_.empty()) return;
  if (lanes_.empty() && (most_lanes_ == 0 || deaths_ >= most_deaths)) {
    for (auto& [id, job] : std::exchange(waiting_, {}))
      if (job.answered) job.answered(tl::unexpected<Error>(last_death_));
    return;
  }
  if (lanes_.empty()) return grow();
  patience_ = loop_.at(Clock::now() + patience, [this] {
    if (!waiting_.empty() && lanes_.size() < most_lanes_) grow();
  });
}

void SshShells::begin(Lane& lane) {
  lane.job = std::move(waiting_.front());
  waiting_.pop_front();
  const Job& job = lane.job->second;
  lane.deadline = loop_.at(Clock::now() + job.within, [this, &lane] { end_of_time(lane); });
  if (job.started) job.started();
  lane.shell->run(job.script, job.at_most,
                  [this, &lane](Result<ShellAnswer> answer) { finish(lane, std::move(answer)); });
}

void SshShells::grow() {
  auto lane = std::make_unique<Lane>();
  lane->shell.emplace(link_, rights_,
                      [this] { soon_ = loop_.at(Clock::now(), [this] { dispatch(); }); });
  // A server may accept the shell and never start it.
  if (!waiting_.empty())
    lane->deadline = loop_.at(Clock::now() + waiting_.front().second.within,
                              [this, one = lane.get()] { end_of_time(*one); });
  lanes_.push_back(std::move(lane));
}

void SshShells::finish(Lane& lane, Result<ShellAnswer> answer) {
  lane.deadline.cancel();
  if (auto job = std::exchange(lane.job, std::nullopt); job && job->second.answered)
    job->second.answered(std::move(answer));
  soon_ = loop_.at(Clock::now(), [this] { dispatch(); });
}

void SshShells::end_of_time(Lane& lane) {
  if (!lane.job) {
    if (lane.shell->is_ready() || waiting_.empty()) return;
    // No shell came: whoever waits for one has waited long enough.
    lane.shell->kill();
    for (auto& [id, job] : std::exchange(waiting_, {}))
      if (job.answered)
        job.answered(error(ErrorKind::timed_out, link_.name() + ": no shell was started in time"));
  } else {
    const auto job = std::exchange(lane.job, std::nullopt);
    kill(lane);
    if (job->second.answered) job->second.answered(error(ErrorKind::timed_out, ""));
  }
  soon_ = loop_.at(Clock::now(), [this] { dispatch(); });
}

void SshShells::kill(const std::string& process) {
  ++killings_;
  Job job{kill_script(process), 1024, std::chrono::seconds(2), {}, {}};
  job.answered = [this](const Result<ShellAnswer>&) { --killings_; };
  // Before all others: they would wait longer than anybody wants to.
  waiting_.emplace_front(++last_id_, std::move(job));
}

void SshShells::kill(Lane& lane) {
  const std::string process = lane.shell->process();
  lane.deadline.cancel();
  lane.shell->kill();
  if (!process.empty() && !link_.is_broken()) kill(process);
}

}  // namespace fbd
