// Reads one file of one host over SSH, as a check reads files, and prints how many bytes came:
//   bench-ssh SITE HOST PATH
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/site_file.h"
#include "collectors/transport/live_source.h"
#include "collectors/transport/secret.h"

int main(int argc, char** argv) {
  using namespace fbd;
  if (argc != 4) return 64;
  const Result<std::string> text = read_site_text(argv[1]);
  const Result<Site> site = text ? parse_site(*text, argv[1]) : tl::unexpected<Error>(text.error());
  if (!site) return 64;
  LiveLimits limits;
  limits.answer_bytes = std::size_t{256} << 20;
  LiveSource source(*site, {}, limits);
  bool is_whole = false;
  source.ask({{argv[2], "file", ReadFile{argv[3]}}}, std::chrono::minutes(2),
             [&](const Question&, const Observation& observation) {
               is_whole = observation.answer.has_value();
               fmt::print("{}\n", is_whole ? std::to_string(observation.answer->size())
                                           : observation.answer.error().message);
               return std::vector<Question>();
             });
  return is_whole ? 0 : 1;
}
