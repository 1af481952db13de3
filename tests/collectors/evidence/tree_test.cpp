#include "collectors/evidence/tree.h"

#include <random>
#include <string>

#include <doctest/doctest.h>

using namespace std::literals;
using fbd::ErrorKind;
using fbd::read_tree;
using fbd::TreeEntry;
using fbd::write_tree;

namespace {

TreeEntry file(unsigned mode, std::string path, std::string bytes) {
  return {TreeEntry::Kind::file, mode, ErrorKind::failed, std::move(path), std::move(bytes)};
}
TreeEntry link(std::string path, std::string target) {
  return {TreeEntry::Kind::link, 0777, ErrorKind::failed, std::move(path), std::move(target)};
}
TreeEntry failure(ErrorKind kind, std::string path, std::string message) {
  return {TreeEntry::Kind::error, 0, kind, std::move(path), std::move(message)};
}

}  // namespace

TEST_CASE("a tree is written as its header says") {
  CHECK(write_tree({}).empty());
  CHECK(write_tree(std::vector<TreeEntry>{
            file(0644, "/etc/netplan/01.yaml", "network: {version: 2}"),
            link("/etc/resolv.conf", "../run/resolv.conf.x"),
            failure(ErrorKind::denied, "/etc/shadow", "permission denied")}) ==
        "file 0644 21 /etc/netplan/01.yaml\nnetwork: {version: 2}\n"
        "link 0777 20 /etc/resolv.conf\n../run/resolv.conf.x\n"
        "error denied 17 /etc/shadow\npermission denied\n");
  CHECK(write_tree(std::vector<TreeEntry>{file(07, "/a\nb\\c d", "")}) ==
        "file 0007 0 /a\\nb\\\\c d\n\n");
  CHECK(write_tree(std::vector<TreeEntry>{file(04755, "/bin/su", "\n")}) ==
        "file 4755 1 /bin/su\n\n\n");
}

TEST_CASE("what is written is read back, whatever it holds") {
  std::mt19937 random(7);
  const auto below = [&random](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  for (int round = 0; round < 500; ++round) {
    std::vector<TreeEntry> entries;
    for (unsigned i = below(5); i > 0; --i) {
      constexpr std::string_view bytes = "\n\\ \0file 0644 1 /x\n/\x80"sv;
      const auto some = [&](std::string text) {
        for (unsigned n = below(20); n > 0; --n)
          text += bytes[below(static_cast<unsigned>(bytes.size()))];
        return text;
      };
      switch (below(3)) {
        case 0:
          entries.push_back(file(below(010000), some("/"), some("")));
          break;
        case 1:
          entries.push_back(link(some("/"), some("")));
          break;
        default:
          entries.push_back(failure(static_cast<ErrorKind>(below(10)), some("/"), some("")));
      }
    }
    const std::string text = write_tree(entries);
    CAPTURE(text);
    const auto read = read_tree(text);
    REQUIRE(read);
    CHECK(*read == entries);
  }
}

TEST_CASE("what is no tree is refused with its place") {
  struct Case {
    std::string_view text;
    std::string_view message;
  };
  constexpr Case cases[]{
      {"x", "tree: expected a whole header line at byte 0"},
      {"\n", "tree: expected file, link or error at byte 0"},
      {"dir 0755 0 /x\n\n", "tree: expected file, link or error at byte 0"},
      {"file 644 0 /x\n\n", "tree: expected a mode of four octal digits at byte 0"},
      {"file 0948 0 /x\n\n", "tree: expected a mode of four octal digits at byte 0"},
      {"file -644 0 /x\n\n", "tree: expected a mode of four octal digits at byte 0"},
      {"error odd 0 /x\n\n", "tree: expected a kind of error at byte 0"},
      {"file 0644 /x\n\n", "tree: expected a length in bytes at byte 0"},
      {"file 0644 -1 /x\n\n", "tree: expected a length in bytes at byte 0"},
      {"file 0644 00 /x\n\n", "tree: expected a length in bytes at byte 0"},
      {"file 0644 99999999999999999999 /x\n\n", "tree: expected a length in bytes at byte 0"},
      {"file 0644 0 x\n\n", "tree: expected an absolute path at byte 0"},
      {"file 0644 0 \n\n", "tree: expected an absolute path at byte 0"},
      {"file 0644 0 /x\\\n\n", "tree: expected an absolute path at byte 0"},
      {"file 0644 0 /x\\t\n\n", "tree: expected an absolute path at byte 0"},
      {"file 0644 3 /x\nab\n", "tree: expected 3 bytes and a newline at byte 15"},
      {"file 0644 2 /x\nab", "tree: expected 2 bytes and a newline at byte 15"},
      {"file 0644 1 /x\nab\n", "tree: expected a newline at byte 16"},
      {"file 0644 18446744073709551615 /x\nab\n",
       "tree: expected 18446744073709551615 bytes and a newline at byte 34"},
      {"file 0644 0 /x\n\nfile", "tree: expected a whole header line at byte 16"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto read = read_tree(c.text);
    REQUIRE(!read);
    CHECK(read.error().kind == ErrorKind::malformed);
    CHECK(read.error().message == c.message);
  }
}
