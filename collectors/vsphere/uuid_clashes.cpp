#include "collectors/vsphere/uuid_clashes.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace fbd {
namespace {

using Kind = UuidClash::Kind;

struct Identity {
  Kind kind = Kind::bios;
  std::string_view uuid;  // as the server writes it
  std::string_view file;  // of a disk
};

template <class Visit>
void each_identity(const VsphereVm& vm, const Visit& visit) {
  if (vm.uuid) visit(Identity{Kind::bios, *vm.uuid, {}});
  if (vm.instance_uuid) visit(Identity{Kind::instance, *vm.instance_uuid, {}});
  if (!vm.disks) return;
  for (const VsphereDisk& one : *vm.disks) {
    visit(Identity{Kind::disk, one.uuid, one.file});
    visit(Identity{Kind::lun, one.lun, one.file});
  }
}

/// The same UUID is written in many ways: case, dashes, blanks and braces say nothing.
constexpr bool is_mark(char c) { return c == '-' || c == ' ' || c == '{' || c == '}'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string plain(std::string_view uuid) {
  std::string digits;
  for (const char c : uuid)
    if (!is_mark(c)) digits += lower(c);
  return digits;
}

/// Of kind and digits; 0 for all zeros, which are no identity.
std::uint64_t hash_of(const Identity& identity) {
  TextHash hash(static_cast<std::uint8_t>(identity.kind));
  bool is_empty = true;
  for (const char c : identity.uuid) {
    if (is_mark(c)) continue;
    is_empty = is_empty && c == '0';
    hash.add(lower(c));
  }
  if (is_empty) return 0;
  return hash.value() == 0 ? 1 : hash.value();
}

std::size_t identities_of(std::span<const VsphereVm> machines) {
  std::size_t count = 0;
  for (const VsphereVm& vm : machines) each_identity(vm, [&](const Identity&) { ++count; });
  return count;
}

struct Found {
  PlacedVm place;
  std::string_view file;
};

bool is_same_machine(const PlacedVm& a, const PlacedVm& b) {
  if (a.server == b.server) return a.vm == b.vm;
  const auto same = [](const auto& x, const auto& y) { return x && y && *x == *y; };
  return same(a.vm->instance_uuid, b.vm->instance_uuid) && same(a.vm->uuid, b.vm->uuid) &&
         same(a.vm->name, b.vm->name);
}

bool is_same_file(const Found& a, const Found& b) {
  return !a.file.empty() && a.place.server == b.place.server && a.file == b.file;
}

/// Those with this identity that are neither the same machine nor the same file as one before them.
class Sharing {
 public:
  Sharing(const PlacedVm& machine, const Identity& identity)
      : kind_(identity.kind), uuid_(plain(identity.uuid)), kept_{{machine, identity.file}} {}

  void look(const PlacedVm& place) {
    each_identity(*place.vm, [&](const Identity& one) {
      if (one.kind == kind_ && kept_.size() <= enough && plain(one.uuid) == uuid_)
        add({place, one.file});
    });
  }

  bool is_enough() const { return kept_.size() > enough; }

  UuidClash clash() const {
    UuidClash clash{kind_, uuid_, {}};
    for (std::size_t i = 1; i < kept_.size(); ++i) clash.others.push_back(kept_[i].place);
    return clash;
  }

 private:
  static constexpr std::size_t enough = 50;

  void add(const Found& one) {
    const bool is_new = std::none_of(kept_.begin(), kept_.end(), [&](const Found& other) {
      return is_same_machine(one.place, other.place) || is_same_file(one, other);
    });
    if (is_new) kept_.push_back(one);
  }

  Kind kind_;
  std::string uuid_;
  std::vector<Found> kept_;  // first the machine itself
};

}  // namespace

VmIdentities::VmIdentities(std::span<const VsphereVm> machines)
    // Twice the hash costs less than to keep it.
    : HashPlaces(identities_of(machines), [machines](const auto& visit) {
        for (std::size_t i = machines.size(); i-- > 0;)
          each_identity(machines[i], [&](const Identity& one) {
            if (const std::uint64_t hash = hash_of(one)) visit(hash, i);
          });
      }) {}

std::vector<UuidClash> clashes_with(const PlacedVm& machine,
                                    std::span<const VsphereVms* const> servers) {
  std::vector<UuidClash> clashes;
  each_identity(*machine.vm, [&](const Identity& own) {
    const std::uint64_t hash = hash_of(own);
    if (hash == 0) return;
    Sharing sharing(machine, own);
    for (std::size_t server = 0; server < servers.size(); ++server)
      for (const VmIdentities::Entry& one : servers[server]->identities->like(hash))
        if (one.is_of(hash) && !sharing.is_enough())
          sharing.look({server, &(*servers[server]->all)[one.place]});
    if (UuidClash clash = sharing.clash(); !clash.others.empty())
      clashes.push_back(std::move(clash));
  });
  const auto before = [](const UuidClash& a, const UuidClash& b) {
    return std::tie(a.kind, a.uuid) < std::tie(b.kind, b.uuid);
  };
  const auto same = [](const UuidClash& a, const UuidClash& b) {
    return a.kind == b.kind && a.uuid == b.uuid;
  };
  std::stable_sort(clashes.begin(), clashes.end(), before);
  // Two disks of one machine may have the same.
  clashes.erase(std::unique(clashes.begin(), clashes.end(), same), clashes.end());
  return clashes;
}

}  // namespace fbd
