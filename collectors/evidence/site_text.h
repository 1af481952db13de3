// The words of a site file, shared by its reader and its writer.
#pragma once

#include <array>
#include <string_view>

#include "collectors/evidence/site.h"

namespace fbd {

template <class Value>
struct Word {
  std::string_view name;
  Value value;
};

inline constexpr std::array<Word<Stack>, 2> stack_words{
    {{"classic", Stack::classic}, {"modernized", Stack::modernized}}};
inline constexpr std::array<Word<Os>, 3> os_words{
    {{"linux", Os::gnu_linux}, {"windows", Os::windows}, {"esxi", Os::esxi}}};
inline constexpr std::array<Word<Reach>, 4> reach_words{
    {{"local", Reach::local}, {"ssh", Reach::ssh}, {"root", Reach::root}, {"none", Reach::none}}};
inline constexpr std::array<Word<Role>, 7> role_words{{
    {"protected-vm", Role::protected_vm},
    {"configuration-server", Role::configuration_server},
    {"process-server", Role::process_server},
    {"master-target", Role::master_target},
    {"esxi", Role::esxi},
    {"vcenter", Role::vcenter},
    {"appliance", Role::appliance},
}};

inline constexpr std::array<Word<Cloud>, 3> cloud_words{
    {{"public", Cloud::global}, {"china", Cloud::china}, {"us-government", Cloud::us_government}}};
inline constexpr std::array<Word<SignIn>, 5> sign_in_words{
    {{"automatic", SignIn::automatic},
     {"service-principal", SignIn::service_principal},
     {"managed-identity", SignIn::managed_identity},
     {"azure-cli", SignIn::azure_cli},
     {"token", SignIn::token}}};

inline constexpr std::array<Word<bool>, 4> yes_words{
    {{"yes", true}, {"no", false}, {"true", true}, {"false", false}}};

/// Names a bundle can use for a directory.
bool is_host_name(std::string_view text);
/// A host name, an IPv4 or an IPv6 address; no port, no brackets, no blanks.
bool is_address(std::string_view text);
/// What "failback-doctor listen" prints: 16 to 64 lower-case hex digits.
bool is_nonce(std::string_view text);
/// "10.1.2.3/24", "2001:db8::1/64"
bool is_address_with_prefix(std::string_view text);

}  // namespace fbd
