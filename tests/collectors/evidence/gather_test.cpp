// Facts, their origins, and gather: which questions are asked, when, and what is made of answers.
#include "collectors/evidence/gather.h"

#include <map>

#include <doctest/doctest.h>

namespace fbd {
namespace {

Result<std::string> keep(std::string_view answer) {
  if (answer == "junk") return error(ErrorKind::malformed, "junk");
  return std::string(answer);
}

/// A fact with a first and a second source.
struct Name {
  std::string text;
  static std::span<const Origin<Name>> origins();
};

Result<Name> parse_name(std::string_view answer) {
  return keep(answer).map([](std::string text) { return Name{std::move(text)}; });
}

constexpr Origin<Name> name_origins[] = {
    {"name.command", Os::gnu_linux, run("hostname"), parse_name},
    {"name.file", Os::gnu_linux, read_file("/etc/hostname"), parse_name},
};

std::span<const Origin<Name>> Name::origins() { return name_origins; }

/// A fact whose question needs the answer of another.
struct Greeting {
  std::string text;
  static std::span<const Origin<Greeting>> origins();
};

Result<Request> greet(const Context& context) {
  return known<Name>(context).value.map([](const Name& name) -> Request {
    return TcpConnect{name.text, 443, 1};
  });
}

Result<Greeting> parse_greeting(std::string_view answer) { return Greeting{std::string(answer)}; }

constexpr Origin<Greeting> greeting_origins[] = {
    {"greeting", Os::unknown, dial(greet), parse_greeting},
};

std::span<const Origin<Greeting>> Greeting::origins() { return greeting_origins; }

/// Answers from a table and counts how often each question was asked.
class TableSource final : public Source {
 public:
  std::map<std::string, Result<std::string>> answers;
  std::map<std::string, int> asked;

  void ask(std::vector<Question> questions, std::chrono::milliseconds,
           const Answered& answered) override {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const Question question = questions[i];
      ++asked[question.id];
      const auto found = answers.find(question.id);
      const Observation observation{
          std::chrono::sys_seconds{std::chrono::seconds{100}}, std::chrono::milliseconds{1},
          found == answers.end() ? error(ErrorKind::not_found, "no such thing") : found->second};
      for (Question& next : answered(question, observation)) questions.push_back(std::move(next));
    }
  }
};

Site site_of(Reach reach, Os os = Os::gnu_linux) {
  Site site;
  Host host;
  host.name = "web01";
  host.os = os;
  host.reach = reach;
  site.hosts.push_back(host);
  return site;
}

struct Gathered {
  Known<Name> name;
  Known<Greeting> greeting;
};

Gathered gathered(TableSource& source, const Site& site) {
  const Need needs[] = {{"web01", &next_question<Name>}, {"web01", &next_question<Greeting>}};
  Evidence evidence;
  gather(source, needs, site, std::chrono::seconds{1}, evidence);
  const Context context{site, evidence, site.hosts.front()};
  return {known<Name>(context), known<Greeting>(context)};
}

TEST_CASE("an answer leads to further questions, each asked once") {
  TableSource source;
  source.answers.emplace("name.command", "web01");
  source.answers.emplace("greeting", "hello");
  const Gathered found = gathered(source, site_of(Reach::local));
  REQUIRE(found.name.value);
  CHECK(found.name.value->text == "web01");
  REQUIRE(found.greeting.value);
  CHECK(found.greeting.value->text == "hello");
  CHECK(found.greeting.at == std::chrono::sys_seconds{std::chrono::seconds{100}});
  CHECK(source.asked == std::map<std::string, int>{{"name.command", 1}, {"greeting", 1}});
}

TEST_CASE("the second origin is asked when the first answers with an error, or with junk") {
  for (const Result<std::string>& first :
       {Result<std::string>(error(ErrorKind::not_found, "sh: hostname: not found")),
        Result<std::string>("junk")}) {
    TableSource source;
    source.answers.emplace("name.command", first);
    source.answers.emplace("name.file", "web01");
    const Gathered found = gathered(source, site_of(Reach::local));
    REQUIRE(found.name.value);
    CHECK(found.name.asked.size() == 2);
    CHECK(source.asked["name.file"] == 1);
  }
}

TEST_CASE("when all origins fail the first reason is told") {
  TableSource source;
  source.answers.emplace("name.command", error(ErrorKind::denied, "not for you"));
  const Gathered found = gathered(source, site_of(Reach::local));
  REQUIRE_FALSE(found.name.value);
  CHECK(found.name.value.error() == Error{ErrorKind::denied, "not for you"});
  // What could not even be asked is not collected, whatever the reason was.
  REQUIRE_FALSE(found.greeting.value);
  CHECK(found.greeting.value.error().kind == ErrorKind::not_collected);
}

TEST_CASE(
    "an origin that was never asked ends the search: evidence taken away must not turn a fact") {
  const Site site = site_of(Reach::local);
  Evidence evidence;
  evidence.record({"web01", "name.file", ReadFile{"/etc/hostname"}}, {{}, {}, "other"});
  const Known<Name> name = known<Name>(Context{site, evidence, site.hosts.front()});
  REQUIRE_FALSE(name.value);
  CHECK(name.value.error().kind == ErrorKind::not_collected);
}

TEST_CASE("a mounted disk is asked for files only") {
  TableSource source;
  source.answers.emplace("name.command", "the host we run on");
  source.answers.emplace("name.file", "web01");
  const Gathered found = gathered(source, site_of(Reach::root));
  REQUIRE(found.name.value);
  CHECK(found.name.value->text == "web01");
  CHECK(source.asked == std::map<std::string, int>{{"name.file", 1}});
  REQUIRE_FALSE(found.greeting.value);
  CHECK(found.greeting.value.error().message.find("running system") != std::string::npos);
}

TEST_CASE("a host that is not reached, or of another system, is not asked and says why") {
  struct Case {
    Site site;
    std::string_view says;
  };
  for (const Case& one :
       {Case{site_of(Reach::none), "reach"}, Case{site_of(Reach::local, Os::windows), "windows"}}) {
    TableSource source;
    const Gathered found = gathered(source, one.site);
    CHECK(source.asked.empty());
    REQUIRE_FALSE(found.name.value);
    CHECK(found.name.value.error().kind == ErrorKind::not_collected);
    CHECK(found.name.value.error().message.find(one.says) != std::string::npos);
  }
}

int readings = 0;

/// A fact that takes time to read.
struct Long {
  static std::span<const Origin<Long>> origins();
};

Result<Long> parse_long(std::string_view) {
  ++readings;
  return Long{};
}

constexpr Origin<Long> long_origins[] = {
    {"long", Os::gnu_linux, read_file("/long"), parse_long},
};

std::span<const Origin<Long>> Long::origins() { return long_origins; }

TEST_CASE("with many hosts no answer is read again because another came") {
  Site site;
  std::vector<Need> needs;
  for (int i = 0; i < 100; ++i) {
    Host host;
    host.name = "web" + std::to_string(i);
    host.os = Os::gnu_linux;
    host.reach = Reach::local;
    site.hosts.push_back(host);
    needs.push_back({host.name, &next_question<Long>});
    needs.push_back({host.name, &next_question<Name>});
    needs.push_back({host.name, &next_question<Greeting>});
  }
  TableSource source;
  source.answers = {{"long", "1"}, {"name.command", "web"}, {"greeting", "hello"}};
  Evidence evidence;
  readings = 0;
  gather(source, needs, site, std::chrono::seconds{1}, evidence);
  CHECK(evidence.entries().size() == 300);
  CHECK(readings == 100);
}

}  // namespace
}  // namespace fbd
