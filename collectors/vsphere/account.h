// Whether the account of the site file can log in to a vCenter or ESXi host.
#pragma once

#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// That the server could not be asked (no connection, no trust, no secret) is the fact's error. The
/// other questions of this host are denied when the login is refused.
/// Source: vSphere Web Services API, SessionManager.Login. Account lockout has no fault of its own:
/// it is told from a wrong password by the server's English words, if it says any.
struct VsphereAccount {
  static std::span<const Origin<VsphereAccount>> origins();
  static constexpr bool read_once = true;

  enum class Outcome {
    accepted,
    wrong_password,    // InvalidLogin: the user does not exist, or the password is another one
    locked,            // too many failed logins
    password_expired,  // PasswordExpired
    no_permission,     // NoPermission: the password is right, and nothing may be seen with it
    refused,           // any other fault
  };

  Outcome outcome = Outcome::refused;
  std::string asked_as;  // the user of the site file
  std::string user;      // as the server calls it: "VSPHERE.LOCAL\\asr"; empty if not logged in
  std::string fault;     // its type, "InvalidLogin"; empty if logged in
  std::string message;   // the server's words

  bool accepted() const { return outcome == Outcome::accepted; }
};

std::string_view name(VsphereAccount::Outcome outcome);

/// The members above under their names.
std::string to_json(const VsphereAccount& fact);

}  // namespace fbd
