#include "collectors/transport/event_loop.h"

#include <doctest/doctest.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <thread>

using namespace fbd;
using namespace std::chrono_literals;

namespace {

struct Pipe {
  Descriptor out, in;
  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    out = Descriptor(ends[0]);
    in = Descriptor(ends[1]);
  }
  void write() const { REQUIRE(::write(in.fd(), "x", 1) == 1); }
};

}  // namespace

TEST_CASE("timers fire in the order of their times, and not when cancelled") {
  EventLoop loop;
  std::string order;
  const auto now = Clock::now();
  const EventLoop::Timer c = loop.at(now + 30ms, [&] { order += 'c'; });
  const EventLoop::Timer a = loop.at(now + 10ms, [&] { order += 'a'; });
  EventLoop::Timer x = loop.at(now + 15ms, [&] { order += 'x'; });
  const EventLoop::Timer b = loop.at(now + 20ms, [&] { order += 'b'; });
  x.cancel();
  while (order.size() < 3) loop.run_once();
  CHECK(order == "abc");
  CHECK(Clock::now() - now >= 30ms);
}

TEST_CASE("what came in time is seen before its timer, however late the loop is") {
  EventLoop loop;
  const Pipe pipe;
  std::string order;
  EventLoop::Timer timer = loop.at(Clock::now() + 5ms, [&] { order += "late "; });
  const EventLoop::Watch watch = loop.watch(pipe.out.fd(), EPOLLIN, [&](std::uint32_t) {
    order += "came ";
    timer.cancel();
  });
  pipe.write();
  std::this_thread::sleep_for(20ms);
  loop.run_once();
  CHECK(order == "came ");
}

TEST_CASE("what comes while others are being served is seen before its timer") {
  EventLoop loop;
  const Pipe first, second;
  std::string order;
  EventLoop::Timer timer = loop.at(Clock::now() + 20ms, [&] { order += "late "; });
  EventLoop::Watch one, two;
  one = loop.watch(first.out.fd(), EPOLLIN, [&](std::uint32_t) {
    order += "slow ";
    second.write();
    std::this_thread::sleep_for(40ms);
    one.end();
  });
  two = loop.watch(second.out.fd(), EPOLLIN, [&](std::uint32_t) {
    order += "came ";
    timer.cancel();
    two.end();
  });
  first.write();
  loop.run_once();
  CHECK(order == "slow came ");
}

TEST_CASE("a watch may end others, and itself, while it is told") {
  EventLoop loop;
  const Pipe first, second;
  int told = 0;
  EventLoop::Watch one, two;
  const auto end_both = [&](std::uint32_t) {
    ++told;
    one.end();
    two.end();
  };
  one = loop.watch(first.out.fd(), EPOLLIN, end_both);
  two = loop.watch(second.out.fd(), EPOLLIN, end_both);
  first.write();
  second.write();
  const EventLoop::Timer stop = loop.at(Clock::now() + 10ms, [] {});
  loop.run_once();
  loop.run_once();
  CHECK(told == 1);
}

TEST_CASE("the loop sleeps while there is nothing to do") {
  EventLoop loop;
  int rounds = 0;
  bool over = false;
  const EventLoop::Timer end = loop.at(Clock::now() + 100ms, [&] { over = true; });
  while (!over) {
    loop.run_once();
    ++rounds;
  }
  CHECK(rounds <= 3);
}

TEST_CASE("other threads leave letters, and may do so after the end of the loop") {
  std::shared_ptr<Mailbox> mailbox;
  int read = 0;
  {
    EventLoop loop;
    mailbox = loop.mailbox();
    const std::jthread writer([&] {
      for (int i = 0; i < 1000; ++i) mailbox->post([&] { ++read; });
    });
    while (read < 1000) loop.run_once();
  }
  mailbox->post([&] { ++read; });
  CHECK(read == 1000);
}

TEST_CASE("a descriptor that cannot be watched is known at once") {
  EventLoop loop;
  CHECK_FALSE(loop.watch(-1, EPOLLIN, [](std::uint32_t) {}));
}
