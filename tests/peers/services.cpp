// What a disk says about its services and its rpm packages: for the tests that ask the real
// systemctl and the real rpm the same.
//
//   services ROOT           "NAME STATE" lines
//   services ROOT PACKAGE...  the answer about these packages
#include <cstdio>
#include <string>

#include "collectors/evidence/tree.h"
#include "collectors/host/network_services.h"
#include "collectors/transport/rpm_database.h"
#include "collectors/transport/trees.h"

using namespace fbd;

namespace {

template <class Fact>
Result<Fact> fact_of(const RootDirectory& root) {
  Site site;
  Host host;
  host.name = "disk";
  host.os = Os::gnu_linux;
  host.reach = Reach::root;
  const Evidence evidence;
  const auto question = next_question<Fact>({site, evidence, host});
  if (!question) return error(ErrorKind::failed, "there is nothing to ask");
  const auto& request = std::get<ReadTree>(question->request);
  return Fact::origins().front().parse(write_tree(read_trees(root, request, {}, {})));
}

int print_services(const RootDirectory& root) {
  const auto units = fact_of<UnitFiles>(root);
  const auto init = fact_of<InitLinks>(root);
  if (!units || !init) return 3;
  for (const auto& service : network_services(*units, *init).all)
    std::printf("%s %s\n", service.name.c_str(), std::string(name(service.state)).c_str());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 64;
  const auto root = RootDirectory::at(arguments[1], true);
  if (!root) return 3;
  if (count == 2) return print_services(*root);
  RpmQuery query;
  for (int i = 2; i < count; ++i) query.packages.emplace_back(arguments[i]);
  const Result<std::string> answer = ask_rpm_database(*root, query, {});
  if (answer)
    std::fputs(answer->c_str(), stdout);
  else
    std::printf("%s: %s\n", std::string(name(answer.error().kind)).c_str(),
                answer.error().message.c_str());
  return answer ? 0 : 1;
}
