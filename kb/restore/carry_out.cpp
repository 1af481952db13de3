#include "kb/restore/carry_out.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/transport/name_server.h"
#include "collectors/transport/own_address.h"
#include "kb/restore/disk.h"
#include "kb/restore/run_shell.h"
#include "kb/restore/watcher.h"

namespace fbd {
namespace {

namespace fs = std::filesystem;

/// "systemctl restart network" waits for a DHCP lease that may never come.
constexpr std::chrono::seconds per_command{60};
/// Of mirrors that may be far away. A package manager that is ended half-way leaves more to mend
/// than it was called for.
constexpr std::chrono::minutes per_installation{30};
constexpr std::chrono::milliseconds between_looks{200};
constexpr std::chrono::milliseconds one_question{2000};

/// ", with: ..." of what a command printed last, or "".
std::string last_words(const fs::path& log) {
  const Result<std::string> all = file_bytes(log);
  if (!all) return "";
  const std::string_view text = trimmed(*all);
  const std::size_t line = text.rfind('\n');
  const std::string_view last = line == std::string_view::npos ? text : text.substr(line + 1);
  return last.empty() ? "" : ", with: " + printable(last, 300);
}

class Restore {
 public:
  Restore(const RestorePlan& plan, const RestoreOptions& options)
      : plan_(plan), options_(options) {}

  RestoreResult run() {
    Result<RestoreJournal> journal = RestoreJournal::begin(options_.root, plan_);
    if (!journal) return {false, journal.error().message + "; nothing was changed", {}};
    if (std::string why = install(*journal); !why.empty())
      return ended(*journal, RestoreJournal::State::undone, std::move(why));
    const auto all_commands =
        static_cast<std::int64_t>(plan_.before.size() + plan_.after.size() + 1);
    std::optional<Watcher> watcher;
    if (options_.runs_commands) {
      watcher.emplace(*journal, options_.patience + all_commands * per_command);
      if (!watcher->is_there())
        return ended(*journal, RestoreJournal::State::undone,
                     "the process that would undo it cannot be started; nothing was changed");
    }
    std::string why = carry_out(*journal);
    if (why.empty()) {
      RestoreResult result = ended(*journal, RestoreJournal::State::done, "");
      if (watcher) watcher->dismiss();
      return result;
    }
    tell("taking everything back: " + why);
    if (const Result<void> undone = undo_restore(*journal, options_.runs_commands); !undone)
      why += "; and not everything could be put back: " + undone.error().message;
    if (watcher) watcher->dismiss();
    return {false, why, journal->folder()};
  }

 private:
  void tell(const std::string& what) const {
    if (options_.tell) options_.tell(what);
  }

  RestoreResult ended(RestoreJournal& journal, RestoreJournal::State state, std::string why) const {
    if (const Result<void> marked = journal.mark(state); !marked)
      why += (why.empty() ? "" : "; ") + marked.error().message;
    return {state == RestoreJournal::State::done && why.empty(), why, journal.folder()};
  }

  /// Why it did not work, or "".
  std::string carry_out(const RestoreJournal& journal) const {
    if (options_.runs_commands)
      for (const std::string& command : plan_.before) run(command, journal);
    for (const FileChange& change : plan_.files) {
      tell((change.content ? "write " : "remove ") + change.path);
      const fs::path file = options_.root / fs::path(change.path).relative_path();
      const Result<void> changed =
          change.content ? replace_file(file, *change.content, change.mode, {}) : remove_file(file);
      if (!changed) return changed.error().message;
    }
    if (!options_.runs_commands) return "";
    for (const std::string& command : plan_.after)
      if (const int status = run(command, journal); status != 0)
        return fail(command, status, journal);
    return wait_for_addresses();
  }

  /// Why it did not work, or "". Nothing else has been changed by then.
  std::string install(const RestoreJournal& journal) const {
    if (!options_.runs_commands) return "";
    for (const std::string& command : plan_.packages)
      if (const int status = run(command, journal, per_installation); status != 0)
        return fail(command, status, journal);
    return "";
  }

  static std::string fail(const std::string& command, int status, const RestoreJournal& journal) {
    return fmt::format("\"{}\" ended with {}{}; all output is in {}", command, status,
                       last_words(journal.log()), journal.log().string());
  }

  int run(const std::string& command, const RestoreJournal& journal,
          std::chrono::seconds at_most = per_command) const {
    tell("run " + command);
    return run_shell(command, journal.log(), at_most);
  }

  /// A gateway that answered under the old address proves nothing about the new one.
  std::string wait_for_addresses() const {
    for (const ExpectedAddress& one : plan_.expected)
      if (!one.gateway.empty()) forget_neighbour(one.interface, one.gateway);
    const auto end = std::chrono::steady_clock::now() + options_.patience;
    while (true) {
      std::string missing;
      for (const ExpectedAddress& one : plan_.expected) {
        if (!has_address(one.interface, one.address))
          missing = fmt::format("{} does not have {}", one.interface, one.address);
        else if (!one.gateway.empty() &&
                 !neighbour_answers(one.interface, one.address, one.gateway))
          missing = fmt::format("the gateway {} does not answer on {}", one.gateway, one.interface);
        if (!missing.empty()) break;
      }
      if (missing.empty()) missing = silent_servers();
      if (missing.empty()) return "";
      if (std::chrono::steady_clock::now() >= end)
        return fmt::format("{} after {} s", missing, options_.patience.count());
      std::this_thread::sleep_for(between_looks);
    }
  }

  /// One that answers is enough: resolvers go on to the next.
  std::string silent_servers() const {
    const auto& all = plan_.expected_servers;
    const bool any = all.empty() || std::any_of(all.begin(), all.end(), [](const auto& one) {
                       return name_server_answers(one, one_question);
                     });
    return any ? "" : fmt::format("no name server answers ({})", fmt::join(all, ", "));
  }

  const RestorePlan& plan_;
  const RestoreOptions& options_;
};

}  // namespace

RestoreResult carry_out(const RestorePlan& plan, const RestoreOptions& options) {
  return Restore(plan, options).run();
}

Result<void> undo_restore(RestoreJournal journal, bool runs_commands) {
  Result<void> undone = journal.undo();
  if (runs_commands)
    for (const std::string& command : journal.after())
      run_shell(command, journal.log(), per_command);  // each helps; none is a condition
  if (!undone) return undone;
  return journal.mark(RestoreJournal::State::undone);
}

}  // namespace fbd
