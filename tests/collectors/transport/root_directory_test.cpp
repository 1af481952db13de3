#include "collectors/transport/root_directory.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "tests/collectors/transport/peers.h"

using namespace fbd;
namespace fs = std::filesystem;

namespace {

std::string content(const OrErrno<Descriptor>& file) {
  std::string bytes(100, '\0');
  const ssize_t got = read(file->fd(), bytes.data(), bytes.size());
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

}  // namespace

TEST_CASE("every path of another machine's disk stays on it") {
  const peers::TemporaryDirectory directory;
  directory.write("outside", "outside");
  directory.write("root/etc/passwd", "the root's own");
  directory.write("root/usr/lib/os-release", "os-release");
  directory.write("root/a/b/c/deep", "deep");
  const auto link = [&](const std::string& target, const std::string& name) {
    fs::create_symlink(target, directory.path() / "root" / name);
  };
  link("../usr/lib/os-release", "etc/os-release");
  link("/etc/passwd", "absolute");
  link("/etc/hostname", "host-file");  // is on this machine, is not on that disk
  link("../../../../../../etc/passwd", "climbing");
  link("../outside", "out");
  link(directory.in("outside"), "out-absolute");
  link("loop-b", "loop-a");
  link("loop-a", "loop-b");
  link("self/self", "self");
  link("/a/b", "directory");
  link("directory/../../etc", "through");
  link("/", "slash");
  link("/proc/self/root/etc/passwd", "magic");
  link("etc/passwd/", "trailing");
  for (int i = 0; i < 45; ++i)
    link(i == 0 ? "/etc/passwd" : "chain" + std::to_string(i - 1), "chain" + std::to_string(i));

  struct Case {
    std::string path;
    std::string bytes;
    int problem;
  };
  const Case cases[] = {
      {"/etc/passwd", "the root's own", 0},
      {"etc/passwd", "the root's own", 0},
      {"//etc/./passwd", "the root's own", 0},
      {"/etc/../etc/passwd", "the root's own", 0},
      {"/../../../etc/passwd", "the root's own", 0},
      {"/etc/os-release", "os-release", 0},
      {"/absolute", "the root's own", 0},
      {"/climbing", "the root's own", 0},
      {"/through/passwd", "the root's own", 0},
      {"/directory/c/deep", "deep", 0},
      {"/directory/../../etc/passwd", "the root's own", 0},
      {"/slash/slash/slash/etc/passwd", "the root's own", 0},
      {"/chain30", "the root's own", 0},
      {"/chain44", "", ELOOP},
      {"/loop-a", "", ELOOP},
      {"/self", "", ELOOP},
      {"/self/x", "", ELOOP},
      {"/host-file", "", ENOENT},
      {"/out", "", ENOENT},
      {"/out-absolute", "", ENOENT},
      {"/../outside", "", ENOENT},
      {"/magic", "", ENOENT},
      {"/missing", "", ENOENT},
      {"/missing/../etc/passwd", "", ENOENT},
      {"/etc/passwd/more", "", ENOTDIR},
      {"/etc/passwd/..", "", ENOTDIR},
      {"/etc/passwd/", "", ENOTDIR},
      {"/trailing", "", ENOTDIR},
      {std::string("/etc\0/passwd", 12), "", EINVAL},
  };
  const OrErrno<RootDirectory> root = RootDirectory::at(directory.in("root"), true);
  REQUIRE(root);
  const Descriptor plain(open(directory.in("root").c_str(), O_PATH | O_DIRECTORY));
  for (const Case& c : cases) {
    CAPTURE(c.path);
    for (const bool walking : {false, true}) {
      CAPTURE(walking);
      if (walking && c.problem == EINVAL) continue;
      const OrErrno<Descriptor> file =
          walking ? open_by_walking(plain.fd(), c.path, O_RDONLY) : root->open(c.path, O_RDONLY);
      CHECK((file ? 0 : file.error()) == c.problem);
      if (file) CHECK(content(file) == c.bytes);
    }
  }

  for (const bool walking : {false, true}) {
    CAPTURE(walking);
    const OrErrno<Descriptor> itself =
        walking ? open_by_walking(plain.fd(), "/absolute", O_PATH | O_NOFOLLOW)
                : root->open("/absolute", O_PATH | O_NOFOLLOW);
    REQUIRE(itself);
    struct stat status {};
    REQUIRE(fstat(itself->fd(), &status) == 0);
    CHECK(S_ISLNK(status.st_mode));
    const OrErrno<Descriptor> top = walking
                                        ? open_by_walking(plain.fd(), "/..", O_RDONLY | O_DIRECTORY)
                                        : root->open("/..", O_RDONLY | O_DIRECTORY);
    REQUIRE(top);
    struct stat expected {};
    REQUIRE(fstat(top->fd(), &status) == 0);
    REQUIRE(stat(directory.in("root").c_str(), &expected) == 0);
    CHECK(status.st_ino == expected.st_ino);
  }
}

TEST_CASE("this machine's own root is not confined") {
  const peers::TemporaryDirectory directory;
  directory.write("file", "here");
  fs::create_symlink(directory.in("file"), directory.path() / "link");
  const OrErrno<RootDirectory> root = RootDirectory::at("/", false);
  REQUIRE(root);
  CHECK(content(root->open(directory.in("link"), O_RDONLY)) == "here");
  CHECK(root->open("/", O_PATH).has_value());
}

TEST_CASE("a root that is not there is known") {
  CHECK(RootDirectory::at("/no/such/root", true).error() == ENOENT);
  CHECK(RootDirectory::at("/etc/passwd", true).error() == ENOTDIR);
}
