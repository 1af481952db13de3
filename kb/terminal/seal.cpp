#include "kb/terminal/seal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <vector>

#include <fmt/format.h>

namespace fbd {
namespace {

/// Runs a program with our terminal. Its exit status; 127 if it is not there.
int run(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    execvp(arguments[0], arguments.data());
    _exit(errno == ENOENT ? 127 : 126);
  }
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

tl::unexpected<Error> failure(std::string_view program, int status) {
  if (status == 127)
    return error(
        ErrorKind::not_found,
        fmt::format("{} is not installed; Debian has it in a package of that name", program));
  return error(ErrorKind::failed, fmt::format("{}: exit {}", program, status));
}

bool is_key_of_minisign(const std::string& key) {
  std::string line;
  std::ifstream in(key);
  std::getline(in, line);
  return line.starts_with("untrusted comment:");
}

}  // namespace

Result<std::string> encrypt_bundle(const std::string& file, const std::string& recipient) {
  const std::string sealed = file + ".age";
  const mode_t before = umask(077);
  const int status = run({"age", "--recipient", recipient, "--output", sealed, file});
  umask(before);
  if (status != 0) return failure("age", status);
  if (unlink(file.c_str()) != 0) return error(ErrorKind::failed, file + ": cannot be removed");
  return sealed;
}

Result<std::string> sign_bundle(const std::string& file, const std::string& key) {
  if (is_key_of_minisign(key)) {
    const int status = run({"minisign", "-S", "-s", key, "-m", file});
    if (status != 0) return failure("minisign", status);
    return file + ".minisig";
  }
  unlink((file + ".sig").c_str());  // ssh-keygen would ask whether it may
  const int status =
      run({"ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "failback-doctor", file});
  if (status != 0) return failure("ssh-keygen", status);
  return file + ".sig";
}

}  // namespace fbd
