#include "collectors/vsphere/vm_finder.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using By = VmFinder::By;

/// What a client shows for a name that the API writes with escapes.
std::string plain_name(std::string_view escaped) {
  std::string name(escaped);
  constexpr std::array<std::pair<std::string_view, char>, 3> escapes{
      {{"%2f", '/'}, {"%5c", '\\'}, {"%25", '%'}}};
  for (std::size_t at = name.find('%'); at != name.npos; at = name.find('%', at + 1))
    for (const auto& [escape, c] : escapes)
      if (same_word(std::string_view(name).substr(at, 3), escape)) {
        name.replace(at, 3, 1, c);
        break;
      }
  return name;
}

bool ignores_case(By by) { return by == By::name || by == By::disk_uuid; }

bool is_same(By by, std::string_view a, std::string_view b) {
  return ignores_case(by) ? same_word(a, b) : a == b;
}

std::uint64_t hash_of(By by, std::string_view text) {
  TextHash hash(static_cast<std::uint8_t>(by));
  for (const char c : text)
    hash.add(ignores_case(by) && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  return hash.value();
}

/// What a machine can be found by.
template <class Visit>
void each_text(const VsphereVm& vm, const Visit& visit) {
  if (vm.name) {
    visit(By::name, std::string_view(*vm.name));
    if (vm.name->find('%') != std::string_view::npos)
      visit(By::name, std::string_view(plain_name(*vm.name)));
  }
  if (vm.address && !vm.address->empty()) visit(By::address, std::string_view(*vm.address));
  if (!vm.disks) return;
  for (const VsphereDisk& disk : *vm.disks) {
    if (!disk.file.empty()) visit(By::disk_file, disk.file);
    if (!disk.uuid.empty()) visit(By::disk_uuid, disk.uuid);
  }
}

std::size_t texts_of(std::span<const VsphereVm> machines) {
  std::size_t count = 0;
  for (const VsphereVm& vm : machines) each_text(vm, [&](By, std::string_view) { ++count; });
  return count;
}

}  // namespace

VmFinder::VmFinder(std::span<const VsphereVm> machines)
    : machines_(machines), places_(texts_of(machines), [machines](const auto& visit) {
        for (std::size_t i = machines.size(); i-- > 0;)
          each_text(machines[i],
                    [&](By by, std::string_view text) { visit(hash_of(by, text), i); });
      }) {}

std::vector<const VsphereVm*> VmFinder::find(By by, std::string_view text) const {
  std::vector<const VsphereVm*> found;
  if (text.empty()) return found;
  const std::uint64_t hash = hash_of(by, text);
  for (const HashPlaces::Entry& one : places_.like(hash)) {
    const VsphereVm* const vm = &machines_[one.place];
    if (!one.is_of(hash) || (!found.empty() && found.back() == vm)) continue;
    bool has_it = false;
    each_text(*vm, [&](By its_kind, std::string_view its) {
      has_it = has_it || (its_kind == by && is_same(by, its, text));
    });
    if (has_it) found.push_back(vm);
  }
  return found;
}

}  // namespace fbd
