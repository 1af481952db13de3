// Reads what "ip" prints from standard input, as the origin named by the argument does, and shows
// the fact: for network_state_test.sh.
#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>

#include "collectors/network/running_addresses.h"

int main(int count, char** arguments) {
  const std::string id = count == 2 ? arguments[1] : "";
  const std::string answer{std::istreambuf_iterator<char>(std::cin), {}};
  for (const fbd::Origin<fbd::RunningAddresses>& origin : fbd::RunningAddresses::origins()) {
    if (origin.id != id) continue;
    const fbd::Result<fbd::RunningAddresses> fact = origin.parse(answer);
    std::puts(fact ? fbd::to_json(*fact).c_str() : fact.error().message.c_str());
    return fact ? 0 : 1;
  }
  std::puts("usage: running-addresses network.addresses|network.addresses-text");
  return 2;
}
