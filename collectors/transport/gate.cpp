#include "collectors/transport/gate.h"

namespace fbd {

Gate::Place& Gate::Place::operator=(Place&& other) noexcept {
  if (this == &other) return *this;
  leave();
  gate_ = std::exchange(other.gate_, nullptr);
  id_ = other.id_;
  return *this;
}

void Gate::Place::leave() {
  Gate* gate = std::exchange(gate_, nullptr);
  if (!gate || gate->waiting_.erase(id_)) return;
  const auto inside = gate->inside_.find(id_);
  gate->used_ -= inside->second;
  gate->inside_.erase(inside);
  gate->admit_soon();
}

Gate::Place Gate::enter(std::size_t weight, Action admitted) {
  Place place;
  place.gate_ = this;
  place.id_ = ++last_id_;
  waiting_.emplace(place.id_, Waiting{weight, std::move(admitted)});
  admit_soon();
  return place;
}

void Gate::resize(std::size_t capacity) {
  capacity_ = capacity;
  admit_soon();
}

// Through the loop: whoever is admitted and leaves at once would otherwise admit the next from
// within his own leaving, a thousand deep.
void Gate::admit_soon() {
  if (scheduled_ || waiting_.empty()) return;
  scheduled_ = true;
  loop_.soon([this] {
    scheduled_ = false;
    admit();
  });
}

void Gate::admit() {
  while (!waiting_.empty()) {
    const std::size_t weight = waiting_.begin()->second.weight;
    if (used_ > 0 && used_ + weight > capacity_) return;
    auto next = waiting_.extract(waiting_.begin());
    used_ += weight;
    inside_.emplace(next.key(), weight);
    next.mapped().admitted();
  }
}

}  // namespace fbd
