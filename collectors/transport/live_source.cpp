#include "collectors/transport/live_source.h"

#include <utility>

#include "collectors/transport/asking.h"
#include "collectors/transport/own_process.h"

namespace fbd {

struct LiveSource::Impl : Workshop {
  using Workshop::Workshop;
};

LiveSource::LiveSource(const Site& site, std::stop_token stop, LiveLimits limits) {
  prepare_process();
  impl_ = std::make_unique<Impl>(site, std::move(stop), std::move(limits));
}

LiveSource::~LiveSource() = default;

void LiveSource::ask(std::vector<Question> questions, std::chrono::milliseconds deadline,
                     const Answered& answered) {
  const WithoutSigpipe without_sigpipe;
  Asking asking(*impl_, deadline, answered);
  asking.add(std::move(questions));
  asking.run();
}

}  // namespace fbd
