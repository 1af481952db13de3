#include "collectors/transport/ssh_passphrases.h"

#include <fmt/format.h>

#include <utility>

#include "collectors/evidence/text.h"

namespace fbd {

void SshPassphrases::ask(const std::string& file, Told told) {
  waiting_.emplace_back(file, std::move(told));
  if (!prompt_) soon_ = loop_.at(Clock::now(), [this] { next(); });
}

void SshPassphrases::next() {
  while (!waiting_.empty()) {
    const auto known = known_.find(waiting_.front().first);
    if (known == known_.end()) break;
    const Told told = std::move(waiting_.front().second);
    waiting_.pop_front();
    told(known->second);
  }
  if (waiting_.empty()) return;
  prompt_ = std::make_unique<HiddenPrompt>(
      loop_,
      fmt::format("Passphrase of the key {} (nothing: go on without): ",
                  printable(waiting_.front().first)),
      [this](std::optional<std::string> answer) { typed(std::move(answer)); });
}

void SshPassphrases::typed(std::optional<std::string> answer) {
  known_[waiting_.front().first] = std::move(answer);
  prompt_.reset();
  next();
}

}  // namespace fbd
