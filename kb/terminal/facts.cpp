// "facts": what a person pastes where no other way leads.
#include <fmt/format.h>

#include "collectors/host/windows_host.h"
#include "kb/terminal/options.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "Prints one line for PowerShell on a Windows machine that is not reached from here. It reads\n"
    "services, volumes, load, certificates, the agent's configuration without its secrets and the\n"
    "times of a few logs, and changes nothing. Paste it there as an administrator, with \" | "
    "Out-File -Encoding ascii cs01.json\" after it, bring\n"
    "the file here, and:\n"
    "  failback-doctor check --site site.yaml --facts cs01=cs01.json";

}  // namespace

int run_facts(const Arguments& arguments) {
  const Options options{"facts", "facts", about};
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  fmt::print("{}\n", WindowsHost::script());
  return 0;
}

}  // namespace fbd
