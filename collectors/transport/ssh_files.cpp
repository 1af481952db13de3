// ReadFile and ReadTree over SSH.
#include "collectors/evidence/redaction.h"
#include "collectors/transport/nonce.h"
#include "collectors/transport/remote_file.h"
#include "collectors/transport/remote_scripts.h"
#include "collectors/transport/remote_tree.h"
#include "collectors/transport/ssh_question.h"

namespace fbd {
namespace {

class RemoteReadFile final : public RemoteFiles {
 public:
  RemoteReadFile(SshHost& host, std::chrono::milliseconds deadline, const ReadFile& request,
                 Done done)
      : RemoteFiles(host, deadline, fmt::format("{}: {}", host.host().name, request.path),
                    std::move(done)),
        path_(request.path) {}

 private:
  void by_sftp(Sftp& sftp) override {
    token_ = read_remote_file(
        sftp, path_, at_most(),
        [this](std::string_view more) {
          bytes_ += more;
          return true;
        },
        [this](const Result<unsigned>& mode) {
          if (mode)
            came(without_secrets(std::move(bytes_)));
          else
            failed(mode.error());
        });
  }

  void by_shell() override {
    run(read_file_script(path_), at_most(), [this](Result<ShellAnswer> answer) {
      if (!answer) return no_answer(answer.error());
      if (answer->status != 0) return failed(read_file_error(answer->status, answer->errors));
      came(without_secrets(std::move(answer->output)));
    });
  }

  void forget() override { token_.reset(); }

  const std::string path_;
  std::string bytes_;
  FileToken token_;
};

class RemoteReadTree final : public RemoteFiles {
 public:
  RemoteReadTree(SshHost& host, std::chrono::milliseconds deadline, const ReadTree& request,
                 Done done)
      : RemoteFiles(host, deadline, fmt::format("{}: {}", host.host().name, describe(request)),
                    std::move(done)),
        request_(request) {
    limits_.bytes = at_most();
  }

 private:
  void by_sftp(Sftp& sftp) override {
    token_ = read_remote_tree(sftp, request_, limits_,
                              [this](const Result<std::vector<TreeEntry>>& entries) {
                                if (entries)
                                  came(write_tree(*entries));
                                else
                                  failed(entries.error());
                              });
  }

  void by_shell() override {
    const std::string nonce = new_nonce(16);
    // The framing of many small files is longer than they are.
    run(read_tree_script(request_, nonce), at_most() + (4U << 20),
        [this, nonce](const Result<ShellAnswer>& answer) {
          if (!answer) return no_answer(answer.error());
          const auto entries = read_tree_answer(answer->output, nonce, request_, limits_);
          if (entries)
            came(write_tree(*entries));
          else
            failed(entries.error());
        });
  }

  void forget() override { token_.reset(); }

  const ReadTree request_;
  TreeLimits limits_;
  TreeToken token_;
};

}  // namespace

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ReadFile& request, Done done) {
  return std::make_unique<RemoteReadFile>(host, deadline, request, std::move(done));
}

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const ReadTree& request, Done done) {
  return std::make_unique<RemoteReadTree>(host, deadline, request, std::move(done));
}

}  // namespace fbd
