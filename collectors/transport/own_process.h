// What a live run needs of the process it runs in.
#pragma once

#include <csignal>
#include <cstddef>

namespace fbd {

/// Opens descriptors 0 to 2 on /dev/null if they are closed, lets children be waited for, adopts
/// orphans, and takes as many descriptors as the system allows. Changes the whole process, for
/// good.
void prepare_process();

/// How many more descriptors this process may open, some kept in reserve.
std::size_t free_descriptors();

/// Writing to a connection that the peer has closed gives EPIPE, not a signal, on this thread.
class WithoutSigpipe {
 public:
  WithoutSigpipe();
  ~WithoutSigpipe();
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;

 private:
  sigset_t before_{};
  bool was_pending_ = false;
};

}  // namespace fbd
