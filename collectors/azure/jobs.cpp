#include "collectors/azure/jobs.h"

#include <algorithm>
#include <array>

#include "collectors/azure/vault_get.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::size_t most_failed = 50;
constexpr std::size_t most_errors = 100;
constexpr int most_levels = 8;

void add_errors(std::vector<ServiceError>& all, const ArmNode& node, int level) {
  for (const ArmNode& one : node["errors"].items()) {
    if (all.size() == most_errors) return;
    ServiceError error = read_service_error(one);
    const bool told = std::any_of(all.begin(), all.end(), [&](const ServiceError& other) {
      return other.code == error.code && other.message == error.message;
    });
    if (!told && (!error.code.empty() || !error.message.empty())) all.push_back(std::move(error));
  }
  if (level == most_levels) return;
  for (const ArmNode& task : node["tasks"].items()) add_errors(all, task, level + 1);
  for (const ArmNode& task : node["groupTaskCustomDetails"]["childTasks"].items())
    add_errors(all, task, level + 1);
}

Job read(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  Job job;
  job.id = resource["id"].text();
  job.scenario = properties["scenarioName"].text();
  job.title = properties["friendlyName"].text();
  if (job.title.empty()) job.title = job.scenario;
  job.state = properties["state"].text();
  job.target = properties["targetObjectName"].text();
  job.started = properties["startTime"].time();
  job.ended = properties["endTime"].time();
  add_errors(job.errors, properties, 0);
  return job;
}

Result<JobList> parse_list(std::string_view answer) {
  JobList list;
  const Result<ArmNow> now = read_arm_answer(
      answer,
      {[&](const std::string&, const ArmNode& resource) { list.all.push_back(read(resource)); }});
  if (!now) return tl::unexpected<Error>(now.error());
  list.now = *now;
  return list;
}

Result<FailedJobs> parse_failed(std::string_view answer) {
  FailedJobs failed;
  const Result<ArmNow> now = read_arm_answer(
      answer,
      {[&](const std::string&, const ArmNode& resource) { failed.all.push_back(read(resource)); },
       [&](const std::string& path, const Error& failure) {
         // It did fail; only why is not known.
         Job job;
         job.id = path;
         job.title = last_part(path);
         job.state = "Failed";
         job.errors.push_back({"", "", failure.message, "", "", "", "", std::nullopt});
         failed.all.push_back(std::move(job));
       }});
  if (!now) return tl::unexpected<Error>(now.error());
  return failed;
}

Result<Request> get_list(const Context& context) {
  return get_of_vault(context, "/replicationJobs");
}

Result<Request> get_failed(const Context& context) {
  const Known<JobList> list = known<JobList>(context);
  if (!list.value) return tl::unexpected<Error>(list.value.error());
  return get_each(context, list.value->failed_lately(), "", "");
}

constexpr Origin<JobList> list_origins[] = {
    {"azure.jobs", Os::unknown, ask_with(get_list), parse_list},
};
constexpr Origin<FailedJobs> failed_origins[] = {
    {"azure.failed-jobs", Os::unknown, ask_after(&next_question<JobList>, get_failed),
     parse_failed},
};

}  // namespace

std::span<const Origin<JobList>> JobList::origins() { return list_origins; }
std::span<const Origin<FailedJobs>> FailedJobs::origins() { return failed_origins; }

bool Job::has_failed() const {
  return same_word(state, "Failed") || same_word(state, "PartiallySucceeded");
}

std::vector<std::string> JobList::failed_lately() const {
  std::vector<const Job*> failed;
  for (const Job& job : all) {
    const auto when = job.ended ? job.ended : job.started;
    // Without a time by which to leave it out it stays in.
    const bool old = now && when && *now - *when > failures_told_for;
    if (job.has_failed() && !old) failed.push_back(&job);
  }
  std::stable_sort(failed.begin(), failed.end(), [](const Job* a, const Job* b) {
    return a->ended.value_or(a->started.value_or(std::chrono::sys_seconds{})) >
           b->ended.value_or(b->started.value_or(std::chrono::sys_seconds{}));
  });
  failed.resize(std::min(failed.size(), most_failed));
  std::vector<std::string> ids;
  ids.reserve(failed.size());
  for (const Job* job : failed) ids.push_back(job->id);
  return ids;
}

}  // namespace fbd
