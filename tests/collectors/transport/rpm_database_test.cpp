#include "collectors/transport/rpm_database.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "tests/collectors/transport/peers.h"
#include "tests/tests_directory.h"

using namespace fbd;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.is_open(), path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// One of the databases that rpm/make-databases makes.
std::string fixture(const std::string& name) {
  return bytes_of(tests_directory() + "/collectors/transport/rpm/" + name);
}

struct Kind {
  const char* fixture;
  const char* file;
  const char* form;
};
constexpr Kind kinds[] = {
    {"rpmdb.sqlite", "rpmdb.sqlite", "sqlite"},   {"Packages.db", "Packages.db", "ndb"},
    {"Packages.4096-little", "Packages", "bdb"},  {"Packages.1024-big", "Packages", "bdb"},
    {"Packages.16384-little", "Packages", "bdb"},
};

/// NAME VERSION SECONDS of every package in the fixtures, as rpm itself printed them.
std::map<std::string, std::string> expected() {
  std::map<std::string, std::string> packages;
  std::istringstream text(fixture("expected.txt"));
  std::string name, version, seconds;
  while (text >> name >> version >> seconds)
    packages[name] = fmt::format("package {} {} installed {}\n", name, version, seconds);
  return packages;
}

std::string ask(const peers::TemporaryDirectory& directory, std::vector<std::string> packages = {},
                const std::stop_token& abandoned = {}) {
  const OrErrno<RootDirectory> root = RootDirectory::at(directory.path().string(), true);
  REQUIRE(root);
  const auto answer = ask_rpm_database(*root, {std::move(packages)}, abandoned);
  if (answer) return *answer;
  return fmt::format("{}: {}", name(answer.error().kind), answer.error().message);
}

void set32(std::string& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(value >> (8 * i));
}

}  // namespace

TEST_CASE("every form of database says what rpm says") {
  const auto packages = expected();
  REQUIRE(packages.size() == 10);
  for (const Kind& kind : kinds) {
    CAPTURE(kind.fixture);
    const peers::TemporaryDirectory directory;
    const std::string path = std::string("/var/lib/rpm/") + kind.file;
    directory.write(path.substr(1), fixture(kind.fixture));
    const std::string head = fmt::format("database {} {} 10\n", path, kind.form);
    CHECK(ask(directory) == head);
    CHECK(ask(directory, {"network-manager", "Network", ""}) == head);
    std::string all = head;
    std::vector<std::string> names;
    for (const auto& [name, line] : packages) {
      CHECK(ask(directory, {name, "x"}) == head + line);
      names.push_back(name);
      all += line;
    }
    CHECK(ask(directory, names) == all);
    // Nothing was put beside it, and nothing changed.
    CHECK(std::distance(fs::directory_iterator(directory.path() / "var/lib/rpm"),
                        fs::directory_iterator()) == 1);
    CHECK(bytes_of(directory.in(path.substr(1))) == fixture(kind.fixture));
  }
}

TEST_CASE("where the database is") {
  const auto rpm = expected()["rpm"];
  const auto link = [](const peers::TemporaryDirectory& directory, const char* target,
                       const char* name) {
    fs::create_directories((directory.path() / name).parent_path());
    fs::create_symlink(target, directory.path() / name);
  };
  SUBCASE("nowhere") {
    const peers::TemporaryDirectory directory;
    CHECK(ask(directory, {"rpm"}) ==
          "not-found: there is no rpm database in /var/lib/rpm or /usr/lib/sysimage/rpm");
    directory.write("var/lib/rpm/Packages", "");  // as a crash or a careless tool leaves it
    CHECK(ask(directory, {"rpm"}).starts_with("not-found: "));
  }
  SUBCASE("in the newer place, with a link from the old one") {
    for (const char* target : {"../../usr/lib/sysimage/rpm", "/usr/lib/sysimage/rpm"}) {
      const peers::TemporaryDirectory directory;
      directory.write("usr/lib/sysimage/rpm/Packages.db", fixture("Packages.db"));
      CHECK(ask(directory, {"rpm"}) == "database /usr/lib/sysimage/rpm/Packages.db ndb 10\n" + rpm);
      link(directory, target, "var/lib/rpm");
      CHECK(ask(directory, {"rpm"}) == "database /var/lib/rpm/Packages.db ndb 10\n" + rpm);
    }
  }
  SUBCASE("a link never leads out of the disk") {
    const peers::TemporaryDirectory outside;
    outside.write("rpmdb.sqlite", fixture("rpmdb.sqlite"));
    const peers::TemporaryDirectory directory;
    link(directory, outside.path().c_str(), "var/lib/rpm");
    CHECK(ask(directory, {"rpm"}).starts_with("not-found: "));
    const peers::TemporaryDirectory climbing;
    link(climbing, ("../../../../../../../.." + outside.path().string()).c_str(), "var/lib/rpm");
    CHECK(ask(climbing, {"rpm"}).starts_with("not-found: "));
  }
  SUBCASE("of two the fuller one counts") {
    const peers::TemporaryDirectory directory;
    directory.write("var/lib/rpm/Packages", fixture("Packages.4096-little"));
    directory.write("var/lib/rpm/rpmdb.sqlite", fixture("empty.sqlite"));
    CHECK(ask(directory, {"rpm"}) ==
          "database /var/lib/rpm/Packages bdb 10\n"
          "passed-over /var/lib/rpm/rpmdb.sqlite sqlite 0\n" +
              rpm);
  }
}

TEST_CASE("what is not a database, and what cannot be read, is said with its path") {
  struct Case {
    const char* file;
    std::string bytes;
    const char* expected;
  };
  const auto cut = [](const char* name, std::size_t size) { return fixture(name).substr(0, size); };
  const auto with = [](const char* name, std::size_t at, std::uint32_t value) {
    std::string bytes = fixture(name);
    set32(bytes, at, value);
    return bytes;
  };
  const Case cases[] = {
      {"Packages", "x", "malformed: /var/lib/rpm/Packages: it has 1 bytes"},
      {"Packages", std::string(5000, 'x'), "malformed: /var/lib/rpm/Packages: it is no hash"},
      {"Packages", cut("Packages.4096-little", 40000),
       "malformed: /var/lib/rpm/Packages: it is cut"},
      {"Packages", with("Packages.4096-little", 12, 0x53162),
       "malformed: /var/lib/rpm/Packages: a B"},
      {"Packages", with("Packages.4096-little", 16, 7),
       "malformed: /var/lib/rpm/Packages: Berkeley DB hash version 7 is unknown"},
      {"Packages", with("Packages.4096-little", 16, 8), "database /var/lib/rpm/Packages bdb 10\n"},
      {"Packages", with("Packages.4096-little", 16, 10), "database /var/lib/rpm/Packages bdb 10\n"},
      {"Packages", with("Packages.4096-little", 20, 4097),
       "malformed: /var/lib/rpm/Packages: page 0"},
      {"Packages", with("Packages.4096-little", 72, 0xffffffff),
       "malformed: /var/lib/rpm/Packages: "},
      {"Packages", with("Packages.4096-little", 4096 + 16, 1),
       "malformed: /var/lib/rpm/Packages: its buckets hold more pages than the file has"},
      {"Packages.db", "RpmP", "malformed: /var/lib/rpm/Packages.db: it has 4 bytes"},
      {"Packages.db", std::string(5000, 'x'), "malformed: /var/lib/rpm/Packages.db: it is no NDB"},
      {"Packages.db", with("Packages.db", 4, 1),
       "malformed: /var/lib/rpm/Packages.db: NDB version 1"},
      {"Packages.db", with("Packages.db", 12, 0xffffffff), "malformed: /var/lib/rpm/Packages.db: "},
      {"Packages.db", with("Packages.db", 32 + 8, 1),
       "malformed: /var/lib/rpm/Packages.db: an entry"},
      {"Packages.db", cut("Packages.db", 30000), "malformed: /var/lib/rpm/Packages.db: an entry"},
      {"rpmdb.sqlite", std::string(5000, 'x'),
       "malformed: /var/lib/rpm/rpmdb.sqlite: SQLite: file is not a database"},
      {"rpmdb.sqlite", cut("rpmdb.sqlite", 20000),
       "malformed: /var/lib/rpm/rpmdb.sqlite: SQLite: "},
  };
  for (const Case& one : cases) {
    CAPTURE(one.expected);
    const peers::TemporaryDirectory directory;
    directory.write(std::string("var/lib/rpm/") + one.file, one.bytes);
    const std::string answer = ask(directory);
    CHECK_MESSAGE(answer.starts_with(one.expected), answer);
  }
  const peers::TemporaryDirectory directory;
  fs::create_directories(directory.path() / "var/lib/rpm/Packages");
  CHECK(ask(directory) == "malformed: /var/lib/rpm/Packages: a directory, not a file");
  const peers::TemporaryDirectory fifo;
  fs::create_directories(fifo.path() / "var/lib/rpm");
  REQUIRE(mkfifo(fifo.in("var/lib/rpm/Packages.db").c_str(), 0600) == 0);
  CHECK(ask(fifo) == "malformed: /var/lib/rpm/Packages.db: a FIFO, not a file");
}

TEST_CASE("a damaged header is counted, and the others are read") {
  std::string bytes = fixture("Packages.db");
  const std::size_t block = [&] {  // of the first package's header
    std::size_t at = 0;
    for (std::size_t i = 4; i-- > 0;) at = at << 8 | static_cast<unsigned char>(bytes[32 + 8 + i]);
    return at * 16;
  }();
  set32(bytes, block + 16, 0xffffffff);
  const peers::TemporaryDirectory directory;
  directory.write("var/lib/rpm/Packages.db", bytes);
  CHECK(ask(directory).starts_with("database /var/lib/rpm/Packages.db ndb 9\ndamaged 1\n"));
}

TEST_CASE("SQLite: the log of a crash counts, and nothing is written") {
  const peers::TemporaryDirectory directory;
  const std::string file = directory.write("var/lib/rpm/rpmdb.sqlite", fixture("rpmdb.sqlite"));
  directory.write("var/lib/rpm/rpmdb.sqlite-wal", fixture("crash.wal"));
  const std::string answer = ask(directory, {"NetworkManager", "rpm"});
  CHECK(answer == "database /var/lib/rpm/rpmdb.sqlite sqlite 9\n" + expected()["rpm"]);
  CHECK(std::distance(fs::directory_iterator(fs::path(file).parent_path()),
                      fs::directory_iterator()) == 2);
  CHECK(bytes_of(file) == fixture("rpmdb.sqlite"));
  CHECK(bytes_of(file + "-wal") == fixture("crash.wal"));
  // A log that is cut short holds only what was committed.
  directory.write("var/lib/rpm/rpmdb.sqlite-wal", fixture("crash.wal").substr(0, 5000));
  CHECK(ask(directory).starts_with("database /var/lib/rpm/rpmdb.sqlite sqlite 10\n"));
  directory.write("var/lib/rpm/rpmdb.sqlite-journal", "\xd9\xd5\x05\xf9 and so on");
  CHECK(ask(directory) ==
        "malformed: /var/lib/rpm/rpmdb.sqlite: a change was interrupted; its "
        "-journal is still there");
}

TEST_CASE("SQLite: what a hostile file calls its table is not followed for long") {
  const peers::TemporaryDirectory directory;
  directory.write("var/lib/rpm/rpmdb.sqlite", fixture("endless.sqlite"));
  const auto begin = std::chrono::steady_clock::now();
  CHECK(ask(directory) == "malformed: /var/lib/rpm/rpmdb.sqlite: SQLite: interrupted");
  CHECK(std::chrono::steady_clock::now() - begin < 20s);
  std::stop_source stop;
  stop.request_stop();
  CHECK(ask(directory, {}, stop.get_token()).find("/var/lib/rpm/rpmdb.sqlite: ") !=
        std::string::npos);
}

TEST_CASE("asked of a mounted disk like any file") {
  const peers::TemporaryDirectory directory;
  directory.write("var/lib/rpm/Packages", fixture("Packages.1024-big"));
  Site site = peers::local_site();
  site.hosts.front().reach = Reach::root;
  site.hosts.front().root = directory.path().string();
  LiveSource source(site);
  const auto ask_source = [&] {
    return peers::ask(source, {{"web01", "host.rpm-packages", RpmQuery{{"wicked"}}}}, 5s).front();
  };
  const Observation answered = ask_source();
  REQUIRE(answered.answer);
  CHECK(*answered.answer == "database /var/lib/rpm/Packages bdb 10\n" + expected()["wicked"]);
  fs::remove(directory.path() / "var/lib/rpm/Packages");
  const Observation missing = ask_source();
  REQUIRE_FALSE(missing.answer);
  CHECK(missing.answer.error() ==
        Error{ErrorKind::not_found,
              "web01: there is no rpm database in /var/lib/rpm or /usr/lib/sysimage/rpm"});
}
