// Asks one host of a site file questions, as a check does, and prints what came:
//   ask SITE DEADLINE_MILLISECONDS HOST[,HOST...] (run SCRIPT | file PATH | tree GLOB | names GLOB
//       | rpm NAME | tcp HOST PORT | tls HOST PORT | login | list GLOB | lines PATH FROM BYTES
//       | messages GLOB)...
// The messages that it knows are lines with "failed" in them.
// Each answer is a line "HOST N ok LENGTH" or "HOST N KIND MESSAGE", and then the answer's bytes.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/site_file.h"
#include "collectors/logs/message_set.h"
#include "collectors/transport/live_source.h"
#include "collectors/transport/secret.h"

namespace {

using namespace fbd;

std::vector<Request> requests(const std::vector<std::string>& words) {
  std::vector<Request> all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& kind = words[i];
    const auto next = [&] { return i + 1 < words.size() ? words[++i] : std::string(); };
    const auto port = [&] { return static_cast<std::uint16_t>(std::atoi(next().c_str())); };
    if (kind == "run") all.emplace_back(RunCommand{next()});
    if (kind == "file") all.emplace_back(ReadFile{next()});
    if (kind == "tree") all.emplace_back(ReadTree{{next()}, true});
    if (kind == "names") all.emplace_back(ReadTree{{next()}, false});
    if (kind == "list") all.emplace_back(ListFiles{{next()}});
    if (kind == "messages") all.emplace_back(ScanLogs{{next()}});
    if (kind == "lines") {
      const std::string path = next();
      const std::uint64_t from = std::strtoull(next().c_str(), nullptr, 10);
      all.emplace_back(ReadLines{path, from, std::strtoull(next().c_str(), nullptr, 10), false});
    }
    if (kind == "rpm") all.emplace_back(RpmQuery{{next()}});
    if (kind == "tcp") {
      const std::string host = next();
      all.emplace_back(TcpConnect{host, port(), 3});
    }
    if (kind == "login") all.emplace_back(LogIn{});
    if (kind == "tls") {
      const std::string host = next();
      all.emplace_back(TlsHandshake{host, port(), "cs01"});
    }
  }
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 4) return 64;
  const Result<std::string> text = read_site_text(words[0]);
  const Result<Site> site =
      text ? parse_site(*text, words[0]) : tl::unexpected<Error>(text.error());
  if (!site) {
    fmt::print(stderr, "{}\n", site.error().message);
    return 64;
  }
  std::vector<Question> questions;
  std::string_view names = words[2];
  while (!names.empty()) {
    const std::string name(names.substr(0, names.find(',')));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    for (const Request& request : requests({words.begin() + 3, words.end()}))
      questions.push_back({name, std::to_string(questions.size()), request});
  }
  LiveLimits limits;
  limits.messages = std::make_shared<MessageSet>(
      std::vector<KnownMessage>{{"failed", Weight::warn, 0, {"(?P<what>\\w+) failed"}}});
  LiveSource source(*site, {}, limits);
  source.ask(questions, std::chrono::milliseconds(std::atoi(words[1].c_str())),
             [](const Question& question, const Observation& observation) {
               if (observation.answer) {
                 fmt::print("{} {} ok {}\n{}\n", question.host, question.id,
                            observation.answer->size(), *observation.answer);
               } else {
                 fmt::print("{} {} {} {}\n", question.host, question.id,
                            name(observation.answer.error().kind),
                            observation.answer.error().message);
               }
               return std::vector<Question>();
             });
  return 0;
}
