// RunCommand on a Windows machine: one channel for each, because its shells cannot be fed like
// "sh".
#include "collectors/transport/ssh_windows.h"

#include <fmt/format.h>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/base64.h"
#include "collectors/transport/framed.h"
#include "collectors/transport/nonce.h"
#include "collectors/transport/ssh_channel.h"
#include "collectors/transport/ssh_question.h"

namespace fbd {
namespace {

constexpr unsigned window = 256U << 10;
constexpr std::size_t errors_kept = 4096;
constexpr std::size_t quarter = 4;  // of SshHost::files_at_once()

/// -EncodedCommand takes UTF-16, the low byte first.
std::string utf16(std::string_view ascii) {
  std::string wide;
  for (const char c : ascii) wide.append({c, '\0'});
  return wide;
}

class WindowsCommand final : public SshQuestion {
 public:
  WindowsCommand(SshHost& host, std::chrono::milliseconds deadline, const RunCommand& request,
                 Done done)
      : SshQuestion(host, deadline, std::move(done)),
        what_(fmt::format("{}: PowerShell \"{}\"", name(), printable(request.script, 40))),
        nonce_(new_nonce(16)),
        command_(powershell_command(request.script, nonce_)),
        framed_(nonce_) {
    framed_.expect(1, at_most());
  }
  ~WindowsCommand() override {
    if (channel_ && !over_) channel_->kill();
  }

 private:
  void begin() override {
    if (command_.size() > longest_windows_command)
      return fail(ErrorKind::failed, what_ + ": the script is too long for cmd.exe");
    // Four at a time: each is one of the ten sessions that a server allows (MaxSessions).
    place_ = host_.files_at_once().enter(quarter, [this] { start(); });
  }

  void start() {
    budget_.start();
    deadline_ = host_.means().loop.at(Clock::now() + budget_.left(), [this] {
      if (channel_) channel_->kill();
      end(error(ErrorKind::timed_out,
                fmt::format("{}: no end after {}; killed", what_, in_words(budget_.whole()))));
    });
    channel_ = std::make_unique<SshChannel>(
        host_.link(), SshChannel::Kind::command, command_, window,
        SshChannel::Events{
            .output =
                [this](std::string_view bytes) {
                  framed_.feed(bytes);
                  if (framed_.too_long()) {
                    channel_->kill();
                    end(error(ErrorKind::malformed,
                              fmt::format("{}: more than {} bytes", what_, at_most())));
                  }
                },
            .errors =
                [this](std::string_view bytes) {
                  errors_.append(
                      bytes.substr(0, errors_kept - std::min(errors_kept, errors_.size())));
                },
            .ended = [this](const SshChannel::Exit& exit) { ended(exit); },
            .failed = [this](const Error& why) { end(tl::unexpected<Error>(why)); }});
  }

  void ended(const SshChannel::Exit& exit) {
    if (framed_.status() && *framed_.status() == 0)
      return end(Result<std::string>(without_secrets(framed_.take())));
    const std::string all = errors_.empty() ? framed_.seen() : errors_;
    const std::string_view said = trimmed(all);
    const std::string words =
        said.empty() ? "" : fmt::format(", \"{}\"", printable(without_secrets(said), 300));
    if (framed_.status())
      return end(error(ErrorKind::failed, fmt::format("{}: it threw{}", what_, words)));
    end(error(ErrorKind::failed,
              fmt::format("{}: PowerShell gave no answer: exit {}{}", what_, exit.status, words)));
  }

  void end(Result<std::string> answer) {
    if (std::exchange(over_, true)) return;
    deadline_.cancel();
    place_.leave();
    finish(std::move(answer));
  }

  const std::string what_;
  const std::string nonce_;
  const std::string command_;
  Framed framed_;
  std::string errors_;
  bool over_ = false;
  Gate::Place place_;
  EventLoop::Timer deadline_;
  std::unique_ptr<SshChannel> channel_;
};

}  // namespace

std::string powershell_command(std::string_view script, std::string_view nonce) {
  // All output in one piece at the end: what PowerShell itself formats comes by another way than
  // what is written to the console, and could come later.
  const std::string whole = fmt::format(
      "$ProgressPreference='SilentlyContinue';"
      "[Console]::OutputEncoding=New-Object Text.UTF8Encoding $false;"
      "$fbd=0;$out='';try{{$out=&{{{0}}}|Out-String -Width 1000000}}"
      "catch{{[Console]::Error.WriteLine($_);$fbd=1}};"
      "[Console]::Out.Write(\"`n{1} begin 1`n$out`n{1} end 1 $fbd`n\")",
      script, nonce);
  return "powershell.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass "
         "-EncodedCommand " +
         to_base64(utf16(whole));
}

std::unique_ptr<Operation> start_on_windows(SshHost& host, std::chrono::milliseconds deadline,
                                            const RunCommand& request, Done done) {
  return std::make_unique<WindowsCommand>(host, deadline, request, std::move(done));
}

}  // namespace fbd
