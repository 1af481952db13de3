#include "collectors/transport/reading.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "collectors/evidence/file_list.h"
#include "collectors/evidence/log_lines.h"
#include "collectors/evidence/redaction.h"
#include "collectors/evidence/tree.h"
#include "collectors/transport/budget.h"
#include "collectors/transport/files.h"
#include "collectors/transport/listing.h"
#include "collectors/transport/log_reading.h"
#include "collectors/transport/log_scan.h"
#include "collectors/transport/rpm_database.h"
#include "collectors/transport/trees.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

using Read = std::function<Result<std::string>(const RootDirectory&, const std::stop_token&)>;

class Reading final : public Operation {
 public:
  Reading(Means& means, const Terms& terms, const FilesAt& where, const Request& request, Read read,
          Done done)
      : loop_(means.loop),
        what_(fmt::format("{}: {}", terms.host, describe(request))),
        budget_(terms.deadline),
        done_(std::move(done)) {
    auto answer = std::make_shared<Result<std::string>>(
        error(ErrorKind::failed, what_ + ": no thread could be started"));
    call_ = means.blocking.start(
        [answer, where, host = terms.host,
         read = std::move(read)](const std::stop_token& abandoned) {
          const OrErrno<RootDirectory> root = RootDirectory::at(where.root, where.confined);
          // Without its root nothing is known about a host's files, not even that one is missing.
          *answer = root ? read(*root, abandoned)
                         : error(root.error() == EACCES ? ErrorKind::denied : ErrorKind::failed,
                                 where.root + ": " + reason(root.error()));
          if (!*answer) answer->error().message = host + ": " + answer->error().message;
        },
        [this] { start(); }, [this, answer] { finish(std::move(*answer)); });
  }

 private:
  void start() {
    budget_.start();
    deadline_ = loop_.at(Clock::now() + budget_.left(), [this] {
      call_.abandon();
      finish(error(ErrorKind::timed_out,
                   fmt::format("{}: no end after {}", what_, in_words(budget_.whole()))));
    });
  }

  void finish(Result<std::string> answer) {
    deadline_.cancel();
    done_(std::move(answer), budget_.spent());
  }

  EventLoop& loop_;
  std::string what_;
  Budget budget_;
  Done done_;
  EventLoop::Timer deadline_;
  BlockingCalls::Call call_;
};

}  // namespace

std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ReadFile& request, Done done) {
  Read work = [path = request.path, at_most = means.limits.answer_bytes](
                  const RootDirectory& root, const std::stop_token&) -> Result<std::string> {
    Result<FileContent> content = read_file(root, path, at_most);
    if (content) return without_secrets(content->bytes);
    return error(content.error().kind, path + ": " + content.error().message);
  };
  return std::make_unique<Reading>(means, terms, where, request, std::move(work), std::move(done));
}

std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ReadTree& request, Done done) {
  TreeLimits limits;
  limits.bytes = means.limits.answer_bytes;
  Read work = [request, limits](const RootDirectory& root,
                                const std::stop_token& abandoned) -> Result<std::string> {
    return write_tree(read_trees(root, request, limits, abandoned));
  };
  return std::make_unique<Reading>(means, terms, where, request, std::move(work), std::move(done));
}

std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const RpmQuery& request, Done done) {
  Read work = [request](const RootDirectory& root, const std::stop_token& abandoned) {
    return ask_rpm_database(root, request, abandoned);
  };
  return std::make_unique<Reading>(means, terms, where, request, std::move(work), std::move(done));
}

std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ScanLogs& request, Done done) {
  Read work = [request, messages = means.limits.messages, time = terms.deadline](
                  const RootDirectory& root,
                  const std::stop_token& abandoned) -> Result<std::string> {
    if (!messages)
      return error(ErrorKind::not_collected, "no messages are known that could be looked for");
    return scan_host_logs(root, request, *messages, time, abandoned);
  };
  return std::make_unique<Reading>(means, terms, where, request, std::move(work), std::move(done));
}

std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ListFiles& request, Done done) {
  Read work = [request](const RootDirectory& root,
                        const std::stop_token& abandoned) -> Result<std::string> {
    return write_file_list(list_files(root, request, abandoned));
  };
  return std::make_unique<Reading>(means, terms, where, request, std::move(work), std::move(done));
}

std::unique_ptr<Operation> start_reading(Means& means, const Terms& terms, const FilesAt& where,
                                         const ReadLines& request, Done done) {
  Read work = [request](const RootDirectory& root,
                        const std::stop_token& abandoned) -> Result<std::string> {
    Result<LogLines> lines = read_lines(root, request, abandoned);
    if (!lines) return error(lines.error().kind, request.path + ": " + lines.error().message);
    if (!request.with_secrets) lines->bytes = without_secrets(lines->bytes);
    return write_log_lines(*lines);
  };
  return std::make_unique<Reading>(means, terms, where, request, std::move(work), std::move(done));
}

}  // namespace fbd
