#include "collectors/transport/remote_scripts.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stop_token>

#include "collectors/transport/nonce.h"
#include "collectors/transport/shell_text.h"
#include "collectors/transport/trees.h"

namespace fbd {
namespace {

/// What a shell of this machine writes when it runs the script, and its status.
struct Said {
  std::string text;
  int status = 0;
};
Said run(const std::string& shell, const std::string& script) {
  Said said;
  FILE* pipe = popen((shell + " -c " + as_shell_word(script)).c_str(), "r");
  REQUIRE(pipe);
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    said.text.append(buffer.data(), got);
  said.status = WEXITSTATUS(pclose(pipe));
  return said;
}

struct Directory {
  std::string path = "/tmp/fbd remote'scripts.XXXXXX";
  Directory() {
    REQUIRE(mkdtemp(path.data()));
    const auto write = [&](const std::string& name, std::string_view text, mode_t mode) {
      std::ofstream(path + "/" + name, std::ios::binary) << text;
      REQUIRE(chmod((path + "/" + name).c_str(), mode) == 0);
    };
    std::filesystem::create_directories(path + "/sub/deep");
    write("b.conf", "network\n", 0644);
    write("a.conf", std::string_view("\0\n\n\xFF", 4), 0600);
    write(".hidden.conf", "not matched", 0644);
    write("with blank.conf", "", 04755);
    write("[x].conf", "brackets", 0640);
    write("sub/deep/c.conf", "last without newline", 0444);
    REQUIRE(symlink("b.conf", (path + "/link.conf").c_str()) == 0);
    REQUIRE(symlink("nowhere", (path + "/dangling.conf").c_str()) == 0);
    REQUIRE(symlink("sub", (path + "/directory.conf").c_str()) == 0);
    REQUIRE(mkfifo((path + "/fifo.conf").c_str(), 0600) == 0);
  }
  ~Directory() { std::filesystem::remove_all(path); }
};

TEST_CASE("what a shell reads of files is what is read on the machine itself") {
  const Directory directory;
  const ReadTree requests[] = {
      {{directory.path + "/*.conf"}, true},
      {{directory.path + "/*.conf"}, false},
      {{directory.path + "/*/*/*.conf", directory.path + "/?.conf", "/nowhere/*"}, true},
      {{directory.path + "/[ab].conf", directory.path + "/\\[x\\].conf"}, true},
      {{directory.path + "/b.conf", directory.path + "/b.conf", directory.path}, false},
  };
  const OrErrno<RootDirectory> root = RootDirectory::at("/", false);
  REQUIRE(root);
  for (const std::string shell : {"sh", "bash", "busybox sh"}) {
    CAPTURE(shell);
    for (const ReadTree& request : requests) {
      CAPTURE(request.globs.front());
      const std::string nonce = new_nonce(16);
      const Said said = run(shell, "LC_ALL=C; export LC_ALL\n" + read_tree_script(request, nonce));
      const auto entries = read_tree_answer(said.text, nonce, request, {});
      REQUIRE(entries);
      CHECK(write_tree(*entries) == write_tree(read_trees(*root, request, {}, {})));
    }
  }
}

TEST_CASE("why a shell could not read a file") {
  const Directory directory;
  CHECK(run("sh", read_file_script(directory.path + "/a.conf")).text ==
        std::string("\0\n\n\xFF", 4));
  struct Case {
    std::string path;
    ErrorKind kind;
  };
  const Case cases[] = {{directory.path + "/none", ErrorKind::not_found},
                        {directory.path + "/none/at/all", ErrorKind::not_found},
                        {directory.path + "/b.conf/below", ErrorKind::not_found},
                        {directory.path, ErrorKind::malformed},
                        {directory.path + "/fifo.conf", ErrorKind::malformed}};
  for (const Case& one : cases) {
    CAPTURE(one.path);
    const Said said = run("sh", read_file_script(one.path));
    REQUIRE(said.status != 0);
    CHECK(read_file_error(said.status, "").kind == one.kind);
  }
}

TEST_CASE("an answer that was cut short is malformed, and limits hold") {
  const Directory directory;
  const ReadTree request{{directory.path + "/*.conf"}, true};
  const std::string text = run("sh", read_tree_script(request, "n")).text;
  CHECK(read_tree_answer(text.substr(0, text.size() / 2), "n", request, {}).error().kind ==
        ErrorKind::malformed);
  TreeLimits few;
  few.bytes = 6;
  const auto entries = read_tree_answer(text, "n", request, few);
  REQUIRE(entries);
  std::size_t bytes = 0;
  for (const TreeEntry& entry : *entries)
    if (entry.kind == TreeEntry::Kind::file) bytes += entry.bytes.size();
  CHECK(bytes <= 6);
}

}  // namespace
}  // namespace fbd
