#include "collectors/transport/asking.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "collectors/transport/azure_get.h"
#include "collectors/transport/command.h"
#include "collectors/transport/handshake.h"
#include "collectors/transport/orphans.h"
#include "collectors/transport/own_process.h"
#include "collectors/transport/reading.h"
#include "collectors/transport/ssh_question.h"
#include "collectors/transport/tcp_connect.h"
#include "collectors/transport/vsphere_talk.h"

namespace fbd {
namespace {

constexpr std::chrono::milliseconds time_for_killing{2000};

bool reads_files(const Request& request) {
  return std::holds_alternative<ReadFile>(request) || std::holds_alternative<ReadTree>(request) ||
         std::holds_alternative<RpmQuery>(request) || std::holds_alternative<ScanLogs>(request) ||
         std::holds_alternative<ListFiles>(request) || std::holds_alternative<ReadLines>(request);
}

std::string not_reached(const Host& host, const Request& request) {
  if ((host.reach == Reach::azure) != std::holds_alternative<AzureGet>(request))
    return fmt::format("{}: Azure is asked about vaults, and about nothing else", host.name);
  const bool is_windows = host.reach == Reach::ssh && host.os == Os::windows;
  if (is_windows && !std::holds_alternative<RunCommand>(request) &&
      !std::holds_alternative<LogIn>(request))
    return fmt::format(
        "{} is a Windows machine, which is asked with PowerShell only: this version cannot {} "
        "there",
        host.name, describe(request));
  if (std::holds_alternative<LogIn>(request) && host.reach != Reach::ssh)
    return host.name + " is not reached over SSH: there is nothing to log in to";
  switch (host.reach) {
    case Reach::local:
    case Reach::azure:
    case Reach::ssh:
      return {};
    case Reach::none:
      return host.name + " is not reached from here (reach: none in the site file)";
    case Reach::root:
      // What this machine's own programs and network say is nothing about the machine of the disk.
      if (reads_files(request)) return {};
      return fmt::format("{} is a mounted disk: to {} needs a running system", host.name,
                         describe(request));
  }
  return host.name + " is reached in a way that this version does not know";
}

/// Why a question cannot be asked at all.
std::optional<Error> obstacle(const Workshop& workshop, const Question& question) {
  const Host* host = workshop.site.host(question.host);
  if (!host) return Error{ErrorKind::not_collected, question.host + " is not in the site"};
  if (std::holds_alternative<VsphereGet>(question.request)) {
    if (host->url.empty() || !host->account)
      return Error{ErrorKind::not_collected,
                   host->name + ": the site file gives no url and account for its vSphere API"};
    return std::nullopt;
  }
  const std::string why = not_reached(*host, question.request);
  if (!why.empty()) return Error{ErrorKind::not_collected, why};
  if (!workshop.loop.works())
    return Error{ErrorKind::failed,
                 question.host + ": there are no file descriptors left to ask with"};
  return std::nullopt;
}

/// How many descriptors of ours are in use while a question is carried out.
std::size_t descriptors_for(const Request& request, const Host* host) {
  // All questions to it share one connection, which has its reserve.
  if (host && host->reach == Reach::ssh) return 1;
  if (std::holds_alternative<RunCommand>(request)) return command_descriptors;
  if (std::holds_alternative<AzureGet>(request)) return AzureService::requests_at_once;
  return reads_files(request) ? 4 : 1;
}

constexpr std::chrono::milliseconds time_to_log_out{3000};
constexpr std::chrono::milliseconds time_to_log_out_when_stopped{400};

std::size_t at_least_one(int number) { return static_cast<std::size_t>(std::max(number, 1)); }

}  // namespace

Workshop::Workshop(const Site& its_site, std::stop_token its_stop, LiveLimits its_limits)
    : site(its_site),
      stop(std::move(its_stop)),
      limits(std::move(its_limits)),
      handshakes(loop, at_least_one(limits.handshakes_at_once)),
      blocking(loop, at_least_one(limits.blocking_calls_at_once)) {
  if (site.azure) azure = std::make_unique<AzureService>(loop, blocking, http, *site.azure);
}

Asking::Asking(Workshop& workshop, std::chrono::milliseconds deadline, const Answered& answered)
    : workshop_(workshop), deadline_(deadline), answered_(answered) {
  workshop_.descriptors.resize(free_descriptors());
}

Asking::~Asking() {
  pending_.clear();
  if (not_ours_) end_orphans(*not_ours_);
}

void Asking::add(std::vector<Question> questions) {
  for (Question& question : questions) {
    const std::uint64_t id = ++last_id_;
    const std::optional<Error> why_not = obstacle(workshop_, question);
    const std::size_t needs = descriptors_for(question.request, workshop_.site.host(question.host));
    Pending& pending = pending_[id];
    pending.question = std::move(question);
    if (why_not)
      answers_.push_back({id, tl::unexpected<Error>(*why_not), {}});
    else
      pending.place = workshop_.descriptors.enter(needs, [this, id] { begin(id); });
  }
}

void Asking::run() {
  const std::stop_callback wake(workshop_.stop,
                                [mailbox = workshop_.loop.mailbox()] { mailbox->post([] {}); });
  while (true) {
    deliver();
    if (pending_.empty()) {
      finish_killing();
      return end_sessions();
    }
    if (workshop_.stop.stop_requested())
      cut_short();
    else if (answers_.empty())
      workshop_.loop.run_once();
  }
}

// A server lets only so many be logged in, and keeps who does not log out for half an hour.
void Asking::end_sessions() {
  const std::chrono::milliseconds time =
      workshop_.stop.stop_requested() ? time_to_log_out_when_stopped : time_to_log_out;
  for (auto& [host, session] : sessions_) session->end(time);
  bool is_late = false;
  const EventLoop::Timer end = workshop_.loop.at(Clock::now() + time, [&] { is_late = true; });
  const auto is_open = [](const auto& one) { return !one.second->is_over(); };
  while (!is_late && std::any_of(sessions_.begin(), sessions_.end(), is_open))
    workshop_.loop.run_once();
  sessions_.clear();
}

template <class Files>
std::unique_ptr<Operation> Asking::start(const std::string& host, const Files& request, Done done) {
  const Host& asked = *workshop_.site.host(host);
  const FilesAt where = asked.reach == Reach::root ? FilesAt{asked.root, true} : FilesAt{};
  return start_reading(workshop_.means, {host, deadline_}, where, request, std::move(done));
}

void Asking::begin(std::uint64_t id) {
  Pending& pending = pending_[id];
  Done done = [this, id](Result<std::string> answer, Clock::duration took) {
    answers_.push_back({id, std::move(answer), took});
  };
  const Host& host = *workshop_.site.host(pending.question.host);
  pending.operation = std::visit(
      [&](const auto& request) -> std::unique_ptr<Operation> {
        using Kind = std::decay_t<decltype(request)>;
        // An API is asked from here, however the files of its host are reached.
        constexpr bool is_api = std::is_same_v<Kind, VsphereGet> || std::is_same_v<Kind, AzureGet>;
        if constexpr (!is_api)
          if (host.reach == Reach::ssh)
            return start_over_ssh(workshop_.ssh.of(host), deadline_, request, std::move(done));
        return start(host.name, request, std::move(done));
      },
      pending.question.request);
}

std::unique_ptr<Operation> Asking::start(const std::string& host, const RunCommand& request,
                                         Done done) {
  if (!not_ours_) not_ours_ = children();
  return start_command(workshop_.means, {host, deadline_}, request, std::move(done));
}

std::unique_ptr<Operation> Asking::start(const std::string& host, const TcpConnect& request,
                                         Done done) {
  return start_tcp_connect(workshop_.means, {host, deadline_}, request, std::move(done));
}

/// obstacle() lets it through for hosts over SSH only.
std::unique_ptr<Operation> Asking::start(const std::string&, const LogIn&, const Done&) {
  return nullptr;
}

std::unique_ptr<Operation> Asking::start(const std::string& host, const TlsHandshake& request,
                                         Done done) {
  return start_handshake(workshop_.means, {host, deadline_}, request, std::move(done));
}

std::unique_ptr<Operation> Asking::start(const std::string& host, const VsphereGet& request,
                                         Done done) {
  std::unique_ptr<VsphereSession>& session = sessions_[host];
  if (!session)
    session = std::make_unique<VsphereSession>(workshop_.means, *workshop_.site.host(host));
  return start_vsphere(*session, {host, deadline_}, request, std::move(done));
}

std::unique_ptr<Operation> Asking::start(const std::string& host, const AzureGet& request,
                                         Done done) {
  return start_azure_get(workshop_.means, *workshop_.azure, {host, deadline_}, request,
                         std::move(done));
}

// Here no operation is at work, so that one can be destroyed.
void Asking::deliver() {
  for (Answer& answer : std::exchange(answers_, {})) {
    auto done = pending_.extract(answer.id);
    if (done.empty()) continue;  // it had its answer when the rest was cut short
    done.mapped().operation.reset();
    done.mapped().place.leave();
    const auto now = std::chrono::system_clock::now();
    Observation observation{std::chrono::floor<std::chrono::seconds>(now),
                            std::chrono::round<std::chrono::milliseconds>(answer.took),
                            std::move(answer.answer)};
    add(answered_(done.mapped().question, std::move(observation)));
  }
}

/// What hangs on another machine does not end because nobody listens any more.
void Asking::finish_killing() {
  const Clock::time_point end = Clock::now() + time_for_killing;
  const EventLoop::Timer wake = workshop_.loop.at(end, [] {});
  while (Clock::now() < end && workshop_.ssh.is_killing()) workshop_.loop.run_once();
}

void Asking::cut_short() {
  for (auto& [id, pending] : pending_) {
    pending.operation.reset();
    pending.place.leave();
    answers_.push_back(
        {id,
         error(ErrorKind::not_collected,
               fmt::format("{}: {}: interrupted before it was answered", pending.question.host,
                           describe(pending.question.request))),
         {}});
  }
}

}  // namespace fbd
