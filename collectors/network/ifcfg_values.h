// What values of Red Hat's ifcfg files say, whoever reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// ASCII letters only.
std::string small_letters(std::string_view text);

/// "yes", "true", "t", "y", "1" and "no", "false", "f", "n", "0", in any case.
std::optional<bool> yes_or_no(std::string_view text);

/// The whole text but for blanks around it. Base 0: "0x" and a leading "0" tell, as in C.
std::optional<std::int64_t> whole_number(std::string_view text, int base, std::int64_t least,
                                         std::int64_t most);

/// The parts between any of `separators`, none of them empty.
std::vector<std::string_view> split_words(std::string_view text, std::string_view separators = " ");

/// "0:50:56:1:2:3" is "00:50:56:01:02:03"; "-" may stand for ":". Nothing for what is no address of
/// that many bytes.
std::optional<std::string> hardware_address(std::string_view text, std::size_t bytes = 6);

/// An IPv6 address in its short form, anything else as it is.
std::string short_ip(std::string_view address);

/// Whether the kernel would take it for a network interface's name.
bool is_kernel_name(std::string_view text);

/// In the host's order; nothing for what is no IPv4 address.
std::optional<std::uint32_t> ipv4_bits(std::string_view ipv4);

}  // namespace fbd
