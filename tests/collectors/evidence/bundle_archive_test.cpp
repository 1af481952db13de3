#include <archive.h>
#include <archive_entry.h>

#include <cstdio>
#include <functional>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "collectors/evidence/bundle_manifest.h"
#include "tests/collectors/evidence/bundle_samples.h"

using namespace fbd;
namespace fs = std::filesystem;

namespace {

struct Member {
  std::string name;
  std::string bytes{};
  mode_t type = AE_IFREG;
  std::string link{};  // of a symbolic link
  std::string hard_link{};
  std::int64_t hole = 0;  // after the bytes
};

enum class Packed { zstd, gzip, plain };

void pack(const fs::path& file, const std::vector<Member>& members, Packed packed = Packed::zstd) {
  archive* writer = archive_write_new();
  archive_write_set_format_pax(writer);
  if (packed == Packed::zstd) archive_write_add_filter_zstd(writer);
  if (packed == Packed::gzip) archive_write_add_filter_gzip(writer);
  REQUIRE(archive_write_open_filename(writer, file.c_str()) == ARCHIVE_OK);
  for (const Member& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0600);
    const auto size = static_cast<la_int64_t>(member.bytes.size());
    archive_entry_set_size(entry, size + member.hole);
    if (member.hole) archive_entry_sparse_add_entry(entry, 0, size);
    if (!member.link.empty()) archive_entry_set_symlink(entry, member.link.c_str());
    if (!member.hard_link.empty()) archive_entry_set_hardlink(entry, member.hard_link.c_str());
    REQUIRE(archive_write_header(writer, entry) >= ARCHIVE_WARN);  // names that are not ASCII
    if (size) archive_write_data(writer, member.bytes.data(), member.bytes.size());
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(writer) == ARCHIVE_OK);
  archive_write_free(writer);
}

/// The members of the sample bundle, in the order of an archive.
std::vector<Member> good() {
  const Scratch scratch;
  REQUIRE(write_bundle_directory(sample_bundle(), scratch / "b"));
  std::vector<Member> members;
  for (const char* name : {"manifest.json", "site.yaml", "observations/web01/host.agent-config",
                           "observations/web01/host.empty", "observations/cs01/azure.things",
                           "observations/cs01/host.login", "observations/cs01/support.files",
                           "observations/cs01/vsphere.vms", "observations/web01/host.tree:a@b+c"})
    members.push_back({name, bytes_of(scratch / "b" / name)});
  return members;
}

std::string refusal(const fs::path& file) {
  const auto read = read_bundle(file);
  if (read) return "";
  CHECK(read.error().kind == ErrorKind::malformed);
  REQUIRE(read.error().message.starts_with(file.string() + ": "));
  return read.error().message.substr(file.string().size() + 2);
}

}  // namespace

TEST_CASE("an archive is read however it was packed") {
  const Scratch scratch;
  std::vector<Member> members = good();
  for (const Packed packed : {Packed::zstd, Packed::gzip, Packed::plain}) {
    pack(scratch / "b", members, packed);
    const auto read = read_bundle(scratch / "b");
    if (!read) FAIL(read.error().message);
    check_same(sample_bundle(), *read);
  }
  // As tar does it: directories, "./", another order; and something behind the end.
  std::swap(members.front(), members.back());
  for (Member& member : members) member.name.insert(0, "./");
  for (const char* name : {"./observations/web01/", "./observations/", "./"})
    members.insert(members.begin(), Member{name, "", AE_IFDIR});
  pack(scratch / "b", members, Packed::plain);
  put(scratch / "b", bytes_of(scratch / "b") + std::string(5000, 'x'));
  const auto read = read_bundle(scratch / "b");
  if (!read) FAIL(read.error().message);
  check_same(sample_bundle(), *read);
}

TEST_CASE("what a bundle never holds is refused, and the member is named") {
  struct Case {
    Member extra;
    std::string message;
  };
  const std::string inside = "observations/web01/";
  const Case cases[]{
      {{"/etc/passwd", "x"}, "member \"/etc/passwd\" has an absolute path"},
      {{"../x", "x"}, "member \"../x\" leads out of the bundle"},
      {{"observations/../../x", "x"}, "member \"observations/../../x\" leads out of the bundle"},
      {{inside + "..", "x"}, "member \"observations/web01/..\" leads out of the bundle"},
      {{inside + "x", "", AE_IFLNK, "/etc/passwd"},
       "member \"observations/web01/x\" is a symbolic link"},
      {{"site.yaml", "", AE_IFLNK, "/etc/passwd"}, "member \"site.yaml\" is a symbolic link"},
      {{inside + "x", "", AE_IFREG, "", "site.yaml"},
       "member \"observations/web01/x\" is a hard link"},
      {{inside + "x", "", AE_IFCHR}, "member \"observations/web01/x\" is a device"},
      {{inside + "x", "", AE_IFBLK}, "member \"observations/web01/x\" is a device"},
      {{inside + "x", "", AE_IFIFO}, "member \"observations/web01/x\" is a FIFO"},
      {{inside + "host.empty", ""}, "member \"observations/web01/host.empty\" is there twice"},
      {{"manifest.json", "{}"}, "member \"manifest.json\" is there twice"},
      {{"./site.yaml", ""}, "member \"site.yaml\" is there twice"},
      {{inside + "x", "x"}, "member \"observations/web01/x\" is not in manifest.json"},
      {{"README", "x"}, "member \"README\" does not belong into a bundle"},
      {{"observations/x", "x"}, "member \"observations/x\" does not belong into a bundle"},
      {{inside + "a/b", "x"}, "member \"observations/web01/a/b\" does not belong into a bundle"},
      {{inside + ".x", "x"}, "member \"observations/web01/.x\" does not belong into a bundle"},
      {{inside + "a b", "x"}, "member \"observations/web01/a b\" does not belong into a bundle"},
      {{inside + "g\xC3\xBC", "x"}, ""},
      {{inside + "a\nb\x1B[2J", "x"}, "member \"observations/web01/a b [2J\" does not belong"},
      {{inside + std::string(201, 'x'), "x"}, "member \"observations/web01/xxxx"},
      {{"../x/", "", AE_IFDIR}, "directory \"../x\" does not belong into a bundle"},
      {{"/", "", AE_IFDIR}, "directory \"\" does not belong into a bundle"},
      {{inside + "x/", "", AE_IFDIR}, "directory \"observations/web01/x\" does not belong"},
      {{inside + "x", "abc", AE_IFREG, "", "", 1LL << 40}, "member \"observations/web01/x\""},
  };
  const Scratch scratch;
  for (const Case& c : cases) {
    CAPTURE(c.extra.name);
    for (const bool first : {true, false}) {
      std::vector<Member> members = good();
      members.insert(first ? members.begin() : members.end(), c.extra);
      pack(scratch / "b", members);
      const std::string message = refusal(scratch / "b");
      CAPTURE(message);
      CHECK(!message.empty());
      CHECK(message.starts_with(c.message));
      CHECK(message.find('\n') == std::string::npos);
      CHECK(message.find('\x1B') == std::string::npos);
    }
  }
}

TEST_CASE("what is not as the manifest says is refused") {
  const Scratch scratch;
  const auto with = [&](const std::function<void(std::vector<Member>&)>& change) {
    std::vector<Member> members = good();
    change(members);
    pack(scratch / "b", members);
    return refusal(scratch / "b");
  };
  CHECK(with([](auto& all) { all.erase(all.begin()); }) ==
        "it is no bundle: there is no manifest.json");
  CHECK(with([](auto& all) { all.erase(all.begin() + 1); }) ==
        "it is no bundle: there is no site.yaml");
  CHECK(with([](auto& all) { all.clear(); }).find("bundle") != std::string::npos);
  CHECK(with([](auto& all) { all.pop_back(); }) ==
        "member \"observations/web01/host.tree:a@b+c\" is missing");
  CHECK(with([](auto& all) { all[2].bytes += "x"; }) ==
        "member \"observations/web01/host.agent-config\" has 19 bytes, and the manifest says 18");
  CHECK(with([](auto& all) { all[2].bytes[3] = 'X'; }) ==
        "member \"observations/web01/host.agent-config\" was changed: its SHA-256 is not that of "
        "the manifest");
  CHECK(with([](auto& all) { all[0].bytes = "[]"; }) ==
        "manifest.json: it is not the manifest of a failback-doctor bundle");
  CHECK(with([](auto& all) { all[1].bytes = "hosts: {}"; }).starts_with("site.yaml:1:8: hosts: "));
  CHECK(with([](auto& all) { all[1].bytes = "hosts: {web01: {role: esxi}}"; }) ==
        "manifest.json names the host \"10.2-x_y\", and site.yaml does not");
  CHECK(with([](auto& all) {
          std::string& json = all[0].bytes;
          json.replace(json.find("\"version\": 1"), 12, "\"version\": 2");
        }) ==
        "manifest.json: written by a newer failback-doctor, in format 2; this one reads format 1");
  // Hashes may be missing from what is written by hand, and nobody writes an archive by hand.
  CHECK(with([](auto& all) {
          std::string& json = all[0].bytes;
          json.replace(json.find("\"sha256\""), 8, "\"unused\"");
        }).starts_with("the manifest does not give size and hash of member "));
  CHECK(with([](auto& all) {
          std::string& json = all[0].bytes;
          const std::size_t one = json.find("  {\n");
          const std::size_t end = json.find("\n  },\n", one) + 6;
          json.insert(one, json.substr(one, end - one));
        }).ends_with(" twice"));
}

TEST_CASE("what is too much is refused before it is read") {
  const Scratch scratch;
  const std::string inside = "observations/web01/";
  const std::string mebibytes(65U << 20U, '\0');

  pack(scratch / "b", {{inside + "x", mebibytes}});
  CHECK(fs::file_size(scratch / "b") < 40'000);
  CHECK(refusal(scratch / "b") == "member \"observations/web01/x\" is larger than 64 MiB");

  std::vector<Member> many;
  for (int i = 0; i < 9; ++i)
    many.push_back({inside + std::to_string(i), mebibytes.substr(0, 15U << 20U)});
  pack(scratch / "b", many);
  CHECK(refusal(scratch / "b") == "it is larger than 128 MiB when unpacked");

  many.clear();
  for (int i = 0; i < 10'001; ++i) many.push_back({inside + std::to_string(i), ""});
  pack(scratch / "b", many);
  CHECK(refusal(scratch / "b") == "it has more than 10000 members");
  many.assign(10'001, {"observations/", "", AE_IFDIR});
  pack(scratch / "b", many);
  CHECK(refusal(scratch / "b") == "it has more than 10000 members");
  many.pop_back();
  pack(scratch / "b", many);
  CHECK(refusal(scratch / "b") == "it is no bundle: there is no manifest.json");

  // Headers alone: each of these members has half a mebibyte of comment before it.
  std::string bomb;
  const auto header = [](std::string_view name, char type, std::size_t size) {
    std::string block(512, '\0');
    block.replace(0, name.size(), name);
    block.replace(100, 8, std::string("0000600\0", 8));
    char digits[13];
    std::snprintf(digits, sizeof digits, "%011zo", size);
    block.replace(124, 11, digits);
    block.replace(136, 11, "00000000000");
    block[156] = type;
    block.replace(257, 8, std::string("ustar\00000", 8));
    block.replace(148, 8, "        ");
    unsigned sum = 0;
    for (char c : block) sum += static_cast<unsigned char>(c);
    std::snprintf(digits, sizeof digits, "%06o", sum);
    block.replace(148, 7, std::string(digits, 7));
    return block;
  };
  std::string comment = "500000 comment=" + std::string(500'000 - 16, ' ') + "\n";
  const std::string one = header("pax", 'x', comment.size()) + comment +
                          std::string((512 - comment.size() % 512) % 512, '\0') +
                          header("observations/", '5', 0);
  for (int i = 0; i < 600; ++i) bomb += one;
  archive* writer = archive_write_new();
  archive_write_set_format_raw(writer);
  archive_write_add_filter_zstd(writer);
  REQUIRE(archive_write_open_filename(writer, (scratch / "b").c_str()) == ARCHIVE_OK);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  REQUIRE(archive_write_header(writer, entry) == ARCHIVE_OK);
  archive_write_data(writer, bomb.data(), bomb.size());
  archive_entry_free(entry);
  archive_write_free(writer);
  CHECK(refusal(scratch / "b") == "it is larger than 256 MiB when unpacked");
}

TEST_CASE("what is no bundle at all is refused") {
  const Scratch scratch;
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string(100'000, '\0'), std::string("PK\3\4"),
        std::string("\x28\xB5\x2F\xFD"), std::string("hosts: {}\n"), std::string(10'000, 'x')}) {
    put(scratch / "b", bytes);
    const std::string message = refusal(scratch / "b");
    CAPTURE(message);
    CHECK(message.find("no bundle") != std::string::npos);
  }
  const auto missing = read_bundle(scratch / "none");
  REQUIRE(!missing);
  CHECK(missing.error() ==
        Error{ErrorKind::not_found, (scratch / "none").string() + ": No such file or directory"});
  CHECK(!read_bundle("/dev/null"));
}

TEST_CASE("a damaged archive is refused or gives exactly what was written") {
  const Scratch scratch;
  pack(scratch / "zst", good());
  pack(scratch / "gz", good(), Packed::gzip);
  pack(scratch / "tar", good(), Packed::plain);
  const Bundle sample = sample_bundle();
  for (const std::string name : {"zst", "gz", "tar"}) {
    CAPTURE(name);
    const std::string whole = bytes_of(scratch / name);
    // Cut off anywhere. What is missing may be nothing but the padding at the end.
    const std::size_t step = whole.size() > 5000 ? 97 : 7;
    for (std::size_t size = 0; size < whole.size(); size += step) {
      CAPTURE(size);
      put(scratch / "cut", std::string_view(whole).substr(0, size));
      const auto read = read_bundle(scratch / "cut");
      if (size < whole.size() / 2) CHECK(!read);
      if (read) check_same(sample_bundle(), *read);
    }
    // One bit wrong anywhere.
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
      std::string wrong = whole;
      const std::size_t place = random() % wrong.size();
      wrong[place] = static_cast<char>(wrong[place] ^ (1 << random() % 8));
      CAPTURE(place);
      put(scratch / "wrong", wrong);
      const auto read = read_bundle(scratch / "wrong");
      // The manifest and the site have no hash: a letter of theirs may differ.
      if (read)
        for (const auto& [asked, entry] : read->evidence.entries())
          if (const auto* original = sample.evidence.find(asked.host, asked.question);
              original && entry.observation.answer && original->observation.answer)
            CHECK(*entry.observation.answer == *original->observation.answer);
    }
  }
}
