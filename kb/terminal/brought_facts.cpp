#include "kb/terminal/brought_facts.h"

#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/host/windows_host.h"
#include "collectors/transport/secret.h"

namespace fbd {
namespace {

/// Windows PowerShell writes "> file" as UTF-16; what the line prints is ASCII, but for names.
std::string narrowed(std::string text) {
  if (!text.starts_with("\xFF\xFE")) return text;
  std::string narrow;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2)
    narrow += text[i + 1] == '\0' && static_cast<unsigned char>(text[i]) < 0x80 ? text[i] : '?';
  return narrow;
}

std::chrono::sys_seconds written(const std::string& file) {
  std::error_code problem;
  const auto time = std::filesystem::last_write_time(file, problem);
  if (problem) return {};
  return std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(time));
}

}  // namespace

Result<void> add_brought_facts(Bundle& bundle, const std::string& host_and_file) {
  const std::size_t equals = host_and_file.find('=');
  if (equals == std::string::npos)
    return error(ErrorKind::malformed,
                 fmt::format("--facts takes HOST=FILE, not \"{}\"", printable(host_and_file, 80)));
  const std::string name = host_and_file.substr(0, equals);
  const std::string file = host_and_file.substr(equals + 1);
  std::vector<std::string_view> names;
  for (const Host& host : bundle.site.hosts) names.push_back(host.name);
  const Host* host = bundle.site.host(name);
  if (!host)
    return error(ErrorKind::not_found, fmt::format("--facts: there is no host \"{}\"{}",
                                                   printable(name, 60), did_you_mean(name, names)));
  if (host->os != Os::windows)
    return error(ErrorKind::malformed,
                 fmt::format("--facts is for Windows machines, and the site file does not say "
                             "\"os: windows\" of {}",
                             name));
  const Result<std::string> text = read_site_text(file);
  if (!text) return tl::unexpected<Error>(text.error());
  bundle.evidence.record(
      {name, std::string(WindowsHost::question), RunCommand{std::string(WindowsHost::script())}},
      {written(file), std::chrono::milliseconds{0}, without_secrets(narrowed(*text))});
  return {};
}

void keep_brought(const Evidence& of_bundle, Bundle& bundle) {
  const std::string question(WindowsHost::question);
  for (const Host& host : bundle.site.hosts) {
    const Evidence::Entry* entry = of_bundle.find(host.name, question);
    if (host.reach == Reach::none && entry)
      bundle.evidence.record({host.name, question, entry->request}, entry->observation);
  }
}

}  // namespace fbd
