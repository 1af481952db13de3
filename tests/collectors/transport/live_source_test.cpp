#include "collectors/transport/live_source.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "collectors/evidence/tree.h"
#include "collectors/transport/event_loop.h"
#include "collectors/transport/orphans.h"
#include "tests/collectors/transport/peers.h"

using namespace fbd;
using namespace std::chrono_literals;

namespace {

Site site_with(Reach reach, const std::string& root = "") {
  Site site = peers::local_site();
  site.hosts.front().reach = reach;
  site.hosts.front().root = root;
  return site;
}

Observation ask(const Site& site, const Request& request) {
  LiveSource source(site);
  return peers::ask(source, {{"web01", "question", request}}, 5s).front();
}

}  // namespace

TEST_CASE("a host that cannot be asked from here says why") {
  const peers::TemporaryDirectory directory;
  directory.write("etc/hostname", "disk\n");
  const Request command = RunCommand{"hostname"};
  const Request file = ReadFile{"/etc/hostname"};
  struct Case {
    Reach reach;
    Request request;
    std::string message;  // empty: it is answered
  };
  const std::string none = "web01 is not reached from here (reach: none in the site file)";
  const Case cases[] = {
      {Reach::local, command, ""},
      {Reach::local, file, ""},
      {Reach::none, command, none},
      {Reach::none, file, none},
      {Reach::none, TcpConnect{"127.0.0.1", 1, 1}, none},
      {Reach::local, LogIn{}, "web01 is not reached over SSH: there is nothing to log in to"},
      {Reach::root, file, ""},
      {Reach::root, ReadTree{{"/etc/*"}, true}, ""},
      {Reach::root, command, "web01 is a mounted disk: to run \"hostname\" needs a running system"},
      {Reach::root, TcpConnect{"cs01", 443, 1},
       "web01 is a mounted disk: to connect to cs01, TCP port 443 needs a running system"},
      {Reach::root, TlsHandshake{"cs01", 443, "cs01"},
       "web01 is a mounted disk: to make a TLS handshake with cs01, TCP port 443 needs a running "
       "system"},
  };
  for (const Case& c : cases) {
    CAPTURE(describe(c.request));
    CAPTURE(name(c.reach));
    const Observation observation = ask(site_with(c.reach, directory.path().string()), c.request);
    if (c.message.empty()) {
      CHECK_MESSAGE(observation.answer, observation.answer.error().message);
      continue;
    }
    REQUIRE_FALSE(observation.answer);
    CHECK(observation.answer.error().kind == ErrorKind::not_collected);
    CHECK(observation.answer.error().message == c.message);
  }
  LiveSource source(peers::local_site());
  const Observation stranger = peers::ask(source, {{"db01", "q", command}}, 1s).front();
  REQUIRE_FALSE(stranger.answer);
  CHECK(stranger.answer.error() == Error{ErrorKind::not_collected, "db01 is not in the site"});
}

TEST_CASE("files of a mounted disk are that disk's") {
  const peers::TemporaryDirectory directory;
  directory.write("root/etc/hostname", "disk\n");
  directory.write("root/etc/agent.conf", "host=disk\npassphrase=opensesame\n");
  std::filesystem::create_symlink("/etc/passwd", directory.path() / "root/etc/link");
  const Site site = site_with(Reach::root, directory.in("root"));

  CHECK(*ask(site, ReadFile{"/etc/hostname"}).answer == "disk\n");
  const Result<std::string> config = ask(site, ReadFile{"/etc/agent.conf"}).answer;
  REQUIRE(config);
  CHECK(config->find("host=disk") != std::string::npos);
  CHECK(config->find("opensesame") == std::string::npos);

  const Observation link = ask(site, ReadFile{"/etc/link"});
  REQUIRE_FALSE(link.answer);
  CHECK(link.answer.error() ==
        Error{ErrorKind::not_found, "web01: /etc/link: no such file or directory"});
  const Observation folder = ask(site, ReadFile{"/etc"});
  REQUIRE_FALSE(folder.answer);
  CHECK(folder.answer.error() ==
        Error{ErrorKind::malformed, "web01: /etc: a directory, not a file"});

  const auto tree = read_tree(*ask(site, ReadTree{{"/etc/*"}, true}).answer);
  REQUIRE(tree);
  REQUIRE(tree->size() == 3);
  CHECK(tree->at(0).path == "/etc/agent.conf");
  CHECK(tree->at(0).bytes.find("opensesame") == std::string::npos);
  CHECK(tree->at(1).bytes == "disk\n");
  CHECK(tree->at(2).kind == TreeEntry::Kind::link);
  CHECK(tree->at(2).bytes == "/etc/passwd");

  // A disk that is not mounted must not look like a disk without the file.
  const Observation unmounted =
      ask(site_with(Reach::root, directory.in("nowhere")), ReadFile{"/etc/hostname"});
  REQUIRE_FALSE(unmounted.answer);
  CHECK(unmounted.answer.error() == Error{ErrorKind::failed, "web01: " + directory.in("nowhere") +
                                                                 ": no such file or directory"});
}

TEST_CASE("a file that we may not read is denied") {
  const peers::TemporaryDirectory directory;
  chmod(directory.path().c_str(), 0755);
  const std::string file = directory.write("drscout.conf", "text");
  chmod(file.c_str(), 0);
  // Root may read everything, so this part asks as somebody else.
  const uid_t self = geteuid();
  if (self == 0) REQUIRE(seteuid(65534) == 0);
  Observation observation = peers::ask(ReadFile{file}, 5s);
  Observation tree = peers::ask(ReadTree{{file}, true}, 5s);
  if (self == 0) REQUIRE(seteuid(self) == 0);
  REQUIRE_FALSE(observation.answer);
  CHECK(observation.answer.error() ==
        Error{ErrorKind::denied, "web01: " + file + ": permission denied"});
  REQUIRE(tree.answer);
  CHECK(*tree.answer == fmt::format("error denied 17 {}\npermission denied\n", file));
}

TEST_CASE("answers may lead to further questions, which are asked at once") {
  LiveSource source(peers::local_site());
  std::vector<std::string> told;
  source.ask({{"web01", "1", RunCommand{"echo 1"}}, {"web01", "slow", RunCommand{"sleep 1"}}}, 5s,
             [&](const Question& question, const Observation& observation) {
               told.push_back(question.id + (observation.answer ? "" : " failed"));
               std::vector<Question> next;
               if (question.id == "1") {
                 next.push_back({"web01", "2", RunCommand{"echo 2"}});
                 next.push_back({"db01", "2", RunCommand{"echo 2"}});
               }
               if (question.id == "2" && question.host == "web01")
                 next.push_back({"web01", "3", ReadFile{"/etc/passwd"}});
               return next;
             });
  CHECK(told == std::vector<std::string>{"1", "2 failed", "2", "3", "slow"});
}

TEST_CASE("nothing asked is answered with nothing") {
  LiveSource source(peers::local_site());
  CHECK(peers::ask(source, {}, 1s).empty());
}

TEST_CASE("an interrupted asking ends at once, with an answer for everything") {
  const peers::Server silent;
  LiveLimits limits;
  limits.handshakes_at_once = 1;
  std::stop_source stop;
  LiveSource source(peers::local_site(), stop.get_token(), limits);
  std::vector<Question> questions = {
      {"web01", "quick", RunCommand{"echo quick"}},
      {"web01", "stubborn", RunCommand{"trap '' TERM INT; setsid sleep 77 & sleep 77; sleep 77"}},
      {"web01", "silent", TlsHandshake{"127.0.0.1", silent.port(), "cs01"}},
      {"web01", "queued", TlsHandshake{"127.0.0.1", silent.port(), "cs01"}},
  };
  std::map<std::string, Observation> told;
  Clock::time_point interrupted;
  std::jthread interrupter([&] {
    std::this_thread::sleep_for(300ms);
    interrupted = Clock::now();
    stop.request_stop();
  });
  source.ask(questions, 60s, [&](const Question& question, const Observation& observation) {
    told.emplace(question.id, observation);
    std::vector<Question> more;
    if (question.id == "queued") more.push_back({"web01", "more", RunCommand{"echo more"}});
    return more;
  });
  interrupter.join();
  CHECK(Clock::now() - interrupted < 1s);
  REQUIRE(told.size() == 5);
  CHECK(told.at("quick").answer);
  for (const std::string id : {"stubborn", "silent", "queued", "more"}) {
    CAPTURE(id);
    REQUIRE_FALSE_MESSAGE(told.at(id).answer, *told.at(id).answer);
    CHECK(told.at(id).answer.error().kind == ErrorKind::not_collected);
  }
  CHECK(told.at("more").answer.error().message ==
        "web01: run \"echo more\": interrupted before it was answered");
  CHECK(children().empty());

  // And what is asked afterwards is not asked either.
  const Observation late = peers::ask(source, {{"web01", "q", RunCommand{"true"}}}, 1s).front();
  REQUIRE_FALSE(late.answer);
  CHECK(late.answer.error().kind == ErrorKind::not_collected);
}

TEST_CASE("a tree that takes too long is given up") {
  const Observation observation = peers::ask(ReadTree{{"/usr/*/*/*", "/usr/*/*/*/*"}, true}, 1ms);
  REQUIRE_FALSE(observation.answer);
  CHECK(observation.answer.error() ==
        Error{ErrorKind::timed_out, "web01: read /usr/*/*/* and 1 more: no end after 1 ms"});
}

TEST_CASE("few descriptors" * doctest::skip()) {
  // For good, so the next test runs this one in a process of its own.
  const rlimit few{100, 100};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  const peers::Server silent;
  LiveSource source(peers::local_site());
  std::vector<Question> questions;
  for (int i = 0; i < 200; ++i) {
    questions.push_back(
        {"web01", fmt::format("tcp {}", i), TcpConnect{"127.0.0.1", silent.port(), 1}});
    questions.push_back(
        {"web01", fmt::format("tls {}", i), TlsHandshake{"127.0.0.1", silent.port(), "cs01"}});
    questions.push_back({"web01", fmt::format("sh {}", i), RunCommand{"echo here"}});
  }
  for (const Observation& observation : peers::ask(source, questions, 200ms)) {
    // Nobody accepts, so that in the end some are not answered; but none fails for want of one.
    if (!observation.answer) CHECK(observation.answer.error().kind == ErrorKind::timed_out);
  }
}

TEST_CASE("what there are no descriptors for waits for them") {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  peers::run(self + " --no-skip --test-case='few descriptors' 2>&1 | grep -q ' 1 passed'");
}

TEST_CASE("waiting in our own lines does not count") {
  LiveLimits limits;
  limits.blocking_calls_at_once = 1;
  LiveSource source(peers::local_site(), {}, limits);
  std::vector<Question> questions;
  for (int i = 0; i < 200; ++i)
    questions.push_back({"web01", fmt::format("q{}", i), ReadFile{"/proc/self/maps"}});
  for (const Observation& observation : peers::ask(source, questions, 1s)) {
    CHECK(observation.answer);
    CHECK(observation.took < 500ms);
  }
}
