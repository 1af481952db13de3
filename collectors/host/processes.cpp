#include "collectors/host/processes.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// TASK_COMM_LEN of the kernel, less the terminating zero.
constexpr std::size_t longest_name = 15;

Result<Processes> parse_names(std::string_view answer) {
  Processes processes;
  for (std::string_view line : lines(answer))
    if (!trimmed(line).empty()) processes.names.emplace_back(line);
  if (processes.names.empty())
    return error(ErrorKind::malformed, "the list of processes is empty, and something always runs");
  std::sort(processes.names.begin(), processes.names.end());
  processes.names.erase(std::unique(processes.names.begin(), processes.names.end()),
                        processes.names.end());
  return processes;
}

// Process 1 always runs; with hidepid it shows to root alone. Exit status 126 stands for denied.
constexpr std::string_view all_names =
    "[ -r /proc/1/comm ] || { echo 'processes of other users are hidden, root sees them' >&2; "
    "exit 126; }; cat /proc/[0-9]*/comm 2>/dev/null; true";

constexpr Origin<Processes> known_origins[] = {
    {"host.processes", Os::gnu_linux, run(all_names), parse_names},
};

}  // namespace

std::span<const Origin<Processes>> Processes::origins() { return known_origins; }

bool Processes::runs(std::string_view program) const {
  for (std::string_view suffix : {"", "V2A", "A2A"}) {
    const std::string name = (std::string(program) + std::string(suffix)).substr(0, longest_name);
    if (std::binary_search(names.begin(), names.end(), name)) return true;
  }
  return false;
}

std::string to_json(const Processes& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["names"] = fact.names;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
