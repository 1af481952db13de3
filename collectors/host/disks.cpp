#include "collectors/host/disks.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// VMware PVSCSI. Source: pci.ids; Reprotect from Azure (2018-02-06): LSI Logic only.
constexpr std::string_view paravirtual = "15ad:07c0";

// sysfs alone, so that it is the same everywhere. A class that begins with 01 is mass storage. A
// disk that shows its own page 0x83 has a link named wwn- or scsi-3; without disk.EnableUUID a
// VMware disk shows none.
constexpr std::string_view script = R"sh(for d in /sys/block/*; do
  n=${d##*/}
  case $n in sd*|vd*|xvd*|nvme*|hd*) ;; *) continue ;; esac
  [ -r "$d/size" ] || continue
  echo "disk $n $(cat "$d/size")"
done
for l in /dev/disk/by-id/wwn-* /dev/disk/by-id/scsi-3*; do
  case $l in *-part*) continue ;; esac
  t=$(readlink "$l" 2>/dev/null) && echo "id ${t##*/} ${l##*/}"
done
for p in /sys/bus/pci/devices/*; do
  c=$(cat "$p/class" 2>/dev/null)
  case $c in 0x01*) echo "controller $(cat "$p/vendor") $(cat "$p/device")" ;; esac
done
r=$(sed -n 's|^\(/dev/[^ ]*\) / .*|\1|p' /proc/mounts | tail -n 1)
r=$(readlink -f "$r" 2>/dev/null)
u=$(cat "/sys/block/${r##*/}/dm/uuid" 2>/dev/null)
echo "root ${r:-unknown} ${u:-none}")sh";

std::vector<std::string_view> fields(std::string_view line) {
  std::vector<std::string_view> all;
  while (!(line = trimmed(line)).empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    all.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return all;
}

/// "0x15ad" -> "15ad"
std::string_view hex(std::string_view text) {
  return text.starts_with("0x") ? text.substr(2) : text;
}

Result<Disks> parse_disks(std::string_view answer) {
  Disks disks;
  bool whole = false;
  for (const std::string_view line : lines(answer)) {
    const std::vector<std::string_view> words = fields(line);
    if (words.size() == 3 && words[0] == "disk") {
      std::uint64_t sectors = 0;
      const auto [end, problem] =
          std::from_chars(words[2].data(), words[2].data() + words[2].size(), sectors);
      if (problem != std::errc() || end != words[2].data() + words[2].size())
        return error(ErrorKind::malformed,
                     fmt::format("\"{}\" is no size of a disk", printable(words[2], 40)));
      disks.all.push_back({std::string(words[1]), sectors * 512, false});
    } else if (words.size() == 3 && words[0] == "id") {
      for (Disks::Disk& disk : disks.all)
        if (disk.name == words[1]) disk.has_uuid = true;
    } else if (words.size() == 3 && words[0] == "controller") {
      disks.controllers.push_back(fmt::format("{}:{}", hex(words[1]), hex(words[2])));
    } else if (words.size() == 3 && words[0] == "root") {
      disks.root_on_lvm = words[2].starts_with("LVM-");
      whole = true;
    }
  }
  if (!whole) return error(ErrorKind::malformed, "the list of disks ends early");
  return disks;
}

constexpr Origin<Disks> known_origins[] = {
    {"host.disks", Os::gnu_linux, run(script), parse_disks},
};

}  // namespace

std::span<const Origin<Disks>> Disks::origins() { return known_origins; }

bool Disks::has_paravirtual() const {
  return std::find(controllers.begin(), controllers.end(), paravirtual) != controllers.end();
}

bool Disks::any_scsi() const {
  return std::any_of(all.begin(), all.end(),
                     [](const Disk& disk) { return disk.name.starts_with("sd"); });
}

std::string to_json(const Disks& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["disks"] = Json::array();
  for (const Disks::Disk& disk : fact.all)
    json["disks"].push_back(
        {{"name", disk.name}, {"size_bytes", disk.size_bytes}, {"has_uuid", disk.has_uuid}});
  json["controllers"] = fact.controllers;
  json["root_on_lvm"] = fact.root_on_lvm;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
