#include "collectors/transport/ssh_host.h"

#include <fmt/format.h>

#include <utility>

namespace fbd {
namespace {

constexpr std::size_t file_questions_at_once = 16;

}  // namespace

SshHost::SshHost(Means& means, std::shared_ptr<SshFiles> files, const Host& host)
    : means_(means),
      files_(std::move(files)),
      host_(host),
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
  call_ = means_.blocking.start([files = files_, host = host_,
                                 target](const std::stop_token&) { *target = files->target(host); },
                                [] {},
                                [this, target, within] {
                                  target_ = target;
                                  open(within);
                                });
}

/// What this version cannot do.
std::string SshHost::obstacle() const {
  if (host_.os == Os::windows)
    return "this version cannot ask Windows over SSH yet; look there by hand";
  if (!target_->jump.empty())
    return fmt::format(
        "it is reached through {}, which this version cannot do yet; run "
        "failback-doctor there",
        target_->jump);
  if (!target_->proxy_command.empty())
    return "~/.ssh/config has a ProxyCommand for it, which is not carried out";
  if (!target_->known_hosts) return "its ssh configuration could not be read";
  return {};
}

void SshHost::open(std::chrono::milliseconds within) {
  if (const std::string why = obstacle(); !why.empty()) {
    login_ = error(ErrorKind::not_collected, fmt::format("{}: {}", host_.name, why));
    return tell();
  }
  opening_ = std::make_unique<SshOpening>(
      means_, Terms{host_.name, within}, *target_,
      [this](SshOpening::Opened result) { opened(std::move(result)); });
}

void SshHost::opened(SshOpening::Opened result) {
  login_ = std::move(result.answer);
  took_ = result.took;
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
