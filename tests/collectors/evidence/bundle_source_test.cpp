#include <doctest/doctest.h>

#include "tests/collectors/evidence/bundle_samples.h"

using namespace fbd;

TEST_CASE("a bundle answers what it holds, and says of the rest that it was not collected") {
  const Bundle bundle = sample_bundle();
  BundleSource source(bundle.evidence);
  std::vector<std::string> told;
  const Question config{"web01", "host.agent-config", ReadFile{"/another/path"}};
  const Question tcp{"10.2-x_y", "network.tcp", TcpConnect{}};
  const Question other{"web01", "network.tcp", TcpConnect{}};
  source.ask(
      {config, other}, std::chrono::milliseconds(1),
      [&](const Question& question, const Observation& observation) {
        told.push_back(question.host + " " + question.id + " " +
                       (observation.answer ? *observation.answer
                                           : std::string(name(observation.answer.error().kind))));
        // What an answer leads to is asked as well.
        return question == config ? std::vector<Question>{tcp} : std::vector<Question>{};
      });
  CHECK(told == std::vector<std::string>{"web01 host.agent-config [vxagent]\nHostId=\n",
                                         "web01 network.tcp not-collected",
                                         "10.2-x_y network.tcp timed-out"});
}
