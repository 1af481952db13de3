// SoapIntake: takes in the answer to one SOAP call; a long one is read on a thread of its own while
// the rest of it still arrives, because reading takes longer than receiving.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "collectors/evidence/result.h"
#include "collectors/transport/soap_reader.h"

namespace fbd {

/// Owned and used by one thread. The sink is called on either thread, never on both at once, and
/// not after finish().
class SoapIntake {
 public:
  /// Without a sink the answer becomes a tree.
  explicit SoapIntake(std::shared_ptr<SoapSink> sink = {});
  /// Waits for what is being read; the rest is thrown away.
  ~SoapIntake();
  SoapIntake(const SoapIntake&) = delete;
  SoapIntake& operator=(const SoapIntake&) = delete;

  /// False: no more is wanted. While too much waits to be read it waits with it, for a
  /// millisecond or so.
  bool feed(std::string_view bytes);
  /// As that of SoapReader, when all is read.
  Result<SoapAnswer> finish();
  /// How many bytes came so far.
  std::size_t received() const { return received_; }

 private:
  bool reads_aside();
  void read();
  void join(bool forget);

  const std::shared_ptr<SoapSink> sink_;
  SoapReader reader_;  // of the thread, while there is one
  std::size_t received_ = 0;
  bool has_no_thread_ = false;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;  // received and not read
  bool is_last_ = false, is_enough_ = false;
};

}  // namespace fbd
