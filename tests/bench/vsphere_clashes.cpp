// How the search for clashing UUIDs grows with the number of machines: 1,000 to 100,000 of them, of
// which one in ten was copied from another with all its UUIDs. See scripts/bench-vsphere.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string>

#include "collectors/vsphere/uuid_clashes.h"

namespace {

using namespace fbd;

std::string uuid(std::mt19937_64& chance) {
  const std::uint64_t a = chance(), b = chance();
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", a >> 32U, a >> 16U & 0xFFFFU,
                     a & 0xFFFFU, b >> 48U, b & 0xFFFFFFFFFFFFU);
}

std::string rows(std::size_t machines) {
  std::mt19937_64 chance(machines);
  std::string all, identity;
  for (std::size_t i = 0; i < machines; ++i) {
    if (i % 10 != 9)
      identity = fmt::format(
          R"("uuid":"{}","disks":[{{"file":"[a] {}","uuid":"{}"}},{{"file":"[b] {}","uuid":"{}"}}])",
          uuid(chance), i, uuid(chance), i, uuid(chance));
    all += fmt::format(
        R"({{"ref":"VirtualMachine:vm-{:06}","name":"app-{}","instance_uuid":"{}",{}}})", i, i,
        uuid(chance), identity);
    all += '\n';
  }
  return all;
}

struct Times {
  double read = 0, index = 0, search = 0;  // milliseconds
  std::size_t clashes = 0;
};

template <class Work>
double milliseconds(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

Times measure(const std::string& text) {
  Times times;
  Result<VsphereVms> vms = error(ErrorKind::not_collected, "");
  times.read = milliseconds([&] { vms = VsphereVms::origins().front().parse(text); });
  times.index = milliseconds([&] { const VmIdentities made(*vms->all); });
  const VsphereVms* const here[] = {&*vms};
  // Of every machine: a check searches for those of its site.
  times.search = milliseconds([&] {
    for (const VsphereVm& vm : *vms->all) times.clashes += clashes_with({0, &vm}, here).size();
  });
  return times;
}

}  // namespace

int main() {
  fmt::print("{:>9} {:>10} {:>10} {:>16} {:>9} {:>20}\n", "machines", "read ms", "index ms",
             "search all ms", "clashes", "index+search us/VM");
  for (const std::size_t machines : {1000, 10'000, 100'000}) {
    const std::string text = rows(machines);
    std::array<Times, 5> rounds;
    for (Times& one : rounds) one = measure(text);
    // The least: what others on the machine do only adds.
    const auto least = [&](double Times::*which) {
      double best = rounds[0].*which;
      for (const Times& one : rounds) best = std::min(best, one.*which);
      return best;
    };
    const double index = least(&Times::index), search = least(&Times::search);
    fmt::print("{:>9} {:>10.1f} {:>10.2f} {:>16.2f} {:>9} {:>20.2f}\n", machines,
               least(&Times::read), index, search, rounds[0].clashes,
               (index + search) * 1000 / static_cast<double>(machines));
  }
}
