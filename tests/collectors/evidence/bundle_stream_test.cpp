#include "collectors/evidence/bundle_stream.h"

#include <sys/stat.h>

#include <doctest/doctest.h>

#include "collectors/evidence/site_file.h"
#include "tests/collectors/evidence/bundle_samples.h"

using namespace fbd;
namespace fs = std::filesystem;

namespace {

/// The sample bundle and some files, as it grows.
void write_growing(const fs::path& file, bool finished = true) {
  const Bundle bundle = sample_bundle();
  auto stream = BundleStream::create(file, {"0.1.0", "0123", "secrets"}, 1U << 30);
  REQUIRE(stream);
  const auto add = [&](const std::string& name, const std::string& bytes, const ChainLine& line) {
    const auto frame = bundle_frame(name, bytes, {});
    REQUIRE(frame);
    REQUIRE((*stream)->add(*frame, line));
  };
  const std::string site = write_site(bundle.site);
  add("site.yaml", site, ChainMember{"site.yaml", site.size(), sha256_of(site)});
  for (const auto& [asked, entry] : bundle.evidence.entries()) {
    const ManifestEntry line = manifest_entry(asked, entry.request, entry.observation);
    if (entry.observation.answer)
      add(line.member, *entry.observation.answer, line);
    else
      REQUIRE((*stream)->add("", line));
  }
  for (int i = 0; i < 5; ++i) {
    const std::string path = "/var/log/a b" + std::to_string(i) + ".log";
    const std::string bytes(static_cast<std::size_t>(1000 * i), static_cast<char>('a' + i));
    CollectedFile one{"web01", path,    0,  bytes.size(), bytes.size(),
                      {},      "plain", {}, bytes.size(), sha256_of(bytes)};
    one.member = file_member_name("web01", path, 0, false);
    add(one.member, bytes, one);
  }
  REQUIRE((*stream)->add("", LeftOut{"web01", "/x", "permission denied", 12}));
  if (finished) REQUIRE((*stream)->finish({"complete"}, true));
}

}  // namespace

TEST_CASE("a bundle that grew is read back, packed and unpacked") {
  const Scratch scratch;
  write_growing(scratch / "b.tar.zst");
  struct stat status {};
  REQUIRE(stat((scratch / "b.tar.zst").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  CHECK(!fs::exists(scratch / "b.tar.zst.part"));
  REQUIRE(std::system(("mkdir " + (scratch / "d").string() + " && tar -C " +
                       (scratch / "d").string() + " --zstd -xf " + (scratch / "b.tar.zst").string())
                          .c_str()) == 0);
  for (const char* name : {"b.tar.zst", "d"}) {
    CAPTURE(name);
    const auto read = read_bundle(scratch / name);
    if (!read) FAIL(read.error().message);
    CHECK(read->incomplete.empty());
    CHECK(read->files.size() == 5);
    CHECK(read->left_out.size() == 1);
    check_same(sample_bundle(), *read);
    std::size_t bytes = 0;
    REQUIRE(read_bundle_files(
        scratch / name, [&](std::string_view, std::string_view some) { bytes += some.size(); }));
    CHECK(bytes == 10'000);
  }
}

TEST_CASE("cut off anywhere it is the first part of itself") {
  const Scratch scratch;
  write_growing(scratch / "b");
  const std::string whole = bytes_of(scratch / "b");
  std::size_t most = 0;
  std::size_t files = 0;
  bool site_is_there = false;
  for (std::size_t size = 0; size < whole.size(); size += size < 300 ? 1 : 7) {
    CAPTURE(size);
    put(scratch / "cut", std::string_view(whole).substr(0, size));
    const auto read = read_bundle(scratch / "cut");
    if (!read) {
      // Before its first line there is no bundle.
      CHECK_MESSAGE(!site_is_there, read.error().message);
      continue;
    }
    site_is_there = site_is_there || !read->site.hosts.empty();
    CHECK(!read->incomplete.empty());
    CHECK(read->evidence.entries().size() >= most);
    CHECK(read->files.size() >= files);
    most = read->evidence.entries().size();
    files = read->files.size();
  }
  CHECK(most == sample_bundle().evidence.entries().size());
  CHECK(files == 5);
}

TEST_CASE("what was changed is named") {
  const Scratch scratch;
  write_growing(scratch / "b");
  const auto changed = [&](const char* script) {
    fs::remove_all(scratch / "d");
    const std::string d = (scratch / "d").string();
    REQUIRE(std::system(("mkdir " + d + " && tar -C " + d + " --zstd -xf " +
                         (scratch / "b").string() + " && cd " + d + " && " + script)
                            .c_str()) == 0);
    const auto read = read_bundle(scratch / "d");
    return read ? std::string("read") : read.error().message;
  };
  CHECK(changed("true") == "read");
  CHECK(changed("for f in files/web01/*; do echo x >>$f; break; done").find("was changed") !=
        std::string::npos);
  CHECK(changed("echo x >>observations/web01/host.agent-config").find("host.agent-config") !=
        std::string::npos);
  CHECK(changed("rm observations/web01/host.agent-config").find("is missing") != std::string::npos);
  CHECK(changed("echo '# x' >>site.yaml").find("site.yaml\" was changed") != std::string::npos);
  CHECK(changed("rm -r manifest; sed -i '3s/10.2-x_y/10.2-x_z/' manifest.jsonl").find("line 4") !=
        std::string::npos);
  CHECK(changed("rm -r manifest; sed -i 4d manifest.jsonl").find("line 4") != std::string::npos);
  CHECK(changed("echo x >files/web01/more").find("is not in the manifest") != std::string::npos);
}

TEST_CASE("a packed one that was changed is refused, or called damaged up to there") {
  const Scratch scratch;
  write_growing(scratch / "b");
  const std::string whole = bytes_of(scratch / "b");
  for (std::size_t at = 0; at < whole.size(); at += 13) {
    CAPTURE(at);
    std::string other = whole;
    other[at] = static_cast<char>(~other[at]);
    put(scratch / "changed", other);
    const auto read = read_bundle(scratch / "changed");
    if (read) CHECK(read->incomplete.find("damaged") != std::string::npos);
  }
}

TEST_CASE("there is room for so much and no more") {
  const Scratch scratch;
  auto stream = BundleStream::create(scratch / "b", {"0", "0", "all"}, 200'000);
  REQUIRE(stream);
  CHECK((*stream)->has_room(100'000));
  CHECK(!(*stream)->has_room(200'000));
  CHECK(!BundleStream::create(scratch / "no/b", {"0", "0", "all"}, 1));
}
