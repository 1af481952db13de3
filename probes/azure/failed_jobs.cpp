#include "collectors/azure/jobs.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"failed", Status::fail,
     "service_code service_name name message causes action when activity job"},
};

std::vector<Verdict> decide(AzureVault<FailedJobs> jobs) {
  Verdicts verdicts;
  for (const Job& job : jobs->all) {
    const Site& site = jobs.site();
    if (!site.vm.empty() && !job.target.empty() && !same_word(site.vm, job.target)) continue;
    std::vector<ServiceError> errors = job.errors;
    if (errors.empty()) errors.push_back({"", "", "Azure does not say why", "", "", "", "", {}});
    for (ServiceError& error : errors) {
      if (!error.at) error.at = job.ended ? job.ended : job.started;
      Values values = about_error(error, job.target.empty() ? "-" : job.target);
      values["job"] = job.title.empty() ? "-" : job.title;
      verdicts.fail("failed", std::move(values));
    }
  }
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_failed_jobs{
    .id = "azure.failed-jobs",
    .question = "Did all jobs of the last days succeed?",
    .rule = "Site Recovery REST API 2024-04-01, Job, JobErrorDetails",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
