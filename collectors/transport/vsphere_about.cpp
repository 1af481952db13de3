#include "collectors/transport/vsphere_about.h"

#include <time.h>

#include <array>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/transport/http_failure.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

std::string row_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), or "".
std::string time_of_server(std::string_view date) {
  const std::string text(date);
  tm parts{};
  const char* const end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!end || *end != '\0') return {};
  return iso_time(std::chrono::sys_seconds(std::chrono::seconds(timegm(&parts))));
}

/// Whether "5.1" is before what Azure Site Recovery supports. Source: Support matrix for disaster
/// recovery of VMware VMs (2019-05-30), On-premises virtualization servers: 5.5 and later.
bool is_too_old(std::string_view api_version) {
  int major = 0, minor = 0;
  const char* const end = api_version.data() + api_version.size();
  const auto [dot, problem] = std::from_chars(api_version.data(), end, major);
  if (problem != std::errc()) return false;
  if (dot != end && *dot == '.') std::from_chars(dot + 1, end, minor);
  return major < 5 || (major == 5 && minor < 5);
}

class About {
 public:
  About(const Host& host, const HttpOutcome& outcome) : host_(host), outcome_(outcome) {
    json_["ref"] = "ServiceInstance:ServiceInstance";
  }

  Result<VsphereAbout> tell(SoapReader& reader, std::string_view body) {
    const Result<int>& status = outcome_.status;
    if (!status) return without_answer(status.error(), reader, body);
    if (*status >= 300 && *status < 400)
      return other("redirected",
                   fmt::format("it sends us to {}", shown(outcome_.header("location"))));
    if (*status != 200 && *status != 500) return other("http-error", who_says_so());
    Result<SoapAnswer> answer = reader.finish();
    if (!answer && reader.is_soap()) return other("broken", answer.error().message);
    if (!answer && *status != 200) return other("http-error", who_says_so());
    if (!answer) return other("not-vsphere", beginning(body));
    if (answer->fault) return other("not-vsphere", "SOAP fault: " + answer->fault->message);
    const SoapNode* const content = answer->response.child("returnval");
    if (!content || content->at("about.apiType").empty())
      return other("not-vsphere", "it is SOAP, but no ServiceContent");
    return content_of(*content);
  }

 private:
  Result<VsphereAbout> without_answer(const Error& why, SoapReader& reader, std::string_view body) {
    const bool has_shaken = !outcome_.certificate_sha256.empty();
    if (why.kind == ErrorKind::denied && has_shaken) return other("untrusted", untrusted(why));
    // Something came that is no answer, and then there was no more, or we did not want any.
    if (why.kind == ErrorKind::failed && !body.empty())
      return reader.is_soap() ? other("broken", reader_problem(reader))
                              : other("not-vsphere", beginning(body));
    if (why.kind == ErrorKind::reset && !body.empty())
      return other("broken", "the connection ended in the middle of the answer");
    return tl::unexpected<Error>(why);
  }

  static std::string reader_problem(SoapReader& reader) {
    const Result<SoapAnswer> answer = reader.finish();
    return answer ? "" : answer.error().message;
  }

  std::string untrusted(const Error& why) const {
    if (!host_.certificate_sha256.empty() || !host_.ca_file.empty()) return why.message;
    return fmt::format(
        "the site file has neither certificate-sha256 nor ca-file for {}; the SHA-256 thumbprint "
        "of the certificate it shows is {}. Nothing was sent",
        host_.name, outcome_.certificate_sha256);
  }

  static std::string shown(std::string_view location) {
    return printable(shown_url(location), 120);
  }

  /// "HTTP 503, from nginx": what is between us and a vCenter often tells its name.
  std::string who_says_so() const {
    std::string text = fmt::format("HTTP {}", outcome_.status.value_or(0));
    for (const char* header : {"via", "server", "www-authenticate", "proxy-authenticate"})
      if (const std::string_view value = outcome_.header(header); !value.empty())
        text += fmt::format(", {}: {}", header, printable(value, 60));
    return text;
  }

  static std::string beginning(std::string_view body) {
    return fmt::format("what came begins with \"{}\"", printable(trimmed(body), 80));
  }

  Result<VsphereAbout> other(std::string outcome, const std::string& detail) {
    VsphereAbout about;
    json_["outcome"] = outcome;
    json_["detail"] = detail;
    add_transport();
    about.outcome = std::move(outcome);
    about.row = row_of(json_);
    about.what = detail;
    return about;
  }

  void add_transport() {
    if (!outcome_.certificate_sha256.empty()) json_["thumbprint"] = outcome_.certificate_sha256;
    if (outcome_.status) json_["http_status"] = std::to_string(*outcome_.status);
  }

  Result<VsphereAbout> content_of(const SoapNode& content) {
    VsphereAbout about;
    about.content = content;
    about.outcome = is_too_old(content.at("about.apiVersion")) ? "too-old" : "vsphere";
    json_["outcome"] = about.outcome;
    add_transport();
    constexpr std::array<std::array<const char*, 2>, 7> members{
        {{"product", "fullName"},
         {"version", "version"},
         {"build", "build"},
         {"api_version", "apiVersion"},
         {"api_type", "apiType"},
         {"product_line", "productLineId"},
         {"instance_uuid", "instanceUuid"}}};
    for (const auto& [name, member] : members)
      json_[name] = content.at(fmt::format("about.{}", member));
    if (const std::string time = time_of_server(outcome_.header("date")); !time.empty()) {
      const auto now = std::chrono::system_clock::now();
      json_["server_time"] = time;
      json_["our_time"] = iso_time(std::chrono::floor<std::chrono::seconds>(now));
    }
    about.row = row_of(json_);
    return about;
  }

  const Host& host_;
  const HttpOutcome& outcome_;
  Json json_;
};

std::string login_outcome(const SoapFault& fault) {
  if (fault.type == "NoPermission") return "no-permission";
  if (fault.type == "PasswordExpired") return "password-expired";
  if (fault.type != "InvalidLogin") return "refused";
  return fault.message.find("locked") == std::string::npos ? "wrong-password" : "locked";
}

}  // namespace

Result<VsphereAbout> about_from(const Host& host, const HttpOutcome& outcome, SoapReader& reader,
                                std::string_view body) {
  return About(host, outcome).tell(reader, body);
}

Result<VsphereLogin> login_from(const Host& host, const Result<SoapAnswer>& answer) {
  if (!answer) return tl::unexpected<Error>(answer.error());
  VsphereLogin login;
  Json json{{"ref", "SessionManager:SessionManager"}};
  const SoapNode* const session = answer->response.child("returnval");
  if (answer->fault) {
    json["outcome"] = login_outcome(*answer->fault);
    json["fault"] = answer->fault->type;
    json["message"] = printable(answer->fault->message);
    login.what = fmt::format("{} ({})", printable(answer->fault->message), answer->fault->type);
  } else if (session && !session->at("key").empty()) {
    login.accepted = true;
    login.key = session->at("key");
    json["outcome"] = "accepted";
    json["user"] = printable(session->at("userName"));
  } else {
    return error(ErrorKind::malformed,
                 host.name + ": the answer to a login is neither a session nor a fault");
  }
  json["asked_as"] = host.account ? host.account->user : "";
  login.row = row_of(json);
  return login;
}

}  // namespace fbd
