// LiveSource: asks real hosts. Everything at once on one event loop; what can block in the kernel
// (files, name lookups) on worker threads that nobody waits for past the deadline.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "collectors/evidence/site.h"
#include "collectors/evidence/source.h"

namespace fbd {

class MessageSet;

/// What a live run may use. The defaults are for people; tests and benchmarks set others.
struct LiveLimits {
  std::size_t answer_bytes = 8U << 20;  // a longer answer is malformed
  int handshakes_at_once = 8;           // TLS costs CPU: more at once only makes all of them late
  bool ask_on_terminal = false;         // for the passphrases of keys, if there is a terminal
  int blocking_calls_at_once = 32;      // worker threads; one that hangs no longer counts
  std::shared_ptr<const MessageSet> messages{};  // that ScanLogs looks for; none: not_collected
};

class LiveSource final : public Source {
 public:
  /// `stop` ends the asking within a fraction of a second: what is left is not_collected.
  explicit LiveSource(const Site& site, std::stop_token stop = {}, LiveLimits limits = {});
  ~LiveSource() override;

  void ask(std::vector<Question> questions, std::chrono::milliseconds deadline,
           const Answered& answered) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fbd
