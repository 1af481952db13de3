#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, fill_8021x() and make_dcb_setting() in nms-ifcfg-rh-reader.c.

namespace fbd {
namespace {

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& all) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

IfcfgVerdict check_inner(const IfcfgRhFile& file) {
  constexpr std::array<std::string_view, 13> known{
      "pap", "chap",    "mschap",       "mschapv2", "gtc",     "otp",    "md5",
      "tls", "eap-md5", "eap-mschapv2", "eap-otp",  "eap-gtc", "eap-tls"};
  constexpr const char* setting = "IEEE_8021X_INNER_AUTH_METHODS";
  const std::string methods = small_letters(file.values.value(setting));
  const auto words = split_words(methods);
  if (words.empty()) return file.refusal(setting, fmt::format("{} is not set", setting));
  for (const std::string_view word : words)
    if (!is_one_of(word, known))
      return file.refusal(setting, fmt::format("{} is no inner method", printable(word, 40)));
  return std::nullopt;
}

/// What one outer method needs.
IfcfgVerdict check_method(const IfcfgRhFile& file, std::string_view method) {
  const auto value = [&](const char* name) { return file.values.value(name); };
  if (method == "peap") {
    const std::string_view version = value("IEEE_8021X_PEAP_VERSION");
    if (!version.empty() && version != "0" && version != "1")
      return file.refusal("IEEE_8021X_PEAP_VERSION", "this is no version of PEAP");
  }
  if (method == "fast" && value("IEEE_8021X_PAC_FILE").empty() &&
      value("IEEE_8021X_FAST_PROVISIONING").find("allow-") == std::string_view::npos)
    return file.refusal("IEEE_8021X_EAP_METHODS",
                        "EAP-FAST has neither a PAC file nor a way to "
                        "get one");
  if (method == "peap" || method == "ttls" || method == "fast") return check_inner(file);
  return std::nullopt;
}

}  // namespace

IfcfgVerdict check_ifcfg_rh_8021x(const IfcfgRhFile& file, bool wireless) {
  // The first five are no outer methods for Wi-Fi.
  constexpr std::array<std::string_view, 11> known{
      "md5", "pap", "chap", "mschap", "mschapv2", "leap", "pwd", "tls", "peap", "ttls", "fast"};
  // Taken here, but not by what checks the connection then.
  constexpr std::array<std::string_view, 4> spoiling{"pap", "chap", "mschap", "mschapv2"};
  constexpr const char* setting = "IEEE_8021X_EAP_METHODS";
  if (file.values.value(setting).empty())
    return file.refusal("KEY_MGMT", fmt::format("{} is not set", setting));
  const std::string methods = small_letters(file.values.value(setting));
  bool has_one = false;
  for (const std::string_view method : split_words(methods)) {
    const auto place = std::find(known.begin(), known.end(), method);
    if (place == known.end() || (wireless && place - known.begin() < 5)) continue;
    if (IfcfgVerdict verdict = check_method(file, method)) return verdict;
    if (is_one_of(method, spoiling))
      return file.refusal(setting, fmt::format("{} is no outer method", method));
    has_one = true;
  }
  if (!has_one) return file.refusal(setting, "none of these methods is known");
  return std::nullopt;
}

namespace {

/// Data Center Bridging: priorities and their shares.
class Dcb {
 public:
  explicit Dcb(const IfcfgRhFile& file) : file_(file) {}

  IfcfgVerdict check() const {
    if (!is_yes("DCB")) return std::nullopt;
    for (const char* name :
         {"DCB_APP_FCOE_PRIORITY", "DCB_APP_ISCSI_PRIORITY", "DCB_APP_FIP_PRIORITY"})
      if (!value(name).empty() && !whole_number(value(name), 0, 0, 7)) return refused(name);
    if (const std::string_view mode = value("DCB_APP_FCOE_MODE");
        !mode.empty() && mode != "fabric" && mode != "vn2vn")
      return refused("DCB_APP_FCOE_MODE");
    if (is_yes("DCB_PFC_ENABLE") && !is_list("DCB_PFC_UP", "01")) return refused("DCB_PFC_UP");
    if (!is_yes("DCB_PG_ENABLE")) return std::nullopt;
    if (!is_list("DCB_PG_ID", "01234567fF")) return refused("DCB_PG_ID");
    if (!are_shares("DCB_PG_PCT", true)) return refused("DCB_PG_PCT");
    if (!are_shares("DCB_PG_UPPCT", false)) return refused("DCB_PG_UPPCT");
    if (!is_list("DCB_PG_STRICT", "01")) return refused("DCB_PG_STRICT");
    if (!is_list("DCB_PG_UP2TC", "01234567")) return refused("DCB_PG_UP2TC");
    return std::nullopt;
  }

 private:
  static constexpr std::size_t priorities = 8;

  std::string_view value(const char* name) const { return file_.values.value(name); }
  bool is_yes(const char* name) const { return file_.values.yes(name).value_or(false); }
  IfcfgRefusal refused(const char* name) const {
    return file_.refusal(name,
                         fmt::format("{}={} cannot be read", name, printable(value(name), 40)));
  }
  bool is_list(const char* name, std::string_view of) const {
    const std::string_view text = value(name);
    return text.empty() ||
           (text.size() == priorities && text.find_first_not_of(of) == std::string_view::npos);
  }
  bool are_shares(const char* name, bool make_up_all) const {
    const auto shares = split_words(value(name), ",");
    if (shares.empty()) return true;
    std::int64_t sum = 0;
    for (const std::string_view share : shares) {
      const auto percent = whole_number(share, 0, 0, 100);
      if (!percent) return false;
      sum += *percent;
    }
    return shares.size() == priorities && (!make_up_all || sum == 100);
  }

  const IfcfgRhFile& file_;
};

}  // namespace

IfcfgVerdict check_ifcfg_rh_dcb(const IfcfgRhFile& file) { return Dcb(file).check(); }

}  // namespace fbd
