#include "collectors/support/store.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/site_file.h"

namespace fbd {
namespace {

constexpr std::size_t most_waiting = 2;
constexpr std::size_t most_lines_left_out = 20'000;

}  // namespace

Store::Store(const BundleRedaction& redaction, BundleStream& stream, unsigned threads)
    : redaction_(redaction), stream_(stream) {
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { work(); });
}

Store::~Store() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Store::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Piece piece = std::move(waiting_.front());
    waiting_.pop_front();
    ++at_work_;
    lock.unlock();
    changed_.notify_all();
    store(piece);
    lock.lock();
    --at_work_;
    changed_.notify_all();
  }
}

void Store::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() && at_work_ == 0; });
}

std::optional<Error> Store::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

bool Store::is_full() const {
  const std::lock_guard lock(mutex_);
  return full_;
}

void Store::fail(const Error& error) {
  if (!problem_) problem_ = error;
}

void Store::note(const std::string& member, const std::vector<Leak>& leaks) {
  for (const Leak& leak : leaks) leaks_.push_back({member, leak});
}

/// With the lock held.
void Store::append(std::string_view frame, const ChainLine& line) {
  if (problem_) return;
  if (Result<void> added = stream_.add(frame, line); !added) fail(added.error());
}

void Store::add_site(const Site& site) {
  Replacements done;
  const std::string text = write_site(redaction_.cleaned(site, done));
  const Result<std::string> frame = bundle_frame("site.yaml", text, {});
  const std::lock_guard lock(mutex_);
  replacements_.add(done);
  if (!frame) return fail(frame.error());
  append(*frame, ChainMember{"site.yaml", text.size(), sha256_of(text)});
}

void Store::add(const Question& question, const Observation& observation) {
  Replacements done;
  std::vector<Leak> leaks;
  const Question clean = redaction_.cleaned(question, done);
  const Observation answer = redaction_.cleaned(question.request, observation, done, leaks);
  const ManifestEntry entry = manifest_entry({clean.host, clean.id}, clean.request, answer);
  Result<std::string> frame;
  if (answer.answer) frame = bundle_frame(entry.member, *answer.answer, answer.at);
  const std::lock_guard lock(mutex_);
  replacements_.add(done);
  if (!frame) return fail(frame.error());
  if (!stream_.has_room(frame->size())) {
    full_ = true;
    return leave_out_locked({clean.host, entry.member, "the bundle has reached its size limit",
                             answer.answer ? answer.answer->size() : 0});
  }
  note(entry.member, leaks);
  append(*frame, entry);
}

void Store::leave_out_locked(const LeftOut& line) {
  if (++left_out_ <= most_lines_left_out) append("", line);
}

void Store::leave_out(const std::string& host, const std::string& path, const std::string& why,
                      std::uint64_t bytes) {
  Replacements done;
  const LeftOut line{redaction_.cleaned_name(host, done), redaction_.cleaned_name(path, done),
                     redaction_.cleaned_name(why, done), bytes};
  const std::lock_guard lock(mutex_);
  replacements_.add(done);
  leave_out_locked(line);
}

void Store::add_lines(const std::string& host, const std::string& path, bool is_piece,
                      LogLines lines) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < most_waiting; });
  waiting_.push_back({host, path, is_piece, std::move(lines)});
  lock.unlock();
  changed_.notify_all();
}

void Store::store(const Piece& piece) {
  Replacements done;
  const LogLines& lines = piece.lines;
  Cleaned clean = redaction_.cleaned(lines.bytes, done);
  CollectedFile file{redaction_.cleaned_name(piece.host, done),
                     redaction_.cleaned_name(piece.path, done),
                     lines.begin,
                     lines.end,
                     lines.size,
                     lines.modified,
                     lines.form,
                     {},
                     clean.text.size(),
                     sha256_of(clean.text),
                     std::move(clean.counts)};
  file.member = file_member_name(file.host, file.path, file.begin, piece.is_piece);
  const Result<std::string> frame = bundle_frame(file.member, clean.text, file.modified);
  const std::lock_guard lock(mutex_);
  replacements_.add(done);
  if (!frame) return fail(frame.error());
  if (problem_) return;
  const std::string whole = file.host + file.path;
  if (!stream_.has_room(frame->size())) {
    full_ = true;
    if (cut_.insert(whole).second)
      leave_out_locked(
          {file.host, file.path, "the bundle has reached its size limit", lines.end - lines.begin});
    return;
  }
  // Two paths can have one member's name, and a growing file one begin twice.
  if (!members_.insert(file.member).second) {
    file.member += fmt::format("~{}", members_.size());
    const Result<std::string> again = bundle_frame(file.member, clean.text, file.modified);
    if (!again) return fail(again.error());
    members_.insert(file.member);
    append(*again, file);
  } else {
    append(*frame, file);
  }
  paths_.insert(whole);
  note(file.member, clean.leaks);
}

}  // namespace fbd
