// Who answers at the address of a vCenter or ESXi host, before anybody logs in.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// That no connection could be made is the fact's error: unresolved, refused, timed_out and so on.
/// Source of the product's words: vSphere Web Services API, AboutInfo.
struct VsphereServer {
  static std::span<const Origin<VsphereServer>> origins();
  static constexpr bool read_once = true;

  enum class Outcome {
    vsphere,    // it is a vSphere API
    untrusted,  // the certificate is neither pinned nor signed by one of ca-file: nothing was sent
    not_vsphere,  // something else answered with 200: a web page, other XML
    http_error,   // any other status: 401 and 503 often come from a proxy in front
    redirected,   // to elsewhere, where we do not follow
    broken,       // the answer stopped short, or is no XML
    too_old,      // older than what Site Recovery's vSphere support begins with (5.5)
  };

  Outcome outcome = Outcome::broken;
  std::string detail;      // what came back instead, for people; may be empty
  std::string thumbprint;  // SHA-256 of the server's certificate, 64 lower-case hex digits
  int http_status = 0;     // 0: none

  // Only of a vSphere API; empty if it does not say.
  std::string product;  // "VMware vCenter Server 6.7.0 build-8833179"
  std::string version;  // "6.7.0"
  std::string build;
  std::string api_version;    // "6.7"
  std::string api_type;       // "VirtualCenter", "HostAgent"
  std::string product_line;   // "vpx", "esx", "embeddedEsx", "gsx" (VMware Server), "ws"
  std::string instance_uuid;  // names a vCenter; an ESXi host has none

  /// Its clock and ours at the same moment, to a second; the server need not tell.
  std::optional<std::chrono::sys_seconds> server_time;
  std::optional<std::chrono::sys_seconds> our_time;

  bool answers() const { return outcome == Outcome::vsphere || outcome == Outcome::too_old; }
  bool is_vcenter() const { return api_type == "VirtualCenter"; }
};

std::string_view name(VsphereServer::Outcome outcome);

/// The members above under their names; times in ISO 8601.
std::string to_json(const VsphereServer& fact);

}  // namespace fbd
