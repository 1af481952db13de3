// A Windows machine of the classic stack: services, volumes, load, certificates, logs.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// All of it in one answer, so that a person can fetch it where no other way leads: the question's
/// script is one line for PowerShell, and its output is the answer.
struct WindowsHost {
  static constexpr std::string_view question = "host.windows";
  /// One line for Windows PowerShell 4.0 (Windows Server 2012 R2) or later; changes nothing.
  static std::string_view script();
  /// The same, for origins of other facts that rest on this answer.
  static Result<Request> ask(const Context& context);
  static std::span<const Origin<WindowsHost>> origins();

  struct Service {
    std::string name;
    bool running = false;
    bool automatic = false;
    std::string version;  // of its program; empty: it could not be read
  };
  struct Volume {
    std::string letter;      // "R:"
    std::string filesystem;  // "NTFS", "FAT32"; empty: not formatted, or locked
    std::uint64_t size_bytes = 0;
    std::uint64_t free_bytes = 0;
    bool system = false;     // Windows starts from it or lies on it
    bool page_file = false;  // memory is swapped to it
  };
  struct Certificate {
    std::string subject;
    std::string issuer;
    std::chrono::sys_seconds not_after;
  };
  /// The mobility agent, as the registry and its drscout.conf tell. Texts are empty when there is
  /// no such value. Source: key SV Systems, whose values name the agent's directory, the machine's
  /// host id and the configuration server (Azure/AzMigrate-Hydration, January 2025).
  struct Agent {
    std::string directory;
    std::string server;  // address of the configuration server
    std::string host_id;
    std::string config;  // those lines of drscout.conf that hold no secret; empty: there is none
  };

  std::string os;                          // "Microsoft Windows Server 2016 Standard"
  std::chrono::sys_seconds time;           // its own clock
  std::optional<std::chrono::seconds> up;  // since it started
  int cpu_percent = 0;                     // now
  std::uint64_t memory_bytes = 0;
  std::uint64_t free_memory_bytes = 0;
  std::vector<Service> services;  // those of Site Recovery that exist
  std::vector<Volume> volumes;
  std::string cache_letter;    // of the volume that holds the process server's program and cache
  std::string agent_letter;    // of the one that holds the mobility agent's program
  std::optional<Agent> agent;  // absent: the answer is of an older version, which did not ask
  std::vector<Certificate> certificates;  // of the machine
  /// When eventmanager and monitor_protection last wrote a log; absent: there is none.
  std::optional<std::chrono::sys_seconds> heartbeat_log;

  const Service* service(std::string_view name) const;
  const Volume* volume(std::string_view letter) const;
  int memory_percent() const;  // in use
};

/// The answer to the question, which other facts about a Windows machine rest on, too.
Result<WindowsHost> read_windows_host(std::string_view answer);

/// The members above under their names.
std::string to_json(const WindowsHost& fact);

}  // namespace fbd
