// Shakes hands with all targets named on standard input, one address a line, as a live run does,
// and tells what that took: bench-tls PORT DEADLINE_MS < addresses. See scripts/bench-tls.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "collectors/transport/live_source.h"

namespace {

long peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  return 0;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench-tls PORT DEADLINE_MS < addresses\n");
    return 64;
  }
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const std::chrono::milliseconds deadline(std::atoi(argv[2]));

  fbd::Site site;
  site.hosts.push_back({});
  site.hosts.front().name = "here";
  site.hosts.front().reach = fbd::Reach::local;
  std::vector<fbd::Question> questions;
  for (std::string address; std::getline(std::cin, address);)
    questions.push_back({"here", address, fbd::TlsHandshake{address, port, "cs01"}});

  int ok = 0, no_connection = 0, no_handshake = 0, no_http = 0;
  double first = 0;
  fbd::LiveSource source(site);
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [begin] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  source.ask(questions, deadline, [&](const fbd::Question&, const fbd::Observation& observation) {
    if (first == 0) first = seconds();
    if (!observation.answer) {
      ++no_connection;
      return std::vector<fbd::Question>{};
    }
    const auto answer = nlohmann::json::parse(*observation.answer);
    if (answer["outcome"] != "completed")
      ++no_handshake;
    else if (!answer["http"].get<std::string>().starts_with("HTTP/1.1 "))
      ++no_http;
    else
      ++ok;
    return std::vector<fbd::Question>{};
  });
  const double wall = seconds();
  fmt::print("{:.3f} {:.3f} {} {} {} {} {:.2f} {}\n", wall, first, ok, no_connection, no_handshake,
             no_http, cpu_seconds(), peak_kib());
}
