// Running a command of a plan: what it starts in the background, a DHCP client for example, stays.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace fbd {

/// By /bin/sh, output appended to `log`; the exit status, 128 + the signal that ended it, or 124
/// when it took too long and its process group was killed.
int run_shell(const std::string& command, const std::filesystem::path& log,
              std::chrono::seconds at_most);

}  // namespace fbd
