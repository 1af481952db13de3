// Evidence: every question that was asked, with its observation.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "collectors/evidence/observation.h"
#include "collectors/evidence/question.h"

namespace fbd {

/// Names one observation: of which host, which question.
struct Asked {
  std::string host;
  std::string question;
  friend auto operator<=>(const Asked&, const Asked&) = default;
  friend bool operator==(const Asked&, const Asked&) = default;
};

/// What has been read from an answer already, one reading per origin of a fact that wants to be
/// read once (fact.h): many ask, perhaps from several threads. A copy starts without.
class Readings {
 public:
  Readings() = default;
  Readings(const Readings&) noexcept {}
  Readings& operator=(const Readings&) = delete;
  ~Readings() = default;

  /// nullptr if there is none. What is returned stays where it is.
  const void* find(const void* origin) const {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(origin);
    return found == kept_.end() ? nullptr : found->second.get();
  }
  /// The first one is kept. NOLINTNEXTLINE(performance-unnecessary-value-param)
  const void* keep(const void* origin, std::shared_ptr<const void> reading) {
    const std::lock_guard lock(mutex_);
    return kept_.try_emplace(origin, std::move(reading)).first->second.get();
  }

 private:
  mutable std::mutex mutex_;
  std::map<const void*, std::shared_ptr<const void>> kept_;
};

/// Ordered by host and question, so that neither bundle nor report depends on who answered first.
class Evidence {
 public:
  struct Entry {
    Request request;
    Observation observation;
    mutable Readings readings{};
  };

  /// Keeps the first answer; nothing is asked twice.
  void record(const Question& question, Observation observation);

  /// nullptr if it was never asked.
  const Entry* find(std::string_view host, std::string_view question) const;

  void erase(const Asked& asked) { entries_.erase(asked); }

  const std::map<Asked, Entry>& entries() const { return entries_; }

 private:
  std::map<Asked, Entry> entries_;
};

}  // namespace fbd
