#include "collectors/evidence/bundle_chain.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/bundle_members.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

struct Write {
  Json operator()(const ChainBegin& one) const {
    return {{"kind", "begin"},
            {"format", bundle_format},
            {"version", growing_bundle_version},
            {"program", one.program},
            {"id", one.id},
            {"redact", one.redact}};
  }
  Json operator()(const ChainMember& one) const {
    return {
        {"kind", "member"}, {"member", one.member}, {"bytes", one.bytes}, {"sha256", one.sha256}};
  }
  Json operator()(const ManifestEntry& one) const {
    return {{"kind", "observation"}, {"observation", Json::parse(write_manifest_entry(one))}};
  }
  Json operator()(const CollectedFile& one) const {
    return {{"kind", "file"},
            {"host", one.host},
            {"path", one.path},
            {"begin", one.begin},
            {"end", one.end},
            {"size", one.size},
            {"modified", iso_time(one.modified)},
            {"form", one.form},
            {"member", one.member},
            {"bytes", one.bytes},
            {"sha256", one.sha256},
            {"redactions", one.redactions}};
  }
  Json operator()(const LeftOut& one) const {
    return {{"kind", "left-out"},
            {"host", one.host},
            {"path", one.path},
            {"why", one.why},
            {"bytes", one.bytes}};
  }
  Json operator()(const ChainEnd& one) const { return {{"kind", "end"}, {"how", one.how}}; }
};

/// Reads one line; what is missing or of another type throws, as at() and get() do.
struct Read {
  const nlohmann::json& json;

  std::string text(const char* key) const { return json.at(key).get<std::string>(); }
  std::uint64_t number(const char* key) const {
    const auto& value = json.at(key);
    if (!value.is_number_unsigned()) throw std::out_of_range(key);
    return value.get<std::uint64_t>();
  }
  std::string member() const {
    std::string name = text("member");
    if (!is_member_name(name)) throw std::out_of_range("member");
    return name;
  }

  ChainLine line() const {
    const std::string kind = text("kind");
    if (kind == "begin") return begin();
    if (kind == "member") return ChainMember{member(), number("bytes"), text("sha256")};
    if (kind == "observation") return observation();
    if (kind == "file") return file();
    if (kind == "left-out")
      return LeftOut{text("host"), text("path"), text("why"), number("bytes")};
    if (kind == "end") return ChainEnd{text("how")};
    throw std::out_of_range("kind");
  }

  ChainBegin begin() const {
    if (text("format") != bundle_format) throw std::out_of_range("format");
    if (number("version") != growing_bundle_version) throw std::out_of_range("version");
    return {text("program"), text("id"), text("redact")};
  }

  ManifestEntry observation() const {
    Result<ManifestEntry> entry = read_manifest_entry(json.at("observation").dump());
    if (!entry) throw std::out_of_range(entry.error().message);
    return std::move(*entry);
  }

  CollectedFile file() const {
    const auto modified = parse_iso_time(text("modified"));
    if (!modified) throw std::out_of_range("modified");
    CollectedFile one{text("host"), text("path"), number("begin"), number("end"),   number("size"),
                      *modified,    text("form"), member(),        number("bytes"), text("sha256")};
    for (const auto& [what, count] : json.at("redactions").items())
      one.redactions[what] = count.get<std::uint64_t>();
    if (one.end < one.begin) throw std::out_of_range("end");
    return one;
  }
};

std::string why_not(std::string_view text, std::string_view previous, Chain& chain) {
  // No line of ours is longer; a hostile one costs no more than this.
  constexpr std::size_t longest = 4U << 20;
  if (text.size() > longest) return "it is too long";
  try {
    bool too_deep = false;
    const auto json = nlohmann::json::parse(text, [&](int depth, auto, auto&) {
      too_deep = too_deep || depth > 8;
      return !too_deep;
    });
    if (too_deep) return "it is nested too deeply";
    if (json.at("previous").get<std::string>() != previous)
      return "it, or the line before it, was changed: the hash does not fit";
    chain.lines.push_back(Read{json}.line());
  } catch (const nlohmann::json::exception& problem) {
    return fmt::format("it cannot be read: {}", printable(problem.what(), 120));
  } catch (const std::exception& problem) {
    return fmt::format("\"{}\" is not as it should be", printable(problem.what(), 120));
  }
  return {};
}

bool fits_a_name(std::string_view path) {
  return std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._@:+-/").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::string write_chain_line(const ChainLine& line, std::string_view previous) {
  Json json = std::visit(Write{}, line);
  json["previous"] = previous;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string hash_of_line(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  return sha256_of(line);
}

Chain read_chain(std::string_view text) {
  Chain chain;
  std::string previous;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t newline = text.find('\n');
    if (newline == std::string_view::npos) return chain;
    const std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline + 1);
    std::string why = why_not(line, previous, chain);
    const bool begins = number == 1;
    if (why.empty() && begins != std::holds_alternative<ChainBegin>(chain.lines.back()))
      why = "it is not where a bundle begins";
    if (!why.empty()) {
      chain.problem = fmt::format("manifest.jsonl, line {}: {}", number, why);
      return chain;
    }
    previous = hash_of_line(line);
  }
  return chain;
}

std::string file_member_name(std::string_view host, std::string_view path, std::uint64_t begin,
                             bool is_piece) {
  while (path.starts_with('/')) path.remove_prefix(1);
  const std::string piece = is_piece ? fmt::format("@{:012}", begin) : std::string();
  std::string name = fmt::format("files/{}/{}{}", host, path, piece);
  constexpr std::size_t longest = 100;  // what any reader of archives understands
  if (name.size() <= longest && fits_a_name(name) && is_member_name(name)) return name;
  return fmt::format("files/{}/~{}{}", host, sha256_of(path).substr(0, 24), piece);
}

}  // namespace fbd
