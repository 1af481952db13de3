#include "collectors/transport/ssh_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "collectors/transport/ssh_hosts.h"

namespace fbd {
namespace {

constexpr std::size_t file_questions_at_once = 16;

}  // namespace

SshHost::SshHost(Means& means, std::shared_ptr<SshFiles> files, SshHosts& others, Asked asked)
    : means_(means),
      files_(std::move(files)),
      others_(others),
      asked_(std::move(asked)),
      files_at_once_(means.loop, file_questions_at_once) {}

SshHost::Wait& SshHost::Wait::operator=(Wait&& other) noexcept {
  if (this == &other) return *this;
  leave();
  host_ = std::exchange(other.host_, nullptr);
  id_ = other.id_;
  return *this;
}

void SshHost::Wait::leave() {
  if (SshHost* host = std::exchange(host_, nullptr)) {
    host->waiting_.erase(id_);
    host->for_files_.erase(id_);
  }
}

SshHost::Wait SshHost::when_open(std::chrono::milliseconds within, Opened opened) {
  Wait wait;
  wait.host_ = this;
  wait.id_ = ++last_id_;
  waiting_[wait.id_] = std::move(opened);
  if (!std::exchange(begun_, true)) load(within);
  if (login_) tell();
  return wait;
}

void SshHost::load(std::chrono::milliseconds within) {
  auto target = std::make_shared<SshTarget>();
  call_ =
      means_.blocking.start([files = files_, host = host_, through = asked_.through, target](
                                const std::stop_token&) { *target = files->target(host, through); },
                            [] {},
                            [this, target, within] {
                              target_ = target;
                              unlock_keys(within);
                            });
}

/// What this version cannot do.
std::string SshHost::obstacle() const {
  if (!target_->proxy_command.empty())
    return "~/.ssh/config has a ProxyCommand for it, which is not carried out";
  if (!target_->known_hosts) return "its ssh configuration could not be read";
  return {};
}

/// Asks for passphrases where nothing else could log in: before anybody is connected to, so that
/// nobody waits for a person who types, and no deadline runs.
void SshHost::unlock_keys(std::chrono::milliseconds within) {
  const std::vector<SshTarget::KeyFile>& keys = target_->keys;
  const bool all_locked =
      !keys.empty() && std::all_of(keys.begin(), keys.end(), [](const auto& key) {
        return key.text.empty() || SshTarget::is_encrypted(key);
      });
  if (!means_.limits.ask_on_terminal || !all_locked || target_->passphrase || target_->password)
    return find_way(within);
  if (target_->agent_socket.empty()) return ask_passphrases(within, 0);
  agent_ = std::make_unique<SshAgent>(means_.loop);
  agent_->list(
      target_->agent_socket, [this, within](const Result<std::vector<SshAgent::Key>>& held) {
        const bool fits =
            held && std::any_of(held->begin(), held->end(), [this](const auto& one) {
              return !target_->only_these_keys ||
                     std::any_of(target_->keys.begin(), target_->keys.end(),
                                 [&](const auto& key) { return key.public_blob == one.blob; });
            });
        if (fits) return find_way(within);
        ask_passphrases(within, 0);
      });
}

void SshHost::ask_passphrases(std::chrono::milliseconds within, std::size_t from) {
  while (from < target_->keys.size() && target_->keys[from].text.empty()) ++from;
  if (from == target_->keys.size()) return find_way(within);
  others_.passphrases().ask(target_->keys[from].path,
                            [this, within, from](const std::optional<std::string>& typed) {
                              target_->keys[from].passphrase = typed;
                              ask_passphrases(within, from + 1);
                            });
}

void SshHost::find_way(std::chrono::milliseconds within) {
  if (const std::string why = obstacle(); !why.empty()) {
    login_ = error(ErrorKind::not_collected, fmt::format("{}: {}", host_.name, why));
    return tell();
  }
  if (target_->jump.empty() && target_->proxy_jump.empty()) return open(within);
  const Result<SshHost*> jump = others_.jump(*target_, asked_.hops);
  if (!jump) {
    login_ = error(jump.error().kind, fmt::format("{}: {}", host_.name, jump.error().message));
    return tell();
  }
  jump_ = (*jump)->when_open(
      within, [this, within, &jump = **jump](const Result<void>& how, Clock::duration) {
        if (!how) return not_through(jump, how.error());
        before_ = jump.hops();
        open(within);
      });
}

void SshHost::not_through(const SshHost& jump, const Error& why) {
  // A host of the site is judged by itself; of another nobody speaks but who is reached through it.
  const Result<LoginAnswer>& login = jump.login();
  if (jump.asked_.only_passed && (!login || login->outcome != LoginOutcomeKind::ready))
    login_ = login;
  else
    login_ = error(ErrorKind::not_collected,
                   fmt::format("{}: it is reached through {}, which cannot be passed: {}",
                               host_.name, jump.host_.name, why.message));
  tell();
}

SshHops SshHost::hops() const {
  SshHops all = before_;
  all.push_back(target_);
  return all;
}

void SshHost::open(std::chrono::milliseconds within) {
  opening_ = std::make_unique<SshOpening>(
      means_, Terms{host_.name, within}, *target_, before_,
      [this](SshOpening::Opened result) { opened(std::move(result)); });
}

void SshHost::opened(SshOpening::Opened result) {
  login_ = std::move(result.answer);
  took_ = result.took;
  road_ = std::move(result.road);
  link_ = std::move(result.link);
  if (link_) {
    ShellRights rights;
    if (host_.ssh && host_.ssh->sudo) {
      rights.sudo = true;
      rights.password = target_->sudo_password ? target_->sudo_password : target_->password;
    }
    shells_ = std::make_unique<SshShells>(means_.loop, *link_, std::move(rights));
  }
  opening_.reset();
  tell();
}

void SshHost::tell() {
  soon_ = means_.loop.at(Clock::now(), [this] {
    Result<void> how;
    if (!*login_)
      how = tl::unexpected<Error>(login_->error());
    else if (!link_)
      how = tl::unexpected<Error>(as_error(**login_, host_.name));
    else if (link_->is_broken())
      how = error(ErrorKind::reset, host_.name + ": the ssh connection was closed");
    while (!waiting_.empty()) waiting_.extract(waiting_.begin()).mapped()(how, took_);
  });
}

SshHost::Wait SshHost::when_files(std::chrono::milliseconds within, Action known) {
  Wait wait;
  wait.host_ = this;
  wait.id_ = ++last_id_;
  for_files_[wait.id_] = std::move(known);
  const auto tell_all = [this] {
    soon_files_ = means_.loop.at(Clock::now(), [this] {
      while (!for_files_.empty()) for_files_.extract(for_files_.begin()).mapped()();
    });
  };
  const bool with_sudo = host_.ssh && host_.ssh->sudo;
  if (!with_sudo && !sftp_)
    sftp_ = std::make_unique<Sftp>(means_.loop, *link_, within, tell_all);
  else if (with_sudo || sftp_->state() != Sftp::State::starting)
    tell_all();
  return wait;
}

Sftp* SshHost::sftp() {
  return sftp_ && sftp_->state() == Sftp::State::ready ? sftp_.get() : nullptr;
}

}  // namespace fbd
