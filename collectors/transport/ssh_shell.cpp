#include "collectors/transport/ssh_shell.h"

#include <fmt/format.h>

#include <utility>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/nonce.h"
#include "collectors/transport/shell_text.h"

namespace fbd {
namespace {

constexpr unsigned window = 256U << 10;
constexpr std::size_t errors_kept = 4096;

/// As for a command on this machine: a known path, no language, in the root directory.
constexpr std::string_view surroundings =
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; LC_ALL=C; LANG=C\n"
    "export PATH LC_ALL LANG; unset LANGUAGE ENV BASH_ENV CDPATH IFS; cd /\n";

/// The login shell, whichever it is, understands this; a restricted one as well.
std::string command(const ShellRights& rights, const std::string& nonce) {
  if (!rights.sudo) return "sh";
  // Only once the shell is there may it be talked to: until then sudo may want a password.
  return fmt::format(
      "sudo -S -p {0}- sh -c 'printf \"\\n{0} begin 1\\n$$\\n{0} end 1 0\\n\";exec sh'", nonce);
}

}  // namespace

SshShell::SshShell(SshLink& link, const ShellRights& rights, Action changed)
    : name_(link.name()),
      rights_(rights),
      changed_(std::move(changed)),
      nonce_(new_nonce(16)),
      output_(nonce_),
      errors_(nonce_),
      channel_(
          link, SshChannel::Kind::command, command(rights, nonce_), window,
          {.started = [this] { begin(); },
           .output = [this](std::string_view bytes) { hear(bytes); },
           .errors = [this](std::string_view bytes) { hear_errors(bytes); },
           .ended =
               [this](const SshChannel::Exit& exit) {
                 const std::string said =
                     trimmed(errors_.seen()).empty() ? output_.seen() : errors_.seen();
                 const std::string how = exit.signal.empty() ? fmt::format("exit {}", exit.status)
                                                             : "signal " + exit.signal;
                 const std::string_view words = trimmed(said);
                 end({ready_ ? ErrorKind::failed : ErrorKind::denied,
                      fmt::format("{}: {}: {}{}", name_,
                                  ready_         ? "the shell ended"
                                  : rights_.sudo ? "sudo gave no shell"
                                                 : "the account runs no commands",
                                  how,
                                  words.empty() ? ""
                                                : fmt::format(", \"{}\"",
                                                              printable(without_secrets(words))))});
               },
           .failed = [this](const Error& why) { end(why); }}) {
  number_ = 1;
  output_.expect(1, errors_kept);
  errors_.expect(1, errors_kept);
}

void SshShell::begin() {
  if (rights_.sudo) return;
  channel_.write(fmt::format("printf '\\n{0} begin 1\\n%s\\n{0} end 1 0\\n' \"$$\"\n", nonce_));
}

void SshShell::hear(std::string_view bytes) {
  output_.feed(bytes);
  if (!ready_ && !over_ && output_.status()) {
    ready_ = true;
    process_ = output_.take();
    channel_.write(surroundings);
    return changed_();
  }
  look();
}

void SshShell::hear_errors(std::string_view bytes) {
  errors_.feed(bytes);
  if (ready_ || !rights_.sudo) return look();
  const std::string said = errors_.seen();
  const std::size_t prompt = said.find(nonce_ + "-");
  if (prompt == said.npos) return;
  const bool again = gave_password_ && said.find(nonce_ + "-", prompt + 1) != said.npos;
  if (gave_password_ && !again) return;
  const auto refuse = [this](const std::string& why) {
    channel_.stop();
    end({ErrorKind::denied, fmt::format("{}: sudo: {}", name_, why)});
  };
  if (again) return refuse("the password was not accepted");
  if (!rights_.password)
    return refuse("it asks for a password, and the site file does not say where it is");
  if (!*rights_.password) return refuse(rights_.password->error().message);
  gave_password_ = true;
  channel_.write(**rights_.password + "\n");
}

void SshShell::run(const std::string& script, std::size_t at_most, Answered answered) {
  ++number_;
  answered_ = std::move(answered);
  output_.expect(number_, at_most);
  errors_.expect(number_, errors_kept);
  // A shell of its own for each: what it sets, and that it exits, is no business of the next.
  channel_.write(
      fmt::format("printf '\\n{0} begin {1}\\n'; printf '\\n{0} begin {1}\\n' >&2\n"
                  "(eval {2}) </dev/null\n"
                  "fbd=$?; printf '\\n{0} end {1} %s\\n' \"$fbd\"; printf '\\n{0} end {1} %s\\n' "
                  "\"$fbd\" >&2\n",
                  nonce_, number_, as_shell_word(script)));
}

void SshShell::look() {
  if (!answered_) return;
  if (output_.too_long()) {
    channel_.stop();
    const Answered answered = std::exchange(answered_, {});
    end({ErrorKind::failed, name_ + ": the shell was ended"});
    return answered(error(ErrorKind::malformed, ""));
  }
  if (!output_.status()) return;
  if (*output_.status() != 0 && !errors_.status() && !errors_.too_long()) return;
  ShellAnswer answer{*output_.status(), output_.take(), errors_.take()};
  give(std::move(answer));
}

void SshShell::give(Result<ShellAnswer> answer) {
  if (const Answered answered = std::exchange(answered_, {})) answered(std::move(answer));
}

void SshShell::kill() {
  answered_ = {};
  over_ = true;
  channel_.kill();
}

void SshShell::end(const Error& why) {
  if (std::exchange(over_, true)) return;
  ready_ = false;
  why_ = why;
  give(tl::unexpected<Error>(why));
  changed_();
}

}  // namespace fbd
