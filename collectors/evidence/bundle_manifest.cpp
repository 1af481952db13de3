#include "collectors/evidence/bundle_manifest.h"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format_name = "failback-doctor bundle";
constexpr int format_version = 1;

struct WriteRequest {
  Json operator()(const RunCommand& one) const {
    return {{"kind", "run-command"}, {"script", one.script}};
  }
  Json operator()(const ReadFile& one) const { return {{"kind", "read-file"}, {"path", one.path}}; }
  Json operator()(const ReadTree& one) const {
    return {{"kind", "read-tree"}, {"globs", one.globs}, {"contents", one.contents}};
  }
  Json operator()(const TcpConnect& one) const {
    return {{"kind", "tcp-connect"}, {"host", one.host}, {"port", one.port}, {"tries", one.tries}};
  }
  Json operator()(const TlsHandshake& one) const {
    return {{"kind", "tls-handshake"},
            {"host", one.host},
            {"port", one.port},
            {"server_name", one.server_name}};
  }
};

Result<Request> read_request(const Json& json) {
  const auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
  const auto port = [&] { return json.at("port").get<std::uint16_t>(); };
  const std::string kind = text("kind");
  if (kind == "run-command") return RunCommand{text("script")};
  if (kind == "read-file") return ReadFile{text("path")};
  if (kind == "read-tree")
    return ReadTree{json.at("globs").get<std::vector<std::string>>(),
                    json.at("contents").get<bool>()};
  if (kind == "tcp-connect") return TcpConnect{text("host"), port(), json.at("tries").get<int>()};
  if (kind == "tls-handshake") return TlsHandshake{text("host"), port(), text("server_name")};
  return error(ErrorKind::malformed,
               fmt::format("\"{}\" is no kind of request", printable(kind, 60)));
}

Json write_entry(const ManifestEntry& entry) {
  Json json{{"host", entry.asked.host},
            {"question", entry.asked.question},
            {"request", std::visit(WriteRequest{}, entry.request)},
            {"at", iso_time(entry.at)},
            {"took_milliseconds", entry.took.count()}};
  if (entry.error) {
    json["error"] = {{"kind", name(entry.error->kind)}, {"message", entry.error->message}};
  } else {
    json["member"] = entry.member;
    json["bytes"] = entry.bytes.value_or(0);
    json["sha256"] = entry.sha256;
  }
  return json;
}

Result<Error> read_error(const Json& json) {
  const auto kind = error_kind(json.at("kind").get<std::string>());
  if (!kind) return error(ErrorKind::malformed, printable(kind.error(), 100));
  return Error{*kind, json.at("message").get<std::string>()};
}

Result<ManifestEntry> read_entry(const Json& json) {
  ManifestEntry entry;
  entry.asked = {json.at("host").get<std::string>(), json.at("question").get<std::string>()};
  for (const std::string& part : {entry.asked.host, entry.asked.question})
    if (!is_safe_name(part))
      return error(ErrorKind::malformed,
                   fmt::format("\"{}\" cannot be the name of a host or question", printable(part, 80)));
  Result<Request> request = read_request(json.at("request"));
  if (!request) return tl::unexpected<Error>(request.error());
  entry.request = std::move(*request);
  const auto at = parse_iso_time(json.at("at").get<std::string>());
  if (!at) return error(ErrorKind::malformed, "\"at\" is not a time");
  entry.at = *at;
  entry.took = std::chrono::milliseconds(json.at("took_milliseconds").get<std::int64_t>());
  if (json.contains("error")) {
    Result<Error> why = read_error(json.at("error"));
    if (!why) return tl::unexpected<Error>(why.error());
    entry.error = std::move(*why);
    return entry;
  }
  entry.member = json.at("member").get<std::string>();
  if (entry.member != member_name(entry.asked))
    return error(ErrorKind::malformed, fmt::format("\"{}\" is not where the answer belongs, which is {}",
                                                   printable(entry.member, 120), member_name(entry.asked)));
  if (json.contains("bytes")) entry.bytes = json.at("bytes").get<std::uint64_t>();
  entry.sha256 = json.value("sha256", "");
  return entry;
}

Result<Manifest> read_all(const Json& json) {
  const auto is_ours = json.is_object() ? json.find("format") : json.end();
  if (!json.is_object() || is_ours == json.end() || *is_ours != format_name)
    return error(ErrorKind::malformed, "it is not the manifest of a failback-doctor bundle");
  const int version = json.at("version").get<int>();
  if (version != format_version)
    return error(ErrorKind::malformed,
                 fmt::format("written in format {} by another version of failback-doctor; this one "
                             "reads format {}",
                             version, format_version));
  Manifest manifest{json.at("program").get<std::string>(), {}};
  for (const Json& one : json.at("observations")) {
    Result<ManifestEntry> entry = read_entry(one);
    if (!entry)
      return error(ErrorKind::malformed, fmt::format("observation {}: {}",
                                                     manifest.entries.size() + 1,
                                                     entry.error().message));
    manifest.entries.push_back(std::move(*entry));
  }
  return manifest;
}

}  // namespace

bool is_safe_name(std::string_view name) {
  constexpr std::size_t longest = 200;
  return !name.empty() && name.size() <= longest && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("._@:+-").find(c) != std::string_view::npos;
         });
}

std::string member_name(const Asked& asked) {
  return fmt::format("observations/{}/{}", asked.host, asked.question);
}

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

Manifest manifest_of(std::string_view program, const Evidence& evidence, BundleMembers& members) {
  Manifest manifest{std::string(program), {}};
  for (const auto& [asked, entry] : evidence.entries()) {
    const Observation& observation = entry.observation;
    ManifestEntry line{asked, entry.request, observation.at, observation.took, {}, {}, {}, {}};
    if (observation.answer) {
      line.member = member_name(asked);
      line.bytes = observation.answer->size();
      line.sha256 = sha256_of(*observation.answer);
      members[line.member] = *observation.answer;
    } else {
      line.error = observation.answer.error();
    }
    manifest.entries.push_back(std::move(line));
  }
  return manifest;
}

std::string write_manifest(const Manifest& manifest) {
  Json json{{"format", format_name}, {"version", format_version}, {"program", manifest.program}};
  json["observations"] = Json::array();
  for (const ManifestEntry& entry : manifest.entries)
    json["observations"].push_back(write_entry(entry));
  // Messages quote what came from elsewhere, which need not be UTF-8.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Manifest> read_manifest(std::string_view text) try {
  // Depth is bounded first, because the parser's own is only by memory.
  int depth = 0;
  const Json json = Json::parse(text, [&depth](int at, Json::parse_event_t, Json&) {
    depth = std::max(depth, at);
    return at < 16;
  });
  if (depth >= 16) return error(ErrorKind::malformed, "manifest.json: nested too deeply");
  Result<Manifest> manifest = read_all(json);
  if (!manifest) manifest.error().message = "manifest.json: " + manifest.error().message;
  return manifest;
} catch (const nlohmann::json::exception& problem) {
  return error(ErrorKind::malformed,
               fmt::format("manifest.json: {}", printable(problem.what(), 300)));
}

}  // namespace fbd
