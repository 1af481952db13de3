#include "collectors/transport/command.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "collectors/transport/event_loop.h"
#include "collectors/transport/orphans.h"
#include "tests/collectors/transport/peers.h"

using namespace fbd;
using namespace std::chrono_literals;

namespace {

Observation run(const std::string& script, std::chrono::milliseconds deadline = 10s,
                const LiveLimits& limits = {}) {
  return peers::ask(RunCommand{script}, deadline, limits);
}

}  // namespace

TEST_CASE("a command answers with its standard output") {
  struct Case {
    std::string script;
    std::string answer;
  };
  const Case cases[] = {
      {"echo hello; echo aside >&2", "hello\n"},
      {"true", ""},
      {"printf 'a\\000b'", std::string("a\0b", 3)},
      {"cat", ""},  // standard input is empty
      {"pwd", "/\n"},
      {"echo $LC_ALL $LANG", "C C\n"},
      {"env | cut -d= -f1 | grep -v -e PWD -e HOME | sort | tr '\\n' ' '", "LANG LC_ALL PATH "},
      {"ls /proc/self/fd | tr '\\n' ' '", "0 1 2 3 "},  // 3 is the directory that ls reads
      {"test -t 0 || test -e /dev/tty && (: </dev/tty) 2>/dev/null || echo no terminal",
       "no terminal\n"},
      {"ulimit -S -n", "1024\n"},
      {"kill -s PIPE $$; echo survived", ""},
      {"head -c 300000 /dev/zero | wc -c", "300000\n"},
      {"echo password=hunter2; echo rest", "password=<redacted>\nrest\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.script);
    const Observation observation = run(c.script);
    if (c.script.starts_with("kill")) {
      // Signals are back to their defaults, whatever this program ignores.
      REQUIRE_FALSE(observation.answer);
      CHECK(observation.answer.error().message.find("killed by signal 13") != std::string::npos);
      continue;
    }
    REQUIRE_MESSAGE(observation.answer, observation.answer.error().message);
    CHECK(*observation.answer == c.answer);
  }
}

TEST_CASE("long answers come whole") {
  const Observation observation = run("head -c 3000000 /dev/zero | tr '\\000' x");
  REQUIRE(observation.answer);
  CHECK(observation.answer->size() == 3'000'000);
}

TEST_CASE("a command that fails says how") {
  struct Case {
    std::string script;
    ErrorKind kind;
    std::string message;
  };
  const Case cases[] = {
      {"no-such-program --json", ErrorKind::not_found,
       "web01: \"no-such-program --json\": exit 127, \"sh: 1: no-such-program: not found\""},
      {"/etc/passwd", ErrorKind::denied,
       "web01: \"/etc/passwd\": exit 126, \"sh: 1: /etc/passwd: Permission denied\""},
      {"echo said; echo >&2; echo '  why' >&2; echo more >&2; exit 3", ErrorKind::failed,
       "exit 3, \"why\""},
      {"exit 4", ErrorKind::failed, "web01: \"exit 4\": exit 4"},
      {"kill -9 $$", ErrorKind::failed, "web01: \"kill -9 $$\": killed by signal 9"},
      {"printf 'tok''en=abcd''efgh\\033[31m\\n' >&2; exit 1", ErrorKind::failed, "<redacted>"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.script);
    const Observation observation = run(c.script);
    REQUIRE_FALSE(observation.answer);
    CHECK(observation.answer.error().kind == c.kind);
    const std::string& message = observation.answer.error().message;
    CAPTURE(message);
    CHECK(message.find(c.message) != std::string::npos);
    CHECK(message.find("abcdefgh") == std::string::npos);
    CHECK(message.find('\033') == std::string::npos);
  }
}

TEST_CASE(
    "nothing a command does outlives the deadline, and nothing it leaves outlives the asking") {
  const peers::TemporaryDirectory directory;
  const std::string fifo = directory.in("fifo");
  peers::run("mkfifo " + fifo);
  // A number of seconds nobody else sleeps, to find them again.
  const std::string sleep = fmt::format("sleep 8{}", getpid());
  struct Case {
    std::string name;
    std::string script;
    bool answers;
    std::string text;  // the answer, or part of the message
  };
  const Case cases[] = {
      {"ignores TERM", "trap '' TERM HUP INT; " + sleep + "; " + sleep, false,
       "no end after 1 s; killed"},
      {"grandchild holds the pipe", "echo told; " + sleep + " & exit 0", true, "told\n"},
      {"grandchild in a session of its own", "echo told; setsid " + sleep + " & exit 0", true,
       "told\n"},
      {"twice removed", "(setsid sh -c '" + sleep + " & " + sleep + " & wait' &) ; echo told", true,
       "told\n"},
      {"grandchild, and the shell fails", "setsid " + sleep + " & exit 5", false, "exit 5"},
      {"grandchild, and the shell stays", "setsid " + sleep + " & " + sleep, false, "no end after"},
      {"reads a FIFO", "cat " + fifo, false, "no end after 1 s; killed"},
      {"opens a FIFO for writing", "echo x >" + fifo, false, "no end after 1 s; killed"},
      {"stops itself", "kill -STOP $$; echo never", false, "no end after 1 s; killed"},
      {"stops its group", "kill -STOP 0; echo never", false, "no end after 1 s; killed"},
      {"writes without end", "yes", false, "more than 1000000 bytes"},
      {"writes errors without end", "yes >&2", false, "no end after 1 s; killed"},
      {"closes its output and stays", "exec >&- 2>&-; " + sleep, false, "no end after 1 s; killed"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Clock::time_point begin = Clock::now();
    LiveLimits limits;
    limits.answer_bytes = 1'000'000;
    const Observation observation = run(c.script, 1s, limits);
    CHECK(Clock::now() - begin < 2s);
    if (c.answers) {
      REQUIRE_MESSAGE(observation.answer, observation.answer.error().message);
      CHECK(*observation.answer == c.text);
    } else {
      REQUIRE_FALSE(observation.answer);
      const std::string& message = observation.answer.error().message;
      CAPTURE(message);
      CHECK(message.find(c.text) != std::string::npos);
    }
    CHECK(peers::processes_with(std::string("sleep\0", 6) + sleep.substr(6)) == 0);
    CHECK(children().empty());
  }
}

TEST_CASE("children of somebody else are left alone") {
  const peers::TemporaryDirectory directory;
  peers::make_certificates(directory);
  const peers::OpensslServer other("-cert " + directory.in("valid.pem") + " -key " +
                                   directory.in("key.pem"));
  REQUIRE(children().size() == 1);
  CHECK(run("setsid sleep 60 & echo told").answer.has_value());
  CHECK(children().size() == 1);
}

TEST_CASE("commands run side by side") {
  LiveSource source(peers::local_site());
  std::vector<Question> questions;
  for (int i = 0; i < 20; ++i)
    questions.push_back(
        {"web01", fmt::format("q{}", i), RunCommand{fmt::format("sleep 0.5; echo {}", i)}});
  const Clock::time_point begin = Clock::now();
  const std::vector<Observation> answers = peers::ask(source, questions, 10s);
  CHECK(Clock::now() - begin < 4s);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    REQUIRE(answers[i].answer);
    CHECK(*answers[i].answer == fmt::format("{}\n", i));
    CHECK(answers[i].took >= 450ms);
  }
}
