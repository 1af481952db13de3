// Any bytes in place of each package manager's log, of rpm's answer and of dpkg's list.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/network_packages.h"
#include "collectors/network/package_log_lines.h"

using namespace fbd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  PackageLog log;
  for (const char* path : {"/var/log/dpkg.log", "/var/log/apt/history.log", "/var/log/yum.log",
                           "/var/log/dnf.rpm.log", "/var/log/zypp/history"})
    for (PackageLog::Entry& entry : package_log_lines(path, text)) {
      if (entry.line < 1 || entry.package.empty()) abort();
      log.all.push_back(std::move(entry));
    }
  to_json(log);
  const Result<DpkgStatus> dpkg = DpkgStatus::origins().front().parse(text);
  const Result<RpmPackages> rpm = RpmPackages::origins().front().parse(text);
  if (const auto packages = network_packages(dpkg, rpm, log)) to_json(*packages);
  return 0;
}
