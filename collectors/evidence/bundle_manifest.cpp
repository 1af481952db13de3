#include "collectors/evidence/bundle_manifest.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

struct WriteRequest {
  Json operator()(const RunCommand& one) const {
    return {{"kind", "run-command"}, {"script", one.script}};
  }
  Json operator()(const ReadFile& one) const { return {{"kind", "read-file"}, {"path", one.path}}; }
  Json operator()(const ReadTree& one) const {
    return {{"kind", "read-tree"}, {"globs", one.globs}, {"contents", one.contents}};
  }
  Json operator()(const ListFiles& one) const {
    return {{"kind", "list-files"}, {"globs", one.globs}};
  }
  Json operator()(const ReadLines& one) const {
    return {{"kind", "read-lines"},
            {"path", one.path},
            {"from", one.from},
            {"length", one.bytes},
            {"with_secrets", one.with_secrets}};
  }
  Json operator()(const RpmQuery& one) const {
    return {{"kind", "rpm-query"}, {"packages", one.packages}};
  }
  Json operator()(const ScanLogs& one) const {
    return {{"kind", "scan-logs"}, {"globs", one.globs}};
  }
  Json operator()(const TcpConnect& one) const {
    return {{"kind", "tcp-connect"}, {"host", one.host}, {"port", one.port}, {"tries", one.tries}};
  }
  Json operator()(const LogIn&) const { return {{"kind", "log-in"}}; }
  Json operator()(const TlsHandshake& one) const {
    return {{"kind", "tls-handshake"},
            {"host", one.host},
            {"port", one.port},
            {"server_name", one.server_name}};
  }
  Json operator()(const VsphereGet& one) const {
    return {{"kind", "vsphere-get"},
            {"call", name(one.call)},
            {"of", one.of},
            {"columns", one.columns},
            {"words", one.words}};
  }
  Json operator()(const AzureGet& one) const {
    return {{"kind", "azure-get"},
            {"paths", one.paths},
            {"query", one.query},
            {"api_version", one.api_version},
            {"each", one.each}};
  }
};

Json write_entry(const ManifestEntry& entry) {
  Json json{{"host", entry.asked.host},
            {"question", entry.asked.question},
            {"request", std::visit(WriteRequest{}, entry.request)},
            {"at", iso_time(entry.at)},
            {"took_milliseconds", entry.took.count()}};
  if (entry.error) {
    json["error"] = {{"kind", name(entry.error->kind)}, {"message", entry.error->message}};
    return json;
  }
  json["member"] = entry.member;
  if (entry.bytes) json["bytes"] = *entry.bytes;
  if (!entry.sha256.empty()) json["sha256"] = entry.sha256;
  return json;
}

}  // namespace

std::string member_name(const Asked& asked) {
  return fmt::format("observations/{}/{}", asked.host, asked.question);
}

ManifestEntry manifest_entry(const Asked& asked, const Request& request,
                             const Observation& observation) {
  ManifestEntry line{asked, request, observation.at, observation.took, {}, {}, {}, {}};
  if (observation.answer) {
    line.member = member_name(asked);
    line.bytes = observation.answer->size();
    line.sha256 = sha256_of(*observation.answer);
  } else {
    line.error = observation.answer.error();
  }
  return line;
}

Manifest manifest_of(std::string_view program, const Evidence& evidence) {
  Manifest manifest{std::string(program), {}};
  for (const auto& [asked, entry] : evidence.entries())
    manifest.entries.push_back(manifest_entry(asked, entry.request, entry.observation));
  return manifest;
}

std::string write_manifest_entry(const ManifestEntry& entry) {
  return write_entry(entry).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string write_manifest(const Manifest& manifest) {
  Json json{{"format", bundle_format}, {"version", bundle_version}, {"program", manifest.program}};
  json["observations"] = Json::array();
  for (const ManifestEntry& entry : manifest.entries)
    json["observations"].push_back(write_entry(entry));
  // Messages and paths quote what came from elsewhere, which need not be UTF-8.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fbd
