#include "collectors/host/agent_files.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/agent_version.h"
#include "collectors/host/listing.h"

namespace fbd {
namespace {

constexpr std::string_view passphrase = "/usr/local/InMage/private/connection.passphrase";

/// Fit to stand in a glob: what the file says is not ours to trust.
bool is_plain_path(std::string_view path) {
  return path.size() > 1 && path.front() == '/' &&
         std::none_of(path.begin(), path.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 ||
                  std::string_view("*?[]\\").find(c) != std::string_view::npos;
         });
}

Result<Request> ask_in_installation_dir(const Context& context) {
  std::string directory(AgentFiles::default_installation_dir);
  const Known<AgentVersion> version = known<AgentVersion>(context);
  if (version.value) {
    if (is_plain_path(version.value->installation_dir)) directory = version.value->installation_dir;
  } else if (version.value.error().kind != ErrorKind::not_found) {
    // Not asked yet, or nobody can say: files that are not in the default directory prove nothing.
    return tl::unexpected<Error>(version.value.error());
  }
  while (directory.ends_with('/')) directory.pop_back();
  return ReadTree{{directory + "/bin/s2", directory + "/bin/svagents",
                   directory + "/etc/SourceConfig.json", std::string(passphrase)},
                  false};
}

Stack said_by(const TreeEntry& entry) {
  const std::string_view path = entry.path;
  if (path == passphrase) return Stack::classic;
  if (path.ends_with("/SourceConfig.json")) return Stack::modernized;
  if (entry.kind != TreeEntry::Kind::link) return Stack::unknown;
  const std::string_view target = entry.bytes;
  if (target.ends_with("V2A")) return Stack::classic;
  if (target.ends_with("A2A")) return Stack::modernized;
  return Stack::unknown;
}

Result<AgentFiles> parse_files(std::string_view answer) {
  return read_listing(answer).map([](const Listing& listing) {
    AgentFiles files;
    for (const TreeEntry& entry : listing.found) {
      const bool link = entry.kind == TreeEntry::Kind::link;
      files.signs.push_back({entry.path, link ? printable(entry.bytes) : "", said_by(entry)});
    }
    files.unseen = listing.unseen;
    return files;
  });
}

constexpr Origin<AgentFiles> known_origins[] = {
    {"host.agent-files", Os::gnu_linux, ask_with(ask_in_installation_dir), parse_files},
};

}  // namespace

std::span<const Origin<AgentFiles>> AgentFiles::origins() { return known_origins; }

std::string to_json(const AgentFiles& fact) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["signs"] = Json::array();
  for (const AgentFiles::Sign& sign : fact.signs)
    json["signs"].push_back(
        {{"path", sign.path}, {"target", sign.target}, {"says", name(sign.says)}});
  json["unseen"] = fact.unseen;
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
