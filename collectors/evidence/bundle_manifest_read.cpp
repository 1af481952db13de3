#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_manifest.h"
#include "collectors/evidence/bundle_members.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// Not ordered_json, which compares each key with all before it.
using Json = nlohmann::json;

constexpr int max_depth = 8;
constexpr std::uint64_t most_offset = std::numeric_limits<std::int64_t>::max();

/// Reads a manifest and stops at the first thing that is wrong: `problem` then holds it.
class ManifestReader {
 public:
  Result<Manifest> read(const Json& json) {
    Manifest manifest;
    if (!json.is_object() || !json.contains("format") || json["format"] != bundle_format) {
      complain("it is not the manifest of a failback-doctor bundle");
    } else {
      version(json);
      manifest.program = text(json, "program");
      entries(json, manifest);
    }
    if (!problem_.empty()) return error(ErrorKind::malformed, where_ + problem_);
    return manifest;
  }

  Result<ManifestEntry> read_entry(const Json& json) {
    ManifestEntry one = entry(json);
    if (!problem_.empty()) return error(ErrorKind::malformed, problem_);
    return one;
  }

 private:
  void complain(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
  }

  /// The value of a key; null, and a complaint, if it is not there.
  const Json& at(const Json& object, const char* key) {
    static const Json null;
    if (object.is_object())
      if (const auto found = object.find(key); found != object.end()) return *found;
    complain(fmt::format("\"{}\" is missing", key));
    return null;
  }

  std::string text(const Json& object, const char* key) {
    const Json& value = at(object, key);
    if (value.is_string()) return value.get<std::string>();
    complain(fmt::format("\"{}\" is no text", key));
    return {};
  }

  std::uint64_t number(const Json& object, const char* key, std::uint64_t most) {
    const Json& value = at(object, key);
    if (value.is_number_unsigned() && value.get<std::uint64_t>() <= most)
      return value.get<std::uint64_t>();
    complain(fmt::format("\"{}\" is no whole number from 0 to {}", key, most));
    return 0;
  }

  bool flag(const Json& object, const char* key) {
    const Json& value = at(object, key);
    if (!value.is_boolean()) complain(fmt::format("\"{}\" is neither true nor false", key));
    return value.is_boolean() && value.get<bool>();
  }

  std::uint16_t port(const Json& object) {
    return static_cast<std::uint16_t>(number(object, "port", 65535));
  }

  void version(const Json& json) {
    const std::uint64_t found = number(json, "version", std::numeric_limits<int>::max());
    if (found > bundle_version)
      complain(
          fmt::format("written by a newer failback-doctor, in format {}; this one reads format {}",
                      found, bundle_version));
    else if (found != bundle_version)
      complain(fmt::format("format {} is unknown; this failback-doctor reads format {}", found,
                           bundle_version));
  }

  void entries(const Json& json, Manifest& manifest) {
    const Json& list = at(json, "observations");
    if (!list.is_array()) return complain("\"observations\" is no list");
    if (list.size() > max_bundle_members)
      return complain(fmt::format("it has more than {} observations", max_bundle_members));
    for (const Json& one : list) {
      if (!problem_.empty()) return;
      where_ = fmt::format("observation {}: ", manifest.entries.size() + 1);
      manifest.entries.push_back(entry(one));
    }
    if (problem_.empty()) where_.clear();
  }

  ManifestEntry entry(const Json& json) {
    ManifestEntry entry;
    entry.asked = {safe_name(json, "host"), safe_name(json, "question")};
    entry.request = request(at(json, "request"));
    const auto time = parse_iso_time(text(json, "at"));
    if (!time) complain("\"at\" is no time; one looks like 2026-11-23T19:40:12Z");
    entry.at = time.value_or(std::chrono::sys_seconds{});
    entry.took = std::chrono::milliseconds(
        number(json, "took_milliseconds", std::numeric_limits<std::uint32_t>::max()));
    if (json.is_object() && json.contains("error")) {
      entry.error = why(json["error"]);
      if (json.contains("member")) complain("there are both \"member\" and \"error\"");
      return entry;
    }
    entry.member = text(json, "member");
    if (const std::string expected = member_name(entry.asked); entry.member != expected)
      complain(fmt::format("\"member\" is \"{}\", and belongs at {}", printable(entry.member),
                           expected));
    if (json.is_object() && json.contains("bytes"))
      entry.bytes = number(json, "bytes", max_bundle_member_bytes);
    if (json.is_object() && json.contains("sha256")) entry.sha256 = hash(json);
    return entry;
  }

  std::string safe_name(const Json& json, const char* key) {
    std::string name = text(json, key);
    if (!is_safe_name(name))
      complain(fmt::format("\"{}\" cannot be \"{}\"", key, printable(name, 80)));
    return name;
  }

  std::string hash(const Json& json) {
    std::string hex = text(json, "sha256");
    const bool is_hash =
        hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_hash) complain("\"sha256\" is not 64 lower-case hexadecimal digits");
    return hex;
  }

  Error why(const Json& json) {
    const auto kind = error_kind(text(json, "kind"));
    if (!kind) complain(printable(kind.error(), 100));
    return {kind.value_or(ErrorKind::failed), text(json, "message")};
  }

  Request request(const Json& json) {
    const std::string kind = text(json, "kind");
    if (kind == "run-command") return RunCommand{text(json, "script")};
    if (kind == "read-file") return ReadFile{text(json, "path")};
    if (kind == "read-tree") return ReadTree{texts(json, "globs"), flag(json, "contents")};
    if (kind == "list-files") return ListFiles{texts(json, "globs")};
    if (kind == "read-lines")
      return ReadLines{text(json, "path"), number(json, "from", most_offset),
                       number(json, "length", most_offset), flag(json, "with_secrets")};
    if (kind == "rpm-query") return RpmQuery{texts(json, "packages")};
    if (kind == "scan-logs") return ScanLogs{texts(json, "globs")};
    if (kind == "tcp-connect")
      return TcpConnect{text(json, "host"), port(json),
                        static_cast<int>(number(json, "tries", 1000))};
    if (kind == "log-in") return LogIn{};
    if (kind == "tls-handshake")
      return TlsHandshake{text(json, "host"), port(json), text(json, "server_name")};
    if (kind == "vsphere-get")
      return VsphereGet{call(json), texts(json, "of"), texts(json, "columns"),
                        texts(json, "words")};
    if (kind == "azure-get")
      return AzureGet{texts(json, "paths"), text(json, "query"), text(json, "api_version"),
                      flag(json, "each")};
    complain(fmt::format("\"{}\" is no kind of request", printable(kind, 60)));
    return {};
  }

  VsphereCall call(const Json& json) {
    using enum VsphereCall;
    const std::string word = text(json, "call");
    for (const VsphereCall one :
         {about, account, objects, privileges, permissions, assigned_licences, events, clocks})
      if (name(one) == word) return one;
    complain(fmt::format("\"{}\" is nothing to ask vSphere for", printable(word, 60)));
    return about;
  }

  std::vector<std::string> texts(const Json& json, const char* key) {
    const Json& list = at(json, key);
    std::vector<std::string> texts;
    if (!list.is_array()) complain(fmt::format("\"{}\" is no list", key));
    for (const Json& one : list) {
      if (!one.is_string())
        complain(fmt::format("\"{}\" holds something that is no text", key));
      else
        texts.push_back(one.get<std::string>());
    }
    return texts;
  }

  std::string where_;
  std::string problem_;
};

tl::unexpected<Error> not_json(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const std::size_t newline = before.rfind('\n');
  const std::size_t column =
      newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
  return error(ErrorKind::malformed,
               fmt::format("this is no JSON at line {}, column {}",
                           1 + std::count(before.begin(), before.end(), '\n'), column + 1));
}

Result<Json> parsed(std::string_view text) {
  bool too_deep = false;
  Json json;
  try {
    json = Json::parse(text, [&too_deep](int depth, Json::parse_event_t, Json&) {
      too_deep = too_deep || depth > max_depth;
      return !too_deep;
    });
  } catch (const Json::parse_error& problem) {
    return not_json(text, problem.byte);
  } catch (const Json::exception& problem) {  // a number beyond all bounds
    return error(ErrorKind::malformed, problem.what());
  }
  if (too_deep)
    return error(ErrorKind::malformed, fmt::format("nested deeper than {} levels", max_depth));
  return json;
}

}  // namespace

Result<ManifestEntry> read_manifest_entry(std::string_view text) {
  Result<Json> json = parsed(text);
  if (!json) return tl::unexpected<Error>(json.error());
  return ManifestReader().read_entry(*json);
}

Result<Manifest> read_manifest(std::string_view text) {
  const Result<Json> json = parsed(text);
  if (!json) return error(ErrorKind::malformed, "manifest.json: " + json.error().message);
  Result<Manifest> manifest = ManifestReader().read(*json);
  if (!manifest) manifest.error().message.insert(0, "manifest.json: ");
  return manifest;
}

}  // namespace fbd
