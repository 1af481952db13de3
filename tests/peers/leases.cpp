// Reads the leases below a directory, as the question asks for them, and shows the fact: for
// leases_test.sh.
#include <cstdio>
#include <string>
#include <variant>

#include "collectors/network/leases.h"
#include "collectors/transport/root_directory.h"
#include "collectors/transport/trees.h"

int main(int count, char** arguments) {
  if (count != 2) {
    std::puts("usage: leases ROOT");
    return 2;
  }
  const auto root = fbd::RootDirectory::at(arguments[1], true);
  if (!root) {
    std::puts("no such directory");
    return 1;
  }
  const fbd::Origin<fbd::Leases>& origin = fbd::Leases::origins().front();
  fbd::ReadTree request;
  for (std::string_view glob : std::get<fbd::Ask::Tree>(origin.ask.how).globs)
    request.globs.emplace_back(glob);
  const auto entries = fbd::read_trees(*root, request, {}, {});
  const fbd::Result<fbd::Leases> fact = origin.parse(fbd::write_tree(entries));
  std::puts(fact ? fbd::to_json(*fact).c_str() : fact.error().message.c_str());
  return fact ? 0 : 1;
}
