// HiddenPrompt: asks whoever sits at the terminal for a secret, without showing what is typed.
#pragma once

#include <termios.h>

#include <functional>
#include <optional>
#include <string>

#include "collectors/transport/descriptor.h"
#include "collectors/transport/event_loop.h"

namespace fbd {

/// Asks on the terminal itself, whatever standard input and output are. The terminal shows again
/// what is typed as soon as there is an answer or the prompt goes.
class HiddenPrompt {
 public:
  /// Called once, by the loop; it may destroy the prompt. Nothing if there is no terminal, or this
  /// program is in its background, or nothing was typed within two minutes.
  using Typed = std::function<void(std::optional<std::string>)>;
  HiddenPrompt(EventLoop& loop, const std::string& question, Typed typed);
  HiddenPrompt(const HiddenPrompt&) = delete;
  HiddenPrompt& operator=(const HiddenPrompt&) = delete;
  ~HiddenPrompt() { show(); }

 private:
  bool hide();
  void show();
  void say(const std::string& text) const;
  void read();
  void finish(std::optional<std::string> answer);

  Typed typed_;
  Descriptor terminal_;
  termios before_{};
  bool hidden_ = false;
  std::string line_;
  EventLoop::Watch watch_;
  EventLoop::Timer end_;
};

}  // namespace fbd
