#include "collectors/host/kernel.h"

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// An EFI variable begins with four bytes of attributes; the fifth is its value.
constexpr std::string_view script = R"sh(r=$(uname -r)
echo "release $r"
[ -d /sys/module/involflt ] && echo 'loaded involflt'
for m in /lib/modules/*/kernel/drivers/char/involflt.ko*; do
  [ -e "$m" ] || continue
  k=${m#/lib/modules/}
  echo "module ${k%%/*}"
done
grep -qw 'inmage=0' /proc/cmdline && echo 'bypassed inmage=0'
for v in /sys/firmware/efi/efivars/SecureBoot-*; do
  [ -r "$v" ] && echo "secure $(od -An -tu1 -j4 -N1 "$v" | tr -d ' ')"
done
echo end)sh";

Result<Kernel> parse_kernel(std::string_view answer) {
  Kernel kernel;
  bool whole = false;
  for (const std::string_view line : lines(answer)) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::string_view key = line.substr(0, blank);
    const std::string value = printable(trimmed(line.substr(blank)));
    if (key == "release") kernel.release = value;
    if (key == "loaded") kernel.driver_loaded = true;
    if (key == "bypassed") kernel.bypassed = true;
    if (key == "secure") kernel.secure_boot = value == "1";
    if (key == "end") whole = true;
    if (key != "module") continue;
    if (value == kernel.release)
      kernel.driver_for_release = true;
    else
      kernel.driver_elsewhere = value;
  }
  if (!whole || kernel.release.empty())
    return error(ErrorKind::malformed, "what the kernel says of itself ends early");
  return kernel;
}

constexpr Origin<Kernel> known_origins[] = {
    {"host.kernel", Os::gnu_linux, run(script), parse_kernel},
};

}  // namespace

std::span<const Origin<Kernel>> Kernel::origins() { return known_origins; }

std::string to_json(const Kernel& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["release"] = fact.release;
  json["driver_loaded"] = fact.driver_loaded;
  json["driver_for_release"] = fact.driver_for_release;
  json["driver_elsewhere"] = fact.driver_elsewhere;
  json["bypassed"] = fact.bypassed;
  json["secure_boot"] = fact.secure_boot ? Json(*fact.secure_boot) : Json(nullptr);
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
