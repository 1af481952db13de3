// What is run on a Windows machine over SSH (OpenSSH for Windows).
#pragma once

#include <string>
#include <string_view>

namespace fbd {

/// The command of a channel that has Windows PowerShell run a script, whichever the account's login
/// shell is (cmd.exe or PowerShell): nothing in it needs quotes. What the script puts out comes as
/// UTF-8 between the lines of Framed, number 1, with status 1 if it threw; why is on standard
/// error.
std::string powershell_command(std::string_view script, std::string_view nonce);

/// cmd.exe takes no longer line ("Command prompt line string limitation", Microsoft, 2024).
constexpr std::size_t longest_windows_command = 8191;

}  // namespace fbd
