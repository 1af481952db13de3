#include "collectors/evidence/question.h"

#include <string_view>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

struct Describe {
  std::string operator()(const RunCommand& request) const {
    return fmt::format("run \"{}\"", printable(request.script, 60));
  }
  std::string operator()(const ReadFile& request) const { return "read " + request.path; }
  std::string operator()(const ReadTree& request) const {
    const std::string_view verb = request.contents ? "read" : "look for";
    if (request.globs.empty()) return fmt::format("{} no files", verb);
    const std::size_t more = request.globs.size() - 1;
    if (more == 0) return fmt::format("{} {}", verb, request.globs.front());
    return fmt::format("{} {} and {} more", verb, request.globs.front(), more);
  }
  std::string operator()(const ListFiles& request) const {
    if (request.globs.empty()) return "list no files";
    const std::size_t more = request.globs.size() - 1;
    if (more == 0) return "list " + request.globs.front();
    return fmt::format("list {} and {} more", request.globs.front(), more);
  }
  std::string operator()(const ReadLines& request) const {
    return fmt::format("read lines of {} from byte {} on", request.path, request.from);
  }
  std::string operator()(const RpmQuery& request) const {
    if (request.packages.empty()) return "look for no package in the rpm database";
    const std::string first = "look for " + request.packages.front();
    const std::size_t more = request.packages.size() - 1;
    if (more == 0) return first + " in the rpm database";
    return fmt::format("{} and {} more packages in the rpm database", first, more);
  }
  std::string operator()(const TcpConnect& request) const {
    return fmt::format("connect to {}, TCP port {}", request.host, request.port);
  }
  std::string operator()(const TlsHandshake& request) const {
    return fmt::format("make a TLS handshake with {}, TCP port {}", request.host, request.port);
  }
};

}  // namespace

std::string describe(const Request& request) { return std::visit(Describe{}, request); }

}  // namespace fbd
