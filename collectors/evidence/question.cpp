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
  std::string operator()(const ScanLogs& request) const {
    if (request.globs.empty()) return "look for known messages in no log";
    const std::string first = "look for known messages in " + request.globs.front();
    const std::size_t more = request.globs.size() - 1;
    return more == 0 ? first : fmt::format("{} and {} more", first, more);
  }
  std::string operator()(const TcpConnect& request) const {
    return fmt::format("connect to {}, TCP port {}", request.host, request.port);
  }
  std::string operator()(const LogIn&) const { return "log in over SSH"; }
  std::string operator()(const TlsHandshake& request) const {
    return fmt::format("make a TLS handshake with {}, TCP port {}", request.host, request.port);
  }
  std::string operator()(const VsphereGet& request) const {
    std::string text = fmt::format("ask the vSphere API for {}", name(request.call));
    if (!request.of.empty()) text += fmt::format(" of {}", printable(request.of.front(), 60));
    if (request.of.size() > 1) text += fmt::format(" and {} more", request.of.size() - 1);
    return text;
  }
  std::string operator()(const AzureGet& request) const {
    if (request.paths.empty()) return "GET nothing from Azure";
    // What all paths begin with says little: subscription, resource group and vault.
    std::string_view path = request.paths.front();
    for (const std::string_view part : {"/Microsoft.RecoveryServices/vaults/", "/providers/"})
      if (const std::size_t at = path.find(part); at != std::string_view::npos) {
        path.remove_prefix(at + part.size());
        break;
      }
    const std::size_t more = request.paths.size() - 1;
    if (more == 0) return fmt::format("GET {}", path);
    return fmt::format("GET {} and {} more", path, more);
  }
};

}  // namespace

std::string_view name(VsphereCall call) {
  switch (call) {
    case VsphereCall::about:
      return "about";
    case VsphereCall::account:
      return "account";
    case VsphereCall::objects:
      return "objects";
    case VsphereCall::privileges:
      return "privileges";
    case VsphereCall::permissions:
      return "permissions";
    case VsphereCall::assigned_licences:
      return "assigned-licences";
    case VsphereCall::events:
      return "events";
    case VsphereCall::clocks:
      return "clocks";
  }
  return "";
}

std::string describe(const Request& request) { return std::visit(Describe{}, request); }

}  // namespace fbd
