#include "collectors/vsphere/uuid_clashes.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace fbd {
namespace {

/// Lower case without dashes, blanks and braces, as the same UUID is written in many ways. All
/// zeros is no identity.
std::string plain(std::string_view uuid) {
  std::string digits;
  for (const char c : uuid) {
    if (c == '-' || c == ' ' || c == '{' || c == '}') continue;
    digits += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (digits.find_first_not_of('0') == std::string::npos) digits.clear();
  return digits;
}

struct Found {
  PlacedVm place;
  std::string_view file;
};

using Index = std::unordered_map<std::string, std::vector<Found>>;

void add(Index& index, std::string_view uuid, PlacedVm place, std::string_view file = {}) {
  if (std::string key = plain(uuid); !key.empty()) index[std::move(key)].push_back({place, file});
}

bool is_same_machine(const PlacedVm& a, const PlacedVm& b) {
  if (a.server == b.server) return a.vm == b.vm;
  const auto same = [](const Result<std::string>& x, const Result<std::string>& y) {
    return x && y && *x == *y;
  };
  return same(a.vm->instance_uuid, b.vm->instance_uuid) && same(a.vm->uuid, b.vm->uuid) &&
         same(a.vm->name, b.vm->name);
}

bool is_same_file(const Found& a, const Found& b) {
  return !a.file.empty() && a.place.server == b.place.server && a.file == b.file;
}

/// Those that are neither the same machine nor the same file as one before them.
std::vector<PlacedVm> distinct(const std::vector<Found>& all) {
  std::vector<Found> kept;
  // A UUID that thousands share is told by some of them as well, and costs no square of them.
  constexpr std::size_t enough = 50;
  for (const Found& one : all) {
    if (kept.size() == enough) break;
    const bool is_new = std::none_of(kept.begin(), kept.end(), [&](const Found& other) {
      return is_same_machine(one.place, other.place) || is_same_file(one, other);
    });
    if (is_new) kept.push_back(one);
  }
  std::vector<PlacedVm> places;
  places.reserve(kept.size());
  for (const Found& one : kept) places.push_back(one.place);
  return places;
}

void report(const Index& index, UuidClash::Kind kind, std::vector<UuidClash>& clashes) {
  const std::size_t first = clashes.size();
  for (const auto& [uuid, found] : index) {
    if (found.size() < 2) continue;
    if (std::vector<PlacedVm> machines = distinct(found); machines.size() > 1)
      clashes.push_back({kind, uuid, std::move(machines)});
  }
  std::sort(clashes.begin() + static_cast<std::ptrdiff_t>(first), clashes.end(),
            [](const UuidClash& a, const UuidClash& b) { return a.uuid < b.uuid; });
}

}  // namespace

std::vector<UuidClash> uuid_clashes(std::span<const VsphereVms* const> servers) {
  Index bios, instance, disk, lun;
  for (std::size_t server = 0; server < servers.size(); ++server)
    for (const VsphereVm& vm : *servers[server]->all) {
      const PlacedVm place{server, &vm};
      if (vm.uuid) add(bios, *vm.uuid, place);
      if (vm.instance_uuid) add(instance, *vm.instance_uuid, place);
      if (!vm.disks) continue;
      for (const VsphereDisk& one : *vm.disks) {
        add(disk, one.uuid, place, one.file);
        add(lun, one.lun, place, one.file);
      }
    }
  std::vector<UuidClash> clashes;
  report(bios, UuidClash::Kind::bios, clashes);
  report(instance, UuidClash::Kind::instance, clashes);
  report(disk, UuidClash::Kind::disk, clashes);
  report(lun, UuidClash::Kind::lun, clashes);
  return clashes;
}

}  // namespace fbd
