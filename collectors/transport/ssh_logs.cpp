// ListFiles, ReadLines and ScanLogs over SSH: a shell finds and reads, this machine understands.
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "collectors/evidence/log_lines.h"
#include "collectors/evidence/never_collected.h"
#include "collectors/evidence/redaction.h"
#include "collectors/transport/log_reading.h"
#include "collectors/transport/log_scan.h"
#include "collectors/transport/memory_file.h"
#include "collectors/transport/remote_logs.h"
#include "collectors/transport/remote_scripts.h"
#include "collectors/transport/ssh_question.h"

namespace fbd {
namespace {

constexpr std::size_t longest_list = 16U << 20;
/// What of logs is brought here to be looked through: of one, and of a host.
constexpr std::uint64_t most_of_a_log = 64U << 20;
constexpr std::uint64_t most_of_logs = 256U << 20;
/// A compressed file has to come as a whole, for nobody can jump in it.
constexpr std::uint64_t most_compressed = 64U << 20;

class RemoteLogs : public SshQuestion {
 public:
  RemoteLogs(SshHost& host, std::chrono::milliseconds deadline, std::string what, Done done)
      : SshQuestion(host, deadline, std::move(done)), what_(std::move(what)) {}

 protected:
  void failed(const Error& why) { fail(why.kind, fmt::format("{}: {}", what_, why.message)); }

  /// `then` gets what a script wrote that ended with 0.
  void ask(const std::string& script, std::size_t at_most, std::function<void(ShellAnswer)> then) {
    run(script, at_most, [this, then = std::move(then), at_most](Result<ShellAnswer> answer) {
      if (!answer) {
        const std::optional<Error> why = of_question(answer.error(), at_most);
        return why ? failed(*why) : fail(answer.error().kind, answer.error().message);
      }
      if (answer->status != 0) return failed(read_file_error(answer->status, answer->errors));
      then(std::move(*answer));
    });
  }

  void list(std::span<const std::string> globs, std::function<void(std::vector<ListedFile>)> then) {
    ask(list_files_script(globs), longest_list,
        [this, then = std::move(then)](const ShellAnswer& answer) {
          Result<std::vector<ListedFile>> files = list_files_answer(answer.output, answer.errors);
          files ? then(std::move(*files)) : failed(files.error());
        });
  }

 private:
  const std::string what_;
};

class RemoteListFiles final : public RemoteLogs {
 public:
  RemoteListFiles(SshHost& host, std::chrono::milliseconds deadline, const ListFiles& request,
                  Done done)
      : RemoteLogs(host, deadline, fmt::format("{}: {}", host.host().name, describe(request)),
                   std::move(done)),
        request_(request) {}

 private:
  void begin() override {
    list(request_.globs,
         [this](const std::vector<ListedFile>& files) { finish(write_file_list(files)); });
  }
  const ListFiles request_;
};

/// The parts that matter are put into a file in memory at their places, and read from there as on
/// the host itself.
class RemoteReadLines final : public RemoteLogs {
 public:
  RemoteReadLines(SshHost& host, std::chrono::milliseconds deadline, const ReadLines& request,
                  Done done)
      : RemoteLogs(host, deadline, fmt::format("{}: {}", host.host().name, request.path),
                   std::move(done)),
        request_(request) {}

 private:
  void begin() override {
    if (never_collected(request_.path)) return failed({ErrorKind::denied, never_collected_refusal});
    ask(stat_file_script(request_.path), 64U << 10, [this](const ShellAnswer& answer) {
      Result<RemoteStat> found = stat_file_answer(answer.output);
      if (!found) return failed(found.error());
      if (never_collected(found->real_path))
        return failed({ErrorKind::denied, never_collected_refusal});
      stat_ = std::move(*found);
      OrErrno<Descriptor> memory = memory_file();
      if (!memory || ftruncate(memory->fd(), static_cast<off_t>(stat_.size)) != 0)
        return failed({ErrorKind::failed, "no memory for it"});
      memory_ = std::move(*memory);
      bring({0, look_ahead}, [this](std::string_view head) {
        const bool whole = !compression_of(head).empty();
        if (whole && stat_.size > most_compressed)
          return failed({ErrorKind::malformed,
                         "it is compressed and has more than 64 MiB, which "
                         "would have to come as a whole"});
        const std::uint64_t from =
            request_.from - std::min<std::uint64_t>(request_.from, look_back);
        const ByteRange range =
            whole ? ByteRange{0, stat_.size}
                  : ByteRange{from, request_.from - from + request_.bytes + 2 * look_ahead};
        bring(range, [this](std::string_view) { understand(); });
      });
    });
  }

  void bring(const ByteRange& range, std::function<void(std::string_view)> then) {
    ask(read_range_script(request_.path, range), range.bytes + 1,
        [this, range, then = std::move(then)](const ShellAnswer& answer) {
          if (!write_at(memory_, answer.output, range.from))
            return failed({ErrorKind::failed, "no memory for it"});
          then(answer.output);
        });
  }

  void understand() {
    const timespec modified{static_cast<std::time_t>(stat_.modified), 0};
    const timespec times[2] = {modified, modified};
    if (futimens(memory_.fd(), times) != 0) return failed({ErrorKind::failed, reason(errno)});
    std::map<std::string, Descriptor, std::less<>> files;
    files.emplace(request_.path, std::move(memory_));
    Result<LogLines> lines =
        read_lines(RootDirectory::of_files(std::move(files)), request_, std::stop_token());
    if (!lines) return failed(lines.error());
    if (!request_.with_secrets) lines->bytes = without_secrets(lines->bytes);
    finish(write_log_lines(*lines));
  }

  const ReadLines request_;
  RemoteStat stat_;
  Descriptor memory_;
};

class RemoteScanLogs final : public RemoteLogs {
 public:
  RemoteScanLogs(SshHost& host, std::chrono::milliseconds deadline, const ScanLogs& request,
                 Done done)
      : RemoteLogs(host, deadline, fmt::format("{}: {}", host.host().name, describe(request)),
                   std::move(done)),
        request_(request) {}

 private:
  void begin() override {
    if (!host_.means().limits.messages)
      return fail(ErrorKind::not_collected, "no messages are known that could be looked for");
    list(request_.globs, [this](std::vector<ListedFile> files) {
      for (ListedFile& file : files)
        file.error ? unread(file, *file.error) : wanted_.push_back(std::move(file));
      // The newest is taken first, from the end.
      std::stable_sort(wanted_.begin(), wanted_.end(), [](const auto& one, const auto& other) {
        return one.modified > other.modified;
      });
      std::reverse(wanted_.begin(), wanted_.end());
      next();
    });
  }

  void unread(const ListedFile& file, const Error& why) {
    found_.unread.push_back({file.path, why});
  }

  /// Brings one log after the other here, as long as there is time to look through them.
  void next() {
    while (!wanted_.empty() &&
           (wanted_.back().size > most_of_a_log || brought_ + wanted_.back().size > most_of_logs)) {
      unread(wanted_.back(), {ErrorKind::malformed,
                              fmt::format("{} bytes are too much to be brought here over SSH; run "
                                          "this on the machine itself",
                                          wanted_.back().size)});
      wanted_.pop_back();
    }
    if (wanted_.empty() || budget_.left() < budget_.whole() / 2) return look();
    ListedFile file = std::move(wanted_.back());
    wanted_.pop_back();
    const std::size_t at_most = file.size + (1U << 20);  // it may grow meanwhile
    run(read_file_script(file.path), at_most, [this, file](const Result<ShellAnswer>& answer) {
      const auto memory = std::make_shared<Descriptor>();
      if (!answer) {
        if (answer.error().kind != ErrorKind::malformed &&
            answer.error().kind != ErrorKind::timed_out)
          return fail(answer.error().kind, answer.error().message);
        unread(file, {answer.error().kind, "it did not come here within its bounds"});
      } else if (answer->status != 0) {
        unread(file, read_file_error(answer->status, answer->errors));
      } else if (OrErrno<Descriptor> made = memory_file();
                 !made || !write_at(*made, answer->output, 0)) {
        unread(file, {ErrorKind::failed, "no memory for it"});
      } else {
        *memory = std::move(*made);
        brought_ += answer->output.size();
        found_.files.push_back({file.path, wall_time(file.modified.time_since_epoch().count()),
                                answer->output.size(),
                                [memory](std::uint64_t offset) -> Result<ReadBytes> {
                                  return bytes_of(memory, offset);
                                }});
      }
      // Not from within what told us.
      soon_ = host_.means().loop.at(Clock::now(), [this] { next(); });
    });
  }

  void look() {
    for (const ListedFile& file : wanted_)
      unread(file, {ErrorKind::timed_out, "there was not enough time to bring it here over SSH"});
    wanted_.clear();
    auto answer = std::make_shared<Result<std::string>>(
        error(ErrorKind::failed, "no thread could be started"));
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(budget_.left());
    call_ = host_.means().blocking.start(
        [answer, found = std::move(found_), messages = host_.means().limits.messages,
         left](const std::stop_token& abandoned) {
          *answer = scan_found_logs(found, *messages, left, abandoned);
        },
        [] {},
        [this, answer] {
          if (*answer)
            finish(std::move(*answer));
          else
            failed(answer->error());
        });
  }

  const ScanLogs request_;
  std::vector<ListedFile> wanted_;
  FoundLogs found_;
  std::uint64_t brought_ = 0;
  EventLoop::Timer soon_;
  BlockingCalls::Call call_;
};

}  // namespace

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ScanLogs& request, Done done) {
  return std::make_unique<RemoteScanLogs>(host, deadline, request, std::move(done));
}

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ListFiles& request, Done done) {
  return std::make_unique<RemoteListFiles>(host, deadline, request, std::move(done));
}

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ReadLines& request, Done done) {
  return std::make_unique<RemoteReadLines>(host, deadline, request, std::move(done));
}

}  // namespace fbd
