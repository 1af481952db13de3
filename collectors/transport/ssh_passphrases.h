// SshPassphrases: what only the user knows of key files, asked on the terminal.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/transport/event_loop.h"
#include "collectors/transport/hidden_prompt.h"

namespace fbd {

class SshPassphrases {
 public:
  explicit SshPassphrases(EventLoop& loop) : loop_(loop) {}

  /// Called once, by the loop. Nothing if nobody could be asked or nothing was typed.
  using Told = std::function<void(const std::optional<std::string>&)>;
  /// Each file is asked for once in a run, one after the other, however many hosts want it.
  void ask(const std::string& file, Told told);

 private:
  void next();
  void typed(std::optional<std::string> answer);

  EventLoop& loop_;
  std::map<std::string, std::optional<std::string>> known_;
  std::list<std::pair<std::string, Told>> waiting_;
  std::unique_ptr<HiddenPrompt> prompt_;
  EventLoop::Timer soon_;
};

}  // namespace fbd
