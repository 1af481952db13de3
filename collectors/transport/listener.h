// The far end of a two-sided test: a port that answers, for a while, with a word that can be
// checked.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "collectors/evidence/result.h"

namespace fbd {

struct Listening {
  std::uint16_t port = 0;  // 0: any that is free
  std::string nonce;
  std::chrono::seconds time{0};
  std::stop_token stop;
  std::function<void(std::uint16_t port)> ready;          // it listens from now on
  std::function<void(const std::string& peer)> answered;  // to this address
};

/// Says "failback-doctor listener NONCE" to whoever connects, until the time is over or `stop`
/// says so, and returns to how many. What is sent to it is thrown away. At most 64 connections at
/// once, each for at most two seconds. denied or failed: the port cannot be had.
Result<int> listen_and_answer(const Listening& listening);

}  // namespace fbd
