#include "collectors/transport/hidden_prompt.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace fbd {
namespace {

constexpr std::chrono::minutes patience{2};
constexpr std::size_t longest = 1024;

}  // namespace

HiddenPrompt::HiddenPrompt(EventLoop& loop, const std::string& question, Typed typed)
    : typed_(std::move(typed)),
      terminal_(open("/dev/tty", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
  if (!hide()) {
    end_ = loop.at(Clock::now(), [this] { finish(std::nullopt); });
    return;
  }
  say("\n" + question);
  end_ = loop.at(Clock::now() + patience, [this] { finish(std::nullopt); });
  watch_ = loop.watch(terminal_.fd(), EPOLLIN, [this](std::uint32_t) { read(); });
}

bool HiddenPrompt::hide() {
  // Who changes a terminal from its background is stopped.
  if (!terminal_ || tcgetpgrp(terminal_.fd()) != getpgrp()) return false;
  if (tcgetattr(terminal_.fd(), &before_) != 0) return false;
  termios without = before_;
  without.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK);
  without.c_lflag |= ECHONL | ICANON;
  hidden_ = tcsetattr(terminal_.fd(), TCSAFLUSH, &without) == 0;
  return hidden_;
}

void HiddenPrompt::show() {
  if (std::exchange(hidden_, false)) tcsetattr(terminal_.fd(), TCSAFLUSH, &before_);
}

void HiddenPrompt::say(const std::string& text) const {
  // A terminal that does not take a line has nobody before it.
  if (write(terminal_.fd(), text.data(), text.size()) < 0) return;
}

void HiddenPrompt::read() {
  std::array<char, longest> bytes{};
  const ssize_t got = ::read(terminal_.fd(), bytes.data(), bytes.size());
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return finish(std::nullopt);
  line_.append(bytes.data(), static_cast<std::size_t>(got));
  const std::size_t end = line_.find('\n');
  if (end == line_.npos && line_.size() < longest) return;
  line_.resize(std::min(end, line_.size()));
  finish(line_.empty() ? std::nullopt : std::optional<std::string>(std::move(line_)));
}

void HiddenPrompt::finish(std::optional<std::string> answer) {
  watch_.end();
  show();
  end_.cancel();
  if (const Typed typed = std::exchange(typed_, nullptr)) typed(std::move(answer));
}

}  // namespace fbd
