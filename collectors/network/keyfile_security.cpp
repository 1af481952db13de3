#include "collectors/network/keyfile_security.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

// Source: nm-setting-8021x.c and nm-setting-wireless-security.c, verify(), 1.42.4.

namespace fbd {

std::optional<KeyfileNote> unmet_security_demand(const KeyfileSettings& settings) {
  if (!settings.has("802-1x")) {
    if (settings.text("wifi-security", "key-mgmt") == "wpa-eap")
      return KeyfileNote{settings.line("wifi-security", "key-mgmt"),
                         "wpa-eap needs a group [802-1x]"};
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 9> methods{"leap", "md5",  "tls", "peap",    "ttls",
                                                    "sim",  "fast", "pwd", "external"};
  const auto is_set = [&](std::string_view key) { return !settings.text("802-1x", key).empty(); };
  for (const std::string& method : settings.list("802-1x", "eap")) {
    std::string reason;
    if (std::find(methods.begin(), methods.end(), method) == methods.end())
      reason = fmt::format("the EAP method \"{}\" is unknown", printable(method, 40));
    else if (method == "tls" && !is_set("client-cert"))
      reason = "the EAP method tls needs a client-cert";
    else if ((method == "peap" || method == "ttls") &&
             is_set("phase2-auth") == is_set("phase2-autheap"))
      reason = fmt::format("the EAP method {} needs a phase2-auth", method);
    if (!reason.empty()) return KeyfileNote{settings.line("802-1x", "eap"), std::move(reason)};
  }
  return std::nullopt;
}

}  // namespace fbd
