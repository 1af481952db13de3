// RpmQuery over SSH: the database's files are brought here, into memory, and read as on this
// machine.
#include <cerrno>
#include <map>
#include <utility>
#include <vector>

#include "collectors/transport/memory_file.h"
#include "collectors/transport/remote_file.h"
#include "collectors/transport/remote_scripts.h"
#include "collectors/transport/rpm_database.h"
#include "collectors/transport/ssh_question.h"

namespace fbd {
namespace {

/// The largest databases have about half of this.
constexpr std::uint64_t most_bytes = 512U << 20;
/// Through a shell all of a file is in memory twice for a moment.
constexpr std::size_t most_bytes_by_shell = 128U << 20;

constexpr const char* files[] = {"rpmdb.sqlite", "rpmdb.sqlite-journal", "rpmdb.sqlite-wal",
                                 "Packages.db", "Packages"};
constexpr const char* old_place = "/var/lib/rpm";
constexpr const char* new_place = "/usr/lib/sysimage/rpm";

class RemoteRpm final : public RemoteFiles {
 public:
  RemoteRpm(SshHost& host, std::chrono::milliseconds deadline, const RpmQuery& request, Done done)
      : RemoteFiles(host, deadline, fmt::format("{}: {}", host.host().name, describe(request)),
                    std::move(done)),
        request_(request) {}

 private:
  void by_sftp(Sftp& sftp) override {
    sftp_ = &sftp;
    // One place is often a link to the other, and its files need not come twice.
    auto alive = std::make_shared<int>(0);
    token_ = alive;
    const std::weak_ptr<int> weak = alive;
    sftp.link_target(old_place, [this, weak](const Result<std::string>& target) {
      if (weak.expired()) return;
      linked_ = target.has_value();
      prepare();
    });
  }
  void by_shell() override { prepare(); }
  void forget() override { token_.reset(); }

  void prepare() {
    for (const char* place : {new_place, old_place})
      for (const char* file : files)
        if (!linked_ || place == new_place) paths_.push_back(fmt::format("{}/{}", place, file));
    next();
  }

  void next() {
    if (paths_.empty()) return ask();
    path_ = paths_.back();
    paths_.pop_back();
    OrErrno<Descriptor> memory = memory_file();
    if (!memory) return failed({ErrorKind::failed, reason(memory.error())});
    memory_ = std::move(*memory);
    length_ = 0;
    if (!sftp_) {
      run(read_file_script(path_), most_bytes_by_shell, [this](const Result<ShellAnswer>& answer) {
        if (!answer) return no_answer(answer.error());
        if (answer->status != 0) return came(read_file_error(answer->status, answer->errors));
        write_at(memory_, answer->output, 0) ? came({})
                                             : failed({ErrorKind::failed, reason(errno)});
      });
      return;
    }
    token_ = read_remote_file(
        *sftp_, path_, most_bytes - std::min(most_bytes, bytes_),
        [this](std::string_view more) {
          const std::uint64_t place = std::exchange(length_, length_ + more.size());
          bytes_ += more.size();
          return write_at(memory_, more, place);
        },
        [this](const Result<unsigned>& mode) {
          came(mode ? std::optional<Error>() : std::optional<Error>(mode.error()));
        });
  }

  void came(std::optional<Error> why) {
    if (why && why->kind != ErrorKind::not_found && why->kind != ErrorKind::denied)
      return failed({why->kind, path_ + ": " + why->message});
    if (!why)
      found_.emplace(path_, std::move(memory_));
    else if (why->kind == ErrorKind::denied)
      found_.emplace(path_, Descriptor());
    // Not from within what told us.
    soon_ = host_.means().loop.at(Clock::now(), [this] { next(); });
  }

  void ask() {
    // Both places say the same if one is a link to the other; the reader knows a file it has seen.
    if (linked_)
      for (const char* file : files)
        if (const auto one = found_.find(fmt::format("{}/{}", new_place, file));
            one != found_.end())
          found_.emplace(fmt::format("{}/{}", old_place, file),
                         one->second ? Descriptor(dup(one->second.fd())) : Descriptor());
    auto answer = std::make_shared<Result<std::string>>(
        error(ErrorKind::failed, "no thread could be started"));
    auto root = std::make_shared<RootDirectory>(RootDirectory::of_files(std::move(found_)));
    call_ = host_.means().blocking.start(
        [answer, root, request = request_](const std::stop_token& abandoned) {
          *answer = ask_rpm_database(*root, request, abandoned);
        },
        [] {},
        [this, answer] {
          if (*answer)
            RemoteFiles::came(std::move(**answer));
          else
            failed(answer->error());
        });
  }

  const RpmQuery request_;
  Sftp* sftp_ = nullptr;
  bool linked_ = false;
  std::vector<std::string> paths_;
  std::string path_;
  Descriptor memory_;
  std::uint64_t length_ = 0;  // of what is in it
  std::uint64_t bytes_ = 0;
  std::map<std::string, Descriptor, std::less<>> found_;
  FileToken token_;
  EventLoop::Timer soon_;
  BlockingCalls::Call call_;
};

}  // namespace

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const RpmQuery& request, Done done) {
  return std::make_unique<RemoteRpm>(host, deadline, request, std::move(done));
}

}  // namespace fbd
