#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/host/surroundings_readers.h"

namespace fbd {
namespace {

constexpr std::string_view names[] = {
    "net.ifnames", "biosdevname", "network-config", "cloud-init",   "ip",
    "ifname",      "rd.neednet",  "BOOTIF",         "ipv6.disable", "rd.net.timeout.dhcp"};
constexpr std::size_t at_most = 256;

Result<KernelCommandLine> parse_running(std::string_view answer) {
  KernelCommandLine found;
  add_kernel_words(found.words, "/proc/cmdline", 1, answer);
  return found;
}

constexpr Origin<KernelCommandLine> known_origins[] = {
    {"host.kernel-command-line", Os::gnu_linux, read_kernel_file("/proc/cmdline"), parse_running},
};

}  // namespace

void add_kernel_words(std::vector<KernelWord>& words, std::string_view file, int line,
                      std::string_view text) {
  constexpr std::string_view between = " \t\r\n\"'";
  text = trimmed(text);
  if (text.starts_with('#')) return;
  while (words.size() < at_most) {
    const std::size_t start = text.find_first_not_of(between);
    if (start == text.npos) return;
    text.remove_prefix(start);
    std::string_view word = text.substr(0, text.find_first_of(between));
    text.remove_prefix(word.size());
    // A single word needs no quotes.
    if (word.starts_with("GRUB_CMDLINE_"))
      word.remove_prefix(std::min(word.find('='), word.size() - 1) + 1);
    const std::string_view name = word.substr(0, word.find('='));
    if (std::find(std::begin(names), std::end(names), name) == std::end(names)) continue;
    const std::string value = printable(word.substr(std::min(name.size() + 1, word.size())));
    if (std::none_of(words.begin(), words.end(), [&](const KernelWord& one) {
          return one.file == file && one.name == name && one.value == value;
        }))
      words.push_back({std::string(file), line, std::string(name), value});
  }
}

std::span<const Origin<KernelCommandLine>> KernelCommandLine::origins() { return known_origins; }

const std::string* KernelCommandLine::value(std::string_view name) const {
  const auto found = std::find_if(words.rbegin(), words.rend(),
                                  [name](const KernelWord& one) { return one.name == name; });
  return found == words.rend() ? nullptr : &found->value;
}

std::string to_json(const KernelCommandLine& fact) {
  using Json = nlohmann::ordered_json;
  Json words = Json::array();
  for (const KernelWord& one : fact.words)
    words.push_back(
        {{"file", one.file}, {"line", one.line}, {"name", one.name}, {"value", one.value}});
  return Json{{"words", std::move(words)}}.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
