#include "collectors/transport/files.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "tests/collectors/transport/peers.h"

using namespace fbd;
namespace fs = std::filesystem;

TEST_CASE("only regular files are read, whatever else has a name") {
  const peers::TemporaryDirectory directory;
  directory.write("plain", "text\n");
  directory.write("empty", "");
  directory.write("binary", std::string("\0\xff", 2));
  directory.write("limit", std::string(1000, 'x'));
  directory.write("beyond", std::string(1001, 'x'));
  directory.write("folder/file", "");
  chmod(directory.in("plain").c_str(), 0640);
  peers::run("cd " + directory.path().string() + " && mkfifo fifo && truncate -s 1T sparse");
  fs::create_symlink("plain", directory.path() / "link");
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, directory.in("socket").c_str(), sizeof name.sun_path - 1);
  REQUIRE(bind(socket.fd(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);

  struct Case {
    std::string path;
    std::string bytes;
    ErrorKind kind;
    std::string message;
  };
  const Case cases[] = {
      {"plain", "text\n", {}, ""},
      {"link", "text\n", {}, ""},
      {"empty", "", {}, ""},
      {"binary", std::string("\0\xff", 2), {}, ""},
      {"limit", std::string(1000, 'x'), {}, ""},
      {"beyond", "", ErrorKind::malformed, "more than 1000 bytes"},
      {"sparse", "", ErrorKind::malformed, "more than 1000 bytes"},
      {"folder", "", ErrorKind::malformed, "a directory, not a file"},
      {"fifo", "", ErrorKind::malformed, "a FIFO, not a file"},
      {"socket", "", ErrorKind::malformed, "a socket, not a file"},
      {"missing", "", ErrorKind::not_found, "no such file or directory"},
      {"plain/more", "", ErrorKind::not_found, "not a directory"},
  };
  const OrErrno<RootDirectory> root = RootDirectory::at(directory.path().string(), true);
  REQUIRE(root);
  for (const Case& c : cases) {
    CAPTURE(c.path);
    const Result<FileContent> content = read_file(*root, c.path, 1000);
    if (c.message.empty()) {
      REQUIRE_MESSAGE(content, content.error().message);
      CHECK(content->bytes == c.bytes);
      if (c.path == "plain") CHECK(content->mode == 0640);
    } else {
      REQUIRE_FALSE(content);
      CHECK(content.error().kind == c.kind);
      CHECK(content.error().message == c.message);
    }
  }
}

TEST_CASE("files that the kernel makes up are read to their end") {
  const OrErrno<RootDirectory> root = RootDirectory::at("/", false);
  REQUIRE(root);
  const Result<FileContent> content = read_file(*root, "/proc/self/maps", 8 << 20);
  REQUIRE(content);
  CHECK(content->bytes.size() > 4096);
  CHECK(content->bytes.back() == '\n');
  CHECK(read_file(*root, "/proc/self/maps", 100).error().kind == ErrorKind::malformed);
  CHECK(read_file(*root, "/dev/null", 100).error().message == "a device, not a file");
}
