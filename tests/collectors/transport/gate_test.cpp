#include "collectors/transport/gate.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace fbd;

namespace {

/// Runs what the loop has been given to do at once.
void settle(EventLoop& loop) {
  for (int i = 0; i < 3; ++i) {
    const EventLoop::Timer now = loop.at(Clock::now(), [] {});
    loop.run_once();
  }
}

}  // namespace

TEST_CASE("a gate admits in order, and only as many as fit") {
  EventLoop loop;
  Gate gate(loop, 2);
  std::string in;
  std::vector<Gate::Place> places;
  for (const char name : std::string("abcde"))
    places.push_back(gate.enter(1, [&in, name] { in += name; }));
  CHECK(in.empty());
  settle(loop);
  CHECK(in == "ab");
  places[2].leave();  // gives up waiting
  places[0].leave();
  settle(loop);
  CHECK(in == "abd");
  places[1] = Gate::Place();
  settle(loop);
  CHECK(in == "abde");
}

TEST_CASE("heavy ones count for more, and one too heavy goes alone") {
  EventLoop loop;
  Gate gate(loop, 4);
  std::string in;
  std::vector<Gate::Place> places;
  const auto enter = [&](char name, std::size_t weight) {
    places.push_back(gate.enter(weight, [&in, name] { in += name; }));
  };
  enter('a', 3);
  enter('b', 9);
  enter('c', 1);
  settle(loop);
  CHECK(in == "a");
  places[0].leave();
  settle(loop);
  CHECK(in == "ab");
  places[1].leave();
  settle(loop);
  CHECK(in == "abc");
}

TEST_CASE("thousands who leave at once do not run the stack down") {
  EventLoop loop;
  Gate gate(loop, 1);
  int in = 0;
  std::vector<Gate::Place> places(100'000);
  for (Gate::Place& place : places) place = gate.enter(1, [&in, &place] { ++in, place.leave(); });
  for (int i = 0; i < 100'000 && in < 100'000; ++i) loop.run_once();
  CHECK(in == 100'000);
}

TEST_CASE("a gate that becomes wider admits those who wait") {
  EventLoop loop;
  Gate gate(loop, 1);
  int in = 0;
  std::vector<Gate::Place> places;
  for (int i = 0; i < 3; ++i) places.push_back(gate.enter(1, [&in] { ++in; }));
  settle(loop);
  CHECK(in == 1);
  gate.resize(3);
  settle(loop);
  CHECK(in == 3);
}
