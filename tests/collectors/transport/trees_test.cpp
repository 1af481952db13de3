#include "collectors/transport/trees.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/collectors/transport/peers.h"

using namespace fbd;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> read(const peers::TemporaryDirectory& directory,
                              const std::vector<std::string>& globs, bool contents = true,
                              const TreeLimits& limits = {}, const std::stop_token& stop = {}) {
  const OrErrno<RootDirectory> root = RootDirectory::at(directory.path().string(), true);
  REQUIRE(root);
  std::vector<std::string> lines;
  for (const TreeEntry& entry : read_trees(*root, {globs, contents}, limits, stop)) {
    const char* kind = entry.kind == TreeEntry::Kind::file   ? "file"
                       : entry.kind == TreeEntry::Kind::link ? "link"
                                                             : "error";
    lines.push_back(fmt::format("{} {}={}", kind, entry.path, entry.bytes));
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("globs find what they name, component by component, inside the root") {
  const peers::TemporaryDirectory directory;
  for (const std::string name : {"b", "a", "c.txt", ".hidden", "sub/inner", "with space"})
    directory.write("etc/" + name, name);
  directory.write("etc/sub2/inner", "inner2");
  directory.write("etc/x[1]", "bracket");
  directory.write("var/secret", "password = hunter2\n");
  const auto link = [&](const std::string& target, const std::string& name) {
    fs::create_symlink(target, directory.path() / name);
  };
  link("/etc/b", "etc/l-absolute");
  link("nowhere", "etc/l-dangling");
  link("sub", "etc/l-directory");
  link("../../../../../../etc/passwd", "etc/l-host");  // this machine's, if it leaked
  link("l-loop", "etc/l-loop");
  link("/etc", "var/etc");
  peers::run("mkfifo " + directory.in("etc/fifo"));

  struct Case {
    std::string name;
    std::vector<std::string> globs;
    bool contents;
    Lines lines;
  };
  const Case cases[] = {
      {"literal", {"/etc/a"}, true, {"file /etc/a=a"}},
      {"nothing there", {"/etc/none", "/none/*", "/etc/a/*", "/*/none*"}, true, {}},
      {"sorted, hidden and folders left out",
       {"/etc/[a-z]", "/etc/*.txt"},
       true,
       {"file /etc/a=a", "file /etc/b=b", "file /etc/c.txt=c.txt"}},
      {"hidden when asked for", {"/etc/.h*"}, true, {"file /etc/.hidden=.hidden"}},
      {"no star crosses a slash", {"/*nner", "/etc/*nner"}, true, {}},
      {"in the middle",
       {"/etc/s*/inner"},
       true,
       {"file /etc/sub/inner=sub/inner", "file /etc/sub2/inner=inner2"}},
      {"everywhere", {"/e?c/sub/*"}, true, {"file /etc/sub/inner=sub/inner"}},
      {"once each", {"/etc/a", "/etc/a", "/etc/[a]"}, true, {"file /etc/a=a"}},
      {"escaped", {"/etc/x\\[1]"}, true, {"file /etc/x[1]=bracket"}},
      {"blanks", {"/etc/with*"}, true, {"file /etc/with space=with space"}},
      {"a FIFO", {"/etc/f*"}, true, {"error /etc/fifo=a FIFO, not a file"}},
      {"a link and what it leads to",
       {"/etc/l-a*"},
       true,
       {"link /etc/l-absolute=/etc/b", "file /etc/l-absolute=b"}},
      {"links that lead nowhere",
       {"/etc/l-d*", "/etc/l-h*"},
       true,
       {"link /etc/l-dangling=nowhere", "link /etc/l-directory=sub",
        "link /etc/l-host=../../../../../../etc/passwd"}},
      {"a link to itself",
       {"/etc/l-l*"},
       true,
       {"link /etc/l-loop=l-loop", "error /etc/l-loop=too many levels of symbolic links"}},
      {"through a link", {"/var/etc/?"}, true, {"file /var/etc/a=a", "file /var/etc/b=b"}},
      {"secrets are taken out",
       {"/var/secret"},
       true,
       {"file /var/secret=password = <redacted>\n"}},
      {"names only",
       {"/etc/[abf]*", "/etc/sub", "/etc/l-abs*"},
       false,
       {"file /etc/a=", "file /etc/b=", "file /etc/fifo=", "file /etc/sub=",
        "link /etc/l-absolute=/etc/b"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(read(directory, c.globs, c.contents) == c.lines);
  }
}

TEST_CASE("a tree is bounded, and says what it left out") {
  const peers::TemporaryDirectory directory;
  for (int i = 0; i < 6; ++i) directory.write(fmt::format("d{}/f", i), "12345");
  TreeLimits limits;
  limits.matches = 2;
  CHECK(read(directory, {"/*/f", "/d5/f"}, true, limits) ==
        Lines{"file /d0/f=12345", "file /d1/f=12345",
              "error /*/f=more than 2 matches; the rest is left out", "file /d5/f=12345"});
  limits.all_matches = 2;
  limits.late_matches = 1;
  CHECK(read(directory, {"/*/f", "/d[45]/f"}, true, limits) ==
        Lines{"file /d0/f=12345", "file /d1/f=12345",
              "error /*/f=more than 2 matches; the rest is left out", "file /d4/f=12345",
              "error /d[45]/f=more than 1 matches; the rest is left out"});
  limits = {};
  limits.directories = 3;
  CHECK(read(directory, {"/*/*"}, true, limits) ==
        Lines{"file /d0/f=12345", "file /d1/f=12345",
              "error /*/*=more than 3 directories; the rest is left out"});
  limits = {};
  limits.directory_names = 4;
  const Lines some = read(directory, {"/*/f"}, true, limits);
  CHECK(some.size() == 5);
  CHECK(some.front() == "error /=more than 4 names; only so many were looked at");
  limits = {};
  limits.bytes = 12;
  CHECK(read(directory, {"/d[012]/f"}, true, limits) ==
        Lines{"file /d0/f=12345", "file /d1/f=12345",
              "error /d2/f=more than 2 bytes, which were left of 12 for the whole tree"});
  directory.write("d0/f", "12345678");
  CHECK(read(directory, {"/d[012]/f"}, true, limits) ==
        Lines{"error /d0/f=more than 2 bytes, which were left of 12 for the whole tree",
              "file /d1/f=12345", "file /d2/f=12345"});
  limits.bytes = 3;
  CHECK(read(directory, {"/d0/f"}, true, limits) == Lines{"error /d0/f=more than 3 bytes"});

  std::stop_source abandoned;
  abandoned.request_stop();
  CHECK(read(directory, {"/*/f"}, true, {}, abandoned.get_token()).empty());
}
