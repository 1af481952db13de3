// What a host's own files say about names.
#include <algorithm>
#include <array>
#include <utility>

#include "collectors/evidence/text.h"
#include "collectors/support/collection.h"

namespace fbd {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> files{
    {{"support.hosts", "/etc/hosts"},
     {"support.hostname", "/etc/hostname"},
     {"support.passwd", "/etc/passwd"},
     {"support.resolv-conf", "/etc/resolv.conf"}}};

std::vector<std::string_view> words(std::string_view line, std::string_view between) {
  std::vector<std::string_view> all;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(between), line.size());
    if (end > 0) all.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return all;
}

/// Users of people have numbers from 1000 on (useradd, UID_MIN).
bool is_of_a_person(const std::vector<std::string_view>& fields) {
  return fields.size() > 2 && fields[2].size() >= 4 && fields[2].size() <= 10 &&
         fields[2] != "65534";
}

void take(KnownNames& names, std::string_view id, std::string_view text) {
  for (std::string_view line : lines(text)) {
    line = trimmed(line.substr(0, line.find('#')));
    if (id == "support.passwd") {
      const std::vector<std::string_view> fields = words(line, ":");
      if (is_of_a_person(fields)) names.add_user(fields[0]);
      continue;
    }
    const std::vector<std::string_view> all = words(line, " \t");
    if (id == "support.hostname" && !all.empty()) names.add_host(all[0]);
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (id == "support.hosts") names.add_host(all[i]);
      if (id == "support.resolv-conf" && (all[0] == "search" || all[0] == "domain"))
        names.add_domain(all[i]);
    }
  }
}

}  // namespace

KnownNames names_of_hosts(Source& source, const Site& site, std::chrono::milliseconds deadline) {
  KnownNames names;
  names.add_site(site);
  std::vector<Question> questions;
  for (const Host& host : site.hosts)
    if (host.reach != Reach::none && host.os != Os::windows)
      for (const auto& [id, path] : files)
        questions.push_back({host.name, std::string(id), ReadFile{std::string(path)}});
  source.ask(std::move(questions), deadline,
             [&names](const Question& question, const Observation& observation) {
               if (observation.answer) take(names, question.id, *observation.answer);
               return std::vector<Question>();
             });
  return names;
}

}  // namespace fbd
