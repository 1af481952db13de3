#include "collectors/transport/blocking.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace fbd;
using namespace std::chrono_literals;

namespace {

/// One round of a loop that would otherwise sleep until something comes.
void run_briefly(EventLoop& loop) {
  const EventLoop::Timer soon = loop.at(Clock::now() + 5ms, [] {});
  loop.run_once();
}

}  // namespace

TEST_CASE("calls run on other threads and end on this one, so many at once") {
  EventLoop loop;
  BlockingCalls blocking(loop, 3);
  const auto running = std::make_shared<std::atomic<int>>(0);
  const auto most = std::make_shared<std::atomic<int>>(0);
  const std::thread::id self = std::this_thread::get_id();
  int started = 0, done = 0;
  std::vector<BlockingCalls::Call> calls;
  for (int i = 0; i < 20; ++i)
    calls.push_back(blocking.start(
        [running, most, self](const std::stop_token&) {
          CHECK(std::this_thread::get_id() != self);
          const int now = ++*running;
          for (int before = *most; before < now && !most->compare_exchange_weak(before, now);) {
          }
          std::this_thread::sleep_for(5ms);
          --*running;
        },
        [&] { ++started; },
        [&] {
          CHECK(std::this_thread::get_id() == self);
          ++done;
        }));
  while (done < 20) loop.run_once();
  CHECK(started == 20);
  CHECK(*most <= 3);
  CHECK(*most >= 1);
}

TEST_CASE("a call that hangs is abandoned: it is told so, its end is not, and its place is free") {
  EventLoop loop;
  BlockingCalls blocking(loop, 1);
  struct Shared {
    std::atomic<bool> told = false;
    std::atomic<bool> release = false;
  };
  const auto shared = std::make_shared<Shared>();
  bool hung_done = false, next_done = false, hung_started = false;
  BlockingCalls::Call hung = blocking.start(
      [shared](const std::stop_token& abandoned) {
        while (!shared->release) {
          if (abandoned.stop_requested()) shared->told = true;
          std::this_thread::sleep_for(1ms);
        }
      },
      [&] { hung_started = true; }, [&] { hung_done = true; });
  const BlockingCalls::Call next =
      blocking.start([](const std::stop_token&) {}, [] {}, [&] { next_done = true; });
  while (!hung_started) run_briefly(loop);
  CHECK_FALSE(next_done);
  hung.abandon();
  while (!next_done) loop.run_once();
  while (!shared->told) std::this_thread::sleep_for(1ms);
  shared->release = true;
  std::this_thread::sleep_for(20ms);
  run_briefly(loop);
  run_briefly(loop);
  CHECK_FALSE(hung_done);
}

TEST_CASE("a call may outlive everything that waited for it") {
  const auto release = std::make_shared<std::atomic<bool>>(false);
  {
    EventLoop loop;
    BlockingCalls blocking(loop, 1);
    bool started = false;
    const BlockingCalls::Call call = blocking.start(
        [release](const std::stop_token&) {
          while (!*release) std::this_thread::sleep_for(1ms);
        },
        [&] { started = true; }, [] { FAIL("nobody waits"); });
    while (!started) run_briefly(loop);
  }
  *release = true;
  std::this_thread::sleep_for(20ms);
}
