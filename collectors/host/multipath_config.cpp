#include "collectors/host/multipath_config.h"

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/key_values.h"

namespace fbd {
namespace {

std::string_view without_comment(std::string_view line) {
  return trimmed(line.substr(0, line.find_first_of("#!")));
}

/// Sections nest: blacklist { device { vendor "InMage" } }. Each word stands on a line with its
/// value; a brace may stand beside the name of its section or alone.
Result<MultipathConfig> parse(std::string_view text) {
  MultipathConfig config;
  std::vector<std::string> sections;
  std::string name;
  bool any = false;
  for (const std::string_view whole : lines(text)) {
    std::string_view rest = without_comment(whole);
    while (!rest.empty()) {
      const std::size_t brace = rest.find_first_of("{}");
      const std::string_view words = trimmed(rest.substr(0, brace));
      if (!words.empty()) {
        const std::size_t blank = words.find_first_of(" \t");
        name = lower_case(words.substr(0, blank));
        const std::string value = blank == std::string_view::npos
                                      ? ""
                                      : printable(unquoted(trimmed(words.substr(blank))), 200);
        const std::string in = sections.empty() ? std::string() : sections.back();
        if (in == "defaults" && name == "user_friendly_names") config.user_friendly_names = value;
        if (in == "defaults" && name == "find_multipaths") config.find_multipaths = value;
        if (in == "blacklist" && name == "wwid" && !value.empty())
          config.blacklisted_wwids.push_back(value);
      }
      if (brace == std::string_view::npos) break;
      if (rest[brace] == '{') {
        sections.push_back(name);
        any = true;
      } else if (!sections.empty()) {
        sections.pop_back();
      }
      rest = trimmed(rest.substr(brace + 1));
    }
  }
  if (!any)
    return error(ErrorKind::malformed, std::string(MultipathConfig::path) + " has no section");
  return config;
}

constexpr Origin<MultipathConfig> known_origins[] = {
    {"host.multipath-config", Os::gnu_linux, read_file(MultipathConfig::path), parse},
};

}  // namespace

std::span<const Origin<MultipathConfig>> MultipathConfig::origins() { return known_origins; }

std::string to_json(const MultipathConfig& fact) {
  using Json = nlohmann::ordered_json;
  return Json{{"path", MultipathConfig::path},
              {"user_friendly_names", fact.user_friendly_names},
              {"find_multipaths", fact.find_multipaths},
              {"blacklisted_wwids", fact.blacklisted_wwids}}
      .dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
