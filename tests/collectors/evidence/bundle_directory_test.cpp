#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <functional>

#include <doctest/doctest.h>

#include "tests/collectors/evidence/bundle_samples.h"

using namespace fbd;
namespace fs = std::filesystem;

namespace {

/// Reads the sample bundle after a change; the message without the path, "" if it was read.
std::string after(const std::function<void(const fs::path&)>& change) {
  const Scratch scratch;
  const fs::path bundle = scratch / "b";
  REQUIRE(write_bundle_directory(sample_bundle(), bundle));
  change(bundle);
  const auto read = read_bundle(bundle);
  if (read) return "";
  REQUIRE(read.error().message.starts_with(bundle.string() + ": "));
  return read.error().message.substr(bundle.string().size() + 2);
}

void without_hashes(const fs::path& bundle) {
  std::string manifest = bytes_of(bundle / "manifest.json");
  for (const char* key : {"\"sha256\"", "\"bytes\""})
    for (std::size_t at = 0; (at = manifest.find(key, at)) != std::string::npos;)
      manifest.replace(at, std::string_view(key).size(), "\"unused\"");
  put(bundle / "manifest.json", manifest);
}

}  // namespace

TEST_CASE("a bundle written by hand needs no hashes") {
  CHECK(after([](const fs::path& bundle) {
          without_hashes(bundle);
          put(bundle / "observations/web01/host.agent-config", "something else");
        }).empty());
  CHECK(after([](const fs::path& bundle) {
          put(bundle / "observations/web01/host.agent-config", "something else!!!!");
        }) ==
        "member \"observations/web01/host.agent-config\" was changed: its SHA-256 is not that of "
        "the manifest");
}

TEST_CASE("links are not followed, and nothing but files is read") {
  const std::string member = "observations/web01/host.empty";
  CHECK(after([&](const fs::path& bundle) {
          fs::remove(bundle / member);
          fs::create_symlink("/dev/null", bundle / member);
        }) == "member \"observations/web01/host.empty\" is a symbolic link");
  CHECK(after([](const fs::path& bundle) {
          fs::rename(bundle / "observations", bundle.parent_path() / "elsewhere");
          fs::create_directory_symlink(bundle.parent_path() / "elsewhere", bundle / "observations");
        }) == "member \"observations\" is a symbolic link");
  CHECK(after([&](const fs::path& bundle) {
          fs::remove(bundle / member);
          REQUIRE(mkfifo((bundle / member).c_str(), 0600) == 0);
        }) == "member \"observations/web01/host.empty\" is no regular file");
  CHECK(after([&](const fs::path& bundle) {
          fs::remove(bundle / member);
          const int socket_file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
          sockaddr_un address{};
          address.sun_family = AF_UNIX;
          const std::string path = (bundle / member).string();
          REQUIRE(path.size() < sizeof address.sun_path);
          path.copy(address.sun_path, path.size());
          REQUIRE(bind(socket_file, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                  0);
          close(socket_file);
        }) == "member \"observations/web01/host.empty\" is a socket");
  CHECK(after([&](const fs::path& bundle) {
          fs::remove(bundle / member);
          fs::create_directory(bundle / member);
        }) == "member \"observations/web01/host.empty\" is a directory");
}

TEST_CASE("what does not belong there is refused, and what is missing is told") {
  CHECK(after([](const fs::path& bundle) { put(bundle / "notes.txt", ""); }) ==
        "member \"notes.txt\" does not belong into a bundle");
  CHECK(after([](const fs::path& bundle) { put(bundle / "observations/web01/host.empty~", ""); }) ==
        "member \"observations/web01/host.empty~\" does not belong into a bundle");
  CHECK(after([](const fs::path& bundle) { put(bundle / "observations/web01/x", ""); }) ==
        "member \"observations/web01/x\" is not in manifest.json");
  CHECK(after([](const fs::path& bundle) { put(bundle / "x/y/z", ""); }) ==
        "directory \"x\" does not belong into a bundle");
  CHECK(after([](const fs::path& bundle) {
          fs::create_directory(bundle / "observations/web09");
        }).empty());
  CHECK(after([](const fs::path& bundle) { fs::remove(bundle / "site.yaml"); }) ==
        "it is no bundle: there is no site.yaml");
  CHECK(after([](const fs::path& bundle) {
          fs::remove(bundle / "observations/web01/host.empty");
        }) == "member \"observations/web01/host.empty\" is missing");
  CHECK(after([](const fs::path& bundle) {
          put(bundle / "observations/web01/host.empty", std::string((64U << 20U) + 1, 'x'));
        }) == "member \"observations/web01/host.empty\" is larger than 64 MiB");
  CHECK(after([](const fs::path& bundle) {
          for (int i = 0; i < 10'001; ++i)
            put(bundle / "observations/web01" / std::to_string(i), "");
        }) == "it has more than 10000 members");
}

TEST_CASE("a directory that may not be read says so") {
  if (geteuid() == 0) {
    MESSAGE("skipped: root may read everything");
    return;
  }
  CHECK(after([](const fs::path& bundle) {
          fs::permissions(bundle / "observations/web01/host.empty", fs::perms::none);
        }) == "member \"observations/web01/host.empty\": Permission denied");
}
