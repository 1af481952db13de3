#include "collectors/logs/scan_logs.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <system_error>
#include <thread>
#include <utility>

#include "collectors/logs/file_part.h"

namespace fbd {
namespace {

/// A piece of work: a whole file, or some lines of a large one.
struct Job {
  std::size_t file;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  // 0: the whole file, whatever it grows to
};

std::vector<Job> jobs_for(const std::vector<LogFile>& files, std::uint64_t part_size) {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const LogFile& file = files[i];
    if (file.size <= part_size || !is_plain_text(file)) {
      jobs.push_back({i});
      continue;
    }
    for (std::uint64_t at = 0; at < file.size; at += part_size)
      jobs.push_back({i, at, std::min(at + part_size, file.size)});
  }
  return jobs;
}

LogScan carry_out(const MessageSet& set, const LogFile& file, const Job& job,
                  const ScanTerms& terms) {
  const LogToScan log{file.name, file.newest, terms.since, terms.enough};
  const auto failed = [](Error why) {
    LogScan scan;
    scan.problem = std::move(why);
    return scan;
  };
  if (terms.enough && terms.enough())
    return failed({ErrorKind::timed_out, "there was no time left to read it"});
  Result<ReadBytes> bytes = job.end ? lines_of_part(file, job.begin, job.end) : file.open(0);
  if (!bytes) return failed(bytes.error());
  LogScan scan =
      job.end ? scan_text(set, log, std::move(*bytes)) : scan_log(set, log, std::move(*bytes));
  if (!scan.problem && terms.enough && terms.enough())
    scan.problem = Error{ErrorKind::timed_out, "there was no time to read it to its end"};
  return scan;
}

/// One after the other on each thread; the results in the order of the jobs.
std::vector<LogScan> carry_out_all(const MessageSet& set, const std::vector<LogFile>& files,
                                   const std::vector<Job>& jobs, const ScanTerms& terms) {
  std::vector<LogScan> scans(jobs.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++)
      scans[i] = carry_out(set, files[jobs[i].file], jobs[i], terms);
  };
  std::vector<std::jthread> helpers;
  try {
    for (int i = 1; i < terms.threads; ++i) helpers.emplace_back(work);
  } catch (const std::system_error&) {
    // No more threads: those there are do all of it.
  }
  work();
  helpers.clear();
  return scans;
}

}  // namespace

void LogsScan::add(const LogFile& file, LogScan scan) {
  sightings.add(scan.sightings);
  bytes += scan.bytes;
  if (!scan.problem) return;
  // One complaint for a file, however many parts it was read in.
  if (unread.empty() || unread.back().file != file.name)
    unread.push_back({file.name, std::move(*scan.problem)});
}

LogsScan scan_logs(const MessageSet& set, std::vector<LogFile> files, const ScanTerms& terms) {
  std::stable_sort(files.begin(), files.end(),
                   [](const LogFile& a, const LogFile& b) { return a.newest > b.newest; });
  const std::vector<Job> jobs = jobs_for(files, terms.part_size);
  std::vector<LogScan> scans = carry_out_all(set, files, jobs, terms);
  LogsScan all;
  all.since = terms.since;
  all.files = files.size();
  std::uint64_t lines = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    lines = jobs[i].begin == 0 ? 0 : lines;
    scans[i].sightings.shift_lines(lines);
    lines += scans[i].lines;
    all.add(files[jobs[i].file], std::move(scans[i]));
  }
  return all;
}

std::optional<LogTime> last_failover(const MessageSet& set, const std::vector<LogFile>& files,
                                     const ScanTerms& terms) {
  const std::optional<std::size_t> index = set.index_of(failover_code);
  if (!index) return std::nullopt;
  const MessageSet only({set.messages()[*index]});
  std::vector<LogFile> possible;
  std::copy_if(files.begin(), files.end(), std::back_inserter(possible), [&](const LogFile& file) {
    return (kinds_of_file(file.name) & only.messages().front().kinds) != 0;
  });
  ScanTerms all_times = terms;
  all_times.since.reset();
  const LogsScan scan = scan_logs(only, std::move(possible), all_times);
  const auto found = scan.sightings.met().find(0);
  return found == scan.sightings.met().end() ? std::nullopt : found->second.last.time;
}

}  // namespace fbd
