#include "collectors/host/agent_files.h"

#include <doctest/doctest.h>

#include "collectors/host/agent_version.h"
#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* id = "host.agent-files";

/// A local Linux host, and what was heard of its .vx_version.
struct AskedHost {
  Site site;
  Evidence evidence;

  AskedHost() {
    Host host;
    host.name = "vm01";
    host.os = Os::gnu_linux;
    host.reach = Reach::local;
    site.hosts.push_back(host);
  }
  void version(Result<std::string> answer) {
    evidence.record({"vm01", "host.agent-version", ReadFile{"/usr/local/.vx_version"}},
                    {{}, {}, std::move(answer)});
  }
  std::optional<Question> next() const {
    return next_question<AgentFiles>({site, evidence, site.hosts.front()});
  }
  ReadTree request() const {
    const std::optional<Question> question = next();
    REQUIRE(question);
    return std::get<ReadTree>(question->request);
  }
};

}  // namespace

TEST_CASE("the signs of each stack") {
  const AgentFiles classic = read_capture<AgentFiles>(id, "classic.tree");
  REQUIRE(classic.signs.size() == 3);
  for (const AgentFiles::Sign& sign : classic.signs) {
    CAPTURE(sign.path);
    CHECK(sign.says == Stack::classic);
  }
  CHECK(classic.signs[1].path == "/usr/local/ASR/Vx/bin/svagents");
  CHECK(classic.signs[1].target == "/usr/local/ASR/Vx/bin/svagentsV2A");
  CHECK(classic.signs[2].target == "");
  CHECK(classic.unseen.empty());

  for (const AgentFiles::Sign& sign : read_capture<AgentFiles>(id, "modernized.tree").signs) {
    CAPTURE(sign.path);
    CHECK(sign.says == Stack::modernized);
  }
}

TEST_CASE("a program that is no link says nothing, and what is hidden is told") {
  const AgentFiles files = read_capture<AgentFiles>(id, "not-root.tree");
  REQUIRE(files.signs.size() == 2);
  CHECK(files.signs[0].says == Stack::unknown);
  CHECK(files.signs[1].says == Stack::classic);
  REQUIRE(files.unseen.size() == 1);
  CHECK(files.unseen[0] == "/usr/local/InMage/private/connection.passphrase");
}

TEST_CASE("no file at all is an answer, garbage is none") {
  CHECK(parsed<AgentFiles>(id, "")->signs.empty());
  const Result<AgentFiles> garbage = parsed<AgentFiles>(id, "garbage");
  REQUIRE_FALSE(garbage);
  CHECK(garbage.error().kind == ErrorKind::malformed);
}

TEST_CASE("the files are asked for where the agent is installed, and never their bytes") {
  AskedHost asked;
  CHECK_FALSE(asked.next());  // .vx_version comes first

  asked.version("INSTALLATION_DIR=/opt/asr/Vx/\n");
  CHECK_FALSE(asked.request().contents);
  CHECK(asked.request().globs ==
        std::vector<std::string>{"/opt/asr/Vx/bin/s2", "/opt/asr/Vx/bin/svagents",
                                 "/opt/asr/Vx/etc/SourceConfig.json",
                                 "/usr/local/InMage/private/connection.passphrase"});
}

TEST_CASE("without a usable directory the default one is asked") {
  for (const char* text :
       {"VERSION=9\n", "INSTALLATION_DIR=\n", "INSTALLATION_DIR=Vx\n", "INSTALLATION_DIR=/\n",
        "INSTALLATION_DIR=/*/x\n", "INSTALLATION_DIR=/[x\n", "INSTALLATION_DIR=/x\\y\n"}) {
    CAPTURE(text);
    AskedHost asked;
    asked.version(text);
    CHECK(asked.request().globs.front() == "/usr/local/ASR/Vx/bin/s2");
  }
  AskedHost absent;
  absent.version(error(ErrorKind::not_found, "no such file"));
  CHECK(absent.request().globs.front() == "/usr/local/ASR/Vx/bin/s2");
  AskedHost slashes;
  slashes.version("INSTALLATION_DIR=//\n");
  CHECK(slashes.request().globs.front() == "/bin/s2");
}

TEST_CASE("where nobody can say where the agent is, its files are not asked for") {
  for (const ErrorKind kind : {ErrorKind::denied, ErrorKind::timed_out, ErrorKind::not_collected}) {
    CAPTURE(name(kind));
    AskedHost asked;
    asked.version(error(kind, "no"));
    CHECK_FALSE(asked.next());
    const Known<AgentFiles> files =
        known<AgentFiles>({asked.site, asked.evidence, asked.site.hosts.front()});
    REQUIRE_FALSE(files.value);
    CHECK(files.value.error().kind == ErrorKind::not_collected);
  }
}

TEST_CASE("AgentFiles as JSON") {
  const std::string json = to_json(read_capture<AgentFiles>(id, "not-root.tree"));
  CHECK(json.find("\"target\": \"svagentsV2A\"") != std::string::npos);
  CHECK(json.find("\"says\": \"classic\"") != std::string::npos);
  CHECK(json.find("\"unseen\": [\n") != std::string::npos);
  CHECK(to_json(AgentFiles{}) == "{\n  \"signs\": [],\n  \"unseen\": []\n}");
}
