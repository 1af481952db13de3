// The connections that replication and failback need: who must reach whom, and on which port.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/site.h"

namespace fbd {

/// What the far end of a flow says when a connection opens.
enum class Speaks {
  https,  // TLS, then HTTP
  cxps,   // the same, and a GET of / is answered with 400: the process server's data port
  ssh,    // a line that begins with "SSH-"
  tcp,    // nobody knows, or it waits for the other side
};

/// What it means when a flow is closed.
enum class Importance {
  replication,   // reprotect, replication or failback stop
  installation,  // only the installation of an agent from afar needs it
  information,   // no document asks for it for sure: shown, never judged
};

/// One row of the table of ports.
struct Flow {
  std::string_view id;  // "data-to-process-server"; part of the ids of its questions
  Stack stack;
  Roles from;
  Roles to;            // no role: the names in `urls`
  std::uint16_t port;  // 0: Host::port of the far end
  Speaks speaks;
  Importance importance;
  Os to_os = Os::unknown;     // only far ends with this operating system; unknown: all
  int slow_milliseconds = 0;  // a connect that takes longer is worth a warning; 0: no matter
  bool data = false;          // replication data: path MTU and latency count
  std::string_view purpose;   // for sentences: "replication data"
  std::string_view service;   // what listens there, for people
  std::string_view source;    // document, date, section
  std::span<const std::string_view> urls{};  // for a flow to Azure
};

std::span<const Flow> flows();
/// nullptr if there is none with this id.
const Flow* find_flow(std::string_view id);

/// One connection of a host: a flow and its far end.
struct Endpoint {
  const Flow* flow = nullptr;
  const Host* to = nullptr;  // nullptr: a name in Azure
  std::string name;          // of the host in the site file, or the name in Azure
  std::string address;       // as it is dialled
  std::uint16_t port = 0;

  /// "data-to-process-server.ps01": what the questions of this connection are about.
  std::string about() const;
};

/// All connections that this host has to be able to make, in the order of the table. Those to
/// itself are left out.
std::vector<Endpoint> endpoints_of(const Site& site, const Host& from);

/// The connection with this Endpoint::about, if the host has it.
std::optional<Endpoint> endpoint_of(const Site& site, const Host& from, std::string_view about);

}  // namespace fbd
