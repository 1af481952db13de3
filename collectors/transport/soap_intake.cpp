#include "collectors/transport/soap_intake.h"

#include <system_error>
#include <utility>

namespace fbd {
namespace {

/// Shorter answers are read before a thread has even started.
constexpr std::size_t long_answer = 512U << 10;
/// Of what waits: enough for the one thread to work while the other sleeps.
constexpr std::size_t most_waiting = 256U << 10;

}  // namespace

SoapIntake::SoapIntake(std::shared_ptr<SoapSink> sink)
    : sink_(std::move(sink)), reader_(sink_.get()) {}

SoapIntake::~SoapIntake() { join(true); }

bool SoapIntake::feed(std::string_view bytes) {
  received_ += bytes.size();
  if (!reads_aside()) return reader_.feed(bytes);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return is_enough_ || waiting_.empty() || waiting_.size() + bytes.size() <= most_waiting;
  });
  if (is_enough_) return false;
  waiting_ += bytes;
  changed_.notify_one();
  return true;
}

Result<SoapAnswer> SoapIntake::finish() {
  join(false);
  return reader_.finish();
}

bool SoapIntake::reads_aside() {
  if (thread_.joinable()) return true;
  if (received_ < long_answer || has_no_thread_) return false;
  try {
    thread_ = std::thread([this] { read(); });
  } catch (const std::system_error&) {
    has_no_thread_ = true;  // it takes longer then, no more
  }
  return thread_.joinable();
}

void SoapIntake::read() {
  std::string batch;
  std::unique_lock lock(mutex_);
  while (!is_enough_) {
    changed_.wait(lock, [this] { return is_last_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    batch.clear();
    batch.swap(waiting_);
    lock.unlock();
    changed_.notify_one();
    const bool takes_more = reader_.feed(batch);
    lock.lock();
    is_enough_ = !takes_more;
  }
  changed_.notify_one();
}

void SoapIntake::join(bool forget) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_last_ = true;
    if (forget) waiting_.clear();
  }
  changed_.notify_one();
  thread_.join();
  has_no_thread_ = true;
}

}  // namespace fbd
