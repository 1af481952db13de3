#include "tests/probes/protected_vm/answers.h"

namespace fbd {
extern const Probe protected_vm_address_conflict;
}
using namespace fbd;

namespace {

OneHost machine(const std::string& answer) {
  OneHost host;
  host.site.ask_neighbours = true;
  host.with("host.platform", dmi_of_vmware())
      .with("network.configuration", "")
      .without("network.baseline")
      .with("network.addresses", "[]")
      .with("network.links", links({{"eth0", "00:50:56:00:00:01"}, {"eth1", "00:50:56:00:00:02"}}))
      .with("network.address-owners", answer);
  return host;
}

std::string asked(const std::string& address, const std::string& mac) {
  return "asked eth0 " + address + " 0\n" +
         (mac.empty() ? "" : "Unicast reply from " + address + " [" + mac + "]  0.6ms\n") +
         "Received 1 response(s)\n";
}

}  // namespace

TEST_CASE("protected-vm.address-conflict") {
  struct Case {
    const char* what;
    std::string answer;
    const char* outcome;
  };
  const Case cases[] = {
      {"nobody has it", asked("10.1.2.3", ""), "pass"},
      {"another machine has it", asked("10.1.2.3", "00:50:56:9A:77:01"), "fail taken"},
      {"the machine's own second adapter answers", asked("10.1.2.3", "00:50:56:00:00:02"), "pass"},
      {"of two addresses the second is taken",
       asked("10.1.2.3", "") + asked("10.1.2.4", "00:50:56:9A:77:01"), "fail taken"},
      {"one could not be asked about, and the other is taken",
       "asked eth0 10.1.2.3 2\narping: socket: Operation not permitted\n" +
           asked("10.1.2.4", "00:50:56:9A:77:01"),
       "fail taken"},
      {"it could not be asked", "asked eth0 10.1.2.3 2\narping: socket: Operation not permitted\n",
       "unknown failed"},
      {"there is no tool", "no arping of iputils\n", "unknown not-found"},
      {"there is no static address", "nothing to ask about\n", "skipped not-collected"},
  };
  for (const Case& one : cases) {
    CAPTURE(std::string(one.what));
    const Verdict verdict = machine(one.answer).verdict(protected_vm_address_conflict);
    CHECK(outcome(verdict) == one.outcome);
    check_is_declared(protected_vm_address_conflict, verdict);
  }
}

TEST_CASE("protected-vm.address-conflict: only if it is allowed") {
  OneHost host = machine(asked("10.1.2.3", "00:50:56:9A:77:01"));
  host.site.ask_neighbours = false;
  const Verdict verdict = host.verdict(protected_vm_address_conflict);
  CHECK(verdict.status == Status::skipped);
  REQUIRE(verdict.reason);
  CHECK(verdict.reason->message.find("--ask-neighbours") != std::string::npos);
  // And then nothing is sent: the question is not even there.
  OneHost never = machine("");
  never.never_asked("network.address-owners");
  CHECK(outcome(never.verdict(protected_vm_address_conflict)) == "unknown not-collected");
  never.site.ask_neighbours = false;
  CHECK(never.verdict(protected_vm_address_conflict).status == Status::skipped);
}
