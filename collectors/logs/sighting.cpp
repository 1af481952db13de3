#include "collectors/logs/sighting.h"

namespace fbd {
namespace {

bool is_earlier(const SeenAt& a, const SeenAt& b) {
  return a.time && (!b.time || *a.time < *b.time);
}
bool is_later_or_same(const SeenAt& a, const SeenAt& b) {
  return a.time ? !b.time || *a.time >= *b.time : !b.time;
}

}  // namespace

void Sightings::add(std::size_t message, SeenAt place) {
  Sighting& one = met_[message];
  if (one.count == 0 || is_earlier(place, one.first)) one.first = place;
  if (one.count == 0 || is_later_or_same(place, one.last)) one.last = std::move(place);
  ++one.count;
}

void Sightings::add(const Sightings& later) {
  for (const auto& [message, other] : later.met_) {
    Sighting& one = met_[message];
    one.before += other.before;
    if (other.count == 0) continue;
    if (one.count == 0 || is_earlier(other.first, one.first)) one.first = other.first;
    if (one.count == 0 || is_later_or_same(other.last, one.last)) one.last = other.last;
    one.count += other.count;
  }
}

void Sightings::shift_lines(std::uint64_t lines) {
  for (auto& [message, one] : met_) {
    one.first.line += lines;
    one.last.line += lines;
  }
}

}  // namespace fbd
