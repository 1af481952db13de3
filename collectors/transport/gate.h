// Gate: lets in only so many at once, in the order they came.
#pragma once

#include <cstdint>
#include <map>

#include "collectors/transport/event_loop.h"

namespace fbd {

class Gate {
 public:
  /// A place in the line, and once admitted, inside. Whoever lets go of it gives up or leaves.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept { *this = std::move(other); }
    Place& operator=(Place&& other) noexcept;
    ~Place() { leave(); }
    void leave();

   private:
    friend class Gate;
    Gate* gate_ = nullptr;
    std::uint64_t id_ = 0;
  };

  Gate(EventLoop& loop, std::size_t capacity) : loop_(loop), capacity_(capacity) {}
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// `admitted` is called by the loop, never from here. Somebody heavier than the whole gate is
  /// admitted alone.
  [[nodiscard]] Place enter(std::size_t weight, Action admitted);
  void resize(std::size_t capacity);

 private:
  struct Waiting {
    std::size_t weight;
    Action admitted;
  };
  void admit_soon();
  void admit();

  EventLoop& loop_;
  std::size_t capacity_;
  std::size_t used_ = 0;
  std::uint64_t last_id_ = 0;
  bool scheduled_ = false;
  std::map<std::uint64_t, Waiting> waiting_;     // by arrival
  std::map<std::uint64_t, std::size_t> inside_;  // their weights
};

}  // namespace fbd
