#include "probes/azure/verdicts.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::size_t most_listed = 5;

/// Two findings with different errors of the service are two, though the probe's code is one.
bool belong_together(const Verdict& a, const Verdict& b) {
  const auto service_code = [](const Verdict& verdict) {
    const auto found = verdict.values.find("service_code");
    return found == verdict.values.end() ? std::string() : found->second;
  };
  return a.status == b.status && a.code == b.code && service_code(a) == service_code(b);
}

Verdict merge(const std::vector<const Verdict*>& same) {
  Verdict merged = *same.front();
  for (auto& [key, value] : merged.values) {
    std::vector<std::string> all;
    for (const Verdict* one : same)
      if (const auto found = one->values.find(key); found != one->values.end())
        all.push_back(found->second);
    const bool equal = std::all_of(all.begin(), all.end(),
                                   [&](const std::string& one) { return one == all.front(); });
    value = equal ? all.front() : listed(all);
  }
  if (merged.reason && same.size() > 1) {
    std::vector<std::string> reasons;
    reasons.reserve(same.size());
    for (const Verdict* one : same) reasons.push_back(one->reason->message);
    merged.reason->message = listed(reasons);
  }
  return merged;
}

}  // namespace

void Verdicts::unknown(std::string_view name, std::string_view what) {
  add(fbd::unknown({ErrorKind::not_found, fmt::format("Azure does not say {} {}", what, name)}));
}

void Verdicts::unread(const std::vector<NotRead>& all) {
  for (const NotRead& one : all)
    add(fbd::unknown({one.why.kind, "a part of it could not be read: " + one.why.message}));
}

std::vector<Verdict> Verdicts::merged() const {
  std::vector<Verdict> result;
  for (const Status status : {Status::fail, Status::warn, Status::unknown})
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (all_[i].status != status) continue;
      const auto first = std::find_if(all_.begin(), all_.end(), [&](const Verdict& one) {
        return belong_together(one, all_[i]);
      });
      if (first != all_.begin() + static_cast<long>(i)) continue;
      std::vector<const Verdict*> same;
      for (const Verdict& one : all_)
        if (belong_together(one, all_[i])) same.push_back(&one);
      result.push_back(merge(same));
    }
  return result;
}

bool is_meant(const Site& site, const ProtectedItem& item) {
  return site.vm.empty() || item.is_called(site.vm);
}

std::string minutes_of(std::chrono::seconds time) {
  return std::to_string(std::chrono::floor<std::chrono::minutes>(time).count());
}

std::string percent_of(double value) { return fmt::format("{:.0f}", value); }

std::string listed(const std::vector<std::string>& all) {
  if (all.size() <= most_listed) return fmt::format("{}", fmt::join(all, ", "));
  return fmt::format("{} and {} more", fmt::join(all.begin(), all.begin() + most_listed, ", "),
                     all.size() - most_listed);
}

Values about_error(const ServiceError& error, std::string name) {
  const auto or_dash = [](const std::string& text) { return text.empty() ? "-" : text; };
  return {{"service_code", or_dash(error.code.empty() ? error.name : error.code)},
          {"service_name", or_dash(error.name.empty() ? error.code : error.name)},
          {"name", std::move(name)},
          {"message", or_dash(printable(error.message, 600))},
          {"causes", or_dash(printable(error.causes, 600))},
          {"action", or_dash(printable(error.action, 600))},
          {"when", error.at ? human_time(*error.at) : "-"},
          {"activity", or_dash(error.activity)}};
}

}  // namespace fbd
