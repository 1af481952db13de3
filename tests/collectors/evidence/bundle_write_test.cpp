#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <functional>

#include <doctest/doctest.h>

#include "tests/collectors/evidence/bundle_samples.h"

using namespace fbd;
namespace fs = std::filesystem;

namespace {

std::size_t files_in(const fs::path& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

Bundle large_bundle() {
  Bundle bundle = sample_bundle();
  // Noise, which no compression makes smaller.
  std::string noise;
  unsigned state = 1;
  for (int i = 0; i < 1'000'000; ++i) {
    state = state * 1664525U + 1013904223U;
    noise += static_cast<char>(state >> 24U);
  }
  bundle.evidence.record({"web01", "host.large", ReadFile{"/x"}}, {{}, {}, noise});
  return bundle;
}

/// Runs in a process of its own, where limits and mounts bother nobody. Gives its exit status.
int in_child(const std::function<int()>& what) {
  const pid_t child = fork();
  if (child == 0) _exit(what());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("what is written is read back") {
  const Scratch scratch;
  const Bundle bundle = sample_bundle();
  for (const bool archive : {true, false}) {
    CAPTURE(archive);
    const fs::path path = scratch / (archive ? "b.tar.zst" : "b");
    const auto written =
        archive ? write_bundle(bundle, path) : write_bundle_directory(bundle, path);
    if (!written) FAIL(written.error().message);
    const auto read = read_bundle(path);
    if (!read) FAIL(read.error().message);
    check_same(bundle, *read);
  }
  CHECK(bytes_of(scratch / "b/observations/web01/host.agent-config") == "[vxagent]\nHostId=\n");
}

TEST_CASE("a bundle without evidence is a bundle") {
  const Scratch scratch;
  Bundle bundle = sample_bundle();
  bundle.evidence = {};
  REQUIRE(write_bundle(bundle, scratch / "b"));
  const auto read = read_bundle(scratch / "b");
  REQUIRE(read);
  check_same(bundle, *read);
}

TEST_CASE("the same evidence gives the same bytes") {
  const Scratch scratch;
  const Bundle bundle = sample_bundle();
  // Recorded in another order, written under another name.
  Bundle other = sample_bundle();
  other.evidence = {};
  for (auto entry = bundle.evidence.entries().rbegin(); entry != bundle.evidence.entries().rend();
       ++entry)
    other.evidence.record({entry->first.host, entry->first.question, entry->second.request},
                          entry->second.observation);
  REQUIRE(write_bundle(bundle, scratch / "a"));
  REQUIRE(write_bundle(other, scratch / "b.tar.zst"));
  const std::string bytes = bytes_of(scratch / "a");
  CHECK(bytes == bytes_of(scratch / "b.tar.zst"));
  // What is read is written again as it was, but for bytes that were no UTF-8.
  const auto read = read_bundle(scratch / "a");
  REQUIRE(write_bundle(*read, scratch / "c"));
  const auto again = read_bundle(scratch / "c");
  REQUIRE(write_bundle(*again, scratch / "d"));
  CHECK(bytes_of(scratch / "c") == bytes_of(scratch / "d"));
}

TEST_CASE("a bundle is for its owner only, whatever the umask") {
  const Scratch scratch;
  for (const mode_t mask : {mode_t{0}, mode_t{022}, mode_t{0777}}) {
    const mode_t before = umask(mask);
    const auto written = write_bundle(sample_bundle(), scratch / "b");
    umask(before);
    REQUIRE(written);
    struct stat status {};
    REQUIRE(stat((scratch / "b").c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0600);
  }
  CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("an existing file is replaced, and what a link points to is not touched") {
  const Scratch scratch;
  put(scratch / "precious", "precious");
  fs::create_symlink("precious", scratch / "b");
  REQUIRE(write_bundle(sample_bundle(), scratch / "b"));
  CHECK(bytes_of(scratch / "precious") == "precious");
  CHECK(fs::is_regular_file(fs::symlink_status(scratch / "b")));
  CHECK(read_bundle(scratch / "b"));
  REQUIRE(write_bundle(sample_bundle(), scratch / "b"));
  // Whoever died while writing left this behind.
  put(scratch / ("b." + std::to_string(getpid()) + "-0.part"), "");
  CHECK(write_bundle(sample_bundle(), scratch / "b"));
}

TEST_CASE("what cannot be written is told, and leaves everything as it was") {
  const Scratch scratch;
  const auto missing = write_bundle(sample_bundle(), scratch / "no/b");
  REQUIRE(!missing);
  CHECK(missing.error().message ==
        (scratch / "no/b").string() + ": cannot be written: No such file or directory");

  fs::create_directory(scratch / "d");
  const auto directory = write_bundle(sample_bundle(), scratch / "d");
  REQUIRE(!directory);
  CHECK(directory.error().message.find("/d: cannot be written: Is a directory") !=
        std::string::npos);
  CHECK(files_in(scratch.path()) == 1);

  put(scratch / "d/x", "");
  const auto full = write_bundle_directory(sample_bundle(), scratch / "d");
  REQUIRE(!full);
  CHECK(full.error().message.ends_with("it is there already and not empty"));
  fs::create_directory(scratch / "empty");
  CHECK(write_bundle_directory(sample_bundle(), scratch / "empty"));
}

TEST_CASE("a file that must not grow further ends the writing") {
  const Scratch scratch;
  put(scratch / "b", "old");
  const int status = in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100'000, 100'000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
    const auto written = write_bundle(large_bundle(), scratch / "b");
    return !written && written.error().message.ends_with("/b: cannot be written: File too large")
               ? 0
               : 1;
  });
  CHECK(status == 0);
  CHECK(bytes_of(scratch / "b") == "old");
  CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("a full disk ends the writing") {
  const Scratch scratch;
  const int status = in_child([&] {
    // As root, or as the root of a user namespace of our own where that is allowed.
    const std::string users = "0 " + std::to_string(getuid()) + " 1";
    const std::string groups = "0 " + std::to_string(getgid()) + " 1";
    if (unshare(CLONE_NEWNS) != 0) {
      if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return 77;
      put("/proc/self/uid_map", users);
      put("/proc/self/setgroups", "deny");
      put("/proc/self/gid_map", groups);
    }
    mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    if (mount("tmpfs", scratch.path().c_str(), "tmpfs", 0, "size=128k") != 0) return 77;
    put(scratch / "b", "old");
    const auto written = write_bundle(large_bundle(), scratch / "b");
    if (written ||
        !written.error().message.ends_with("/b: cannot be written: No space left on device"))
      return 1;
    if (bytes_of(scratch / "b") != "old") return 2;
    return files_in(scratch.path()) == 1 ? 0 : 3;
  });
  if (status == 77) {
    MESSAGE("skipped: no file system can be mounted here");
    return;
  }
  CHECK(status == 0);
}

TEST_CASE("what would not be read is not written") {
  const Scratch scratch;
  const auto why = [&](Question question, std::string answer) {
    Bundle bundle = sample_bundle();
    bundle.evidence.record(question, {{}, {}, std::move(answer)});
    const auto archive = write_bundle(bundle, scratch / "b");
    const auto directory = write_bundle_directory(bundle, scratch / "d");
    CHECK(!archive);
    CHECK(!directory);
    return archive ? std::string() : archive.error().message;
  };
  CHECK(
      why({"web02", "x", ReadFile{}}, "").ends_with("the host \"web02\" is not part of the site"));
  CHECK(why({"web01", "../x", ReadFile{}}, "")
            .ends_with("\"web01/../x\" cannot be the name of a file"));
  CHECK(why({"..", "x", ReadFile{}}, "").ends_with("\"../x\" cannot be the name of a file"));
  CHECK(why({"web01", "", ReadFile{}}, "").ends_with("\"web01/\" cannot be the name of a file"));
  CHECK(why({"web01", std::string(201, 'x'), ReadFile{}}, "")
            .ends_with("cannot be the name of a file"));
  CHECK(why({"web01", "x", ReadFile{}}, std::string((64U << 20U) + 1, 'x'))
            .ends_with("observations/web01/x is larger than 64 MiB"));
  CHECK(files_in(scratch.path()) == 0);

  Bundle bundle = sample_bundle();
  for (int i = 0; i < 10'000; ++i)
    bundle.evidence.record({"web01", std::to_string(i), ReadFile{}}, {{}, {}, ""});
  CHECK(write_bundle(bundle, scratch / "b")
            .error()
            .message.ends_with("there are more than 10000 observations"));
}
