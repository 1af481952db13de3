#include "collectors/network/flow_port.h"
#include "probes/connection/per_connection.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"unresolved", Status::fail, "flow to address port purpose service through answer"},
    {"refused", Status::fail, "flow to address port purpose service through answer"},
    {"timed-out", Status::fail, "flow to address port purpose service through answer"},
    {"reset", Status::fail, "flow to address port purpose service through answer"},
    {"no-route", Status::fail, "flow to address port purpose service through answer"},
    {"prohibited", Status::fail, "flow to address port purpose service through answer"},
    {"blocked", Status::fail, "flow to address port purpose service through answer"},
};

std::string_view code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::unresolved:
      return "unresolved";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::timed_out:
      return "timed-out";
    case ErrorKind::reset:
      return "reset";
    case ErrorKind::unreachable:
      return "no-route";
    case ErrorKind::denied:
      return "prohibited";
    default:
      return "";
  }
}

Verdict decide(const Measured<FlowPort>& connection) {
  if (connection.fact) return pass();
  const Error& error = connection.fact.error();
  std::string_view code = code_of(error.kind);
  if (code.empty()) return unknown(error);
  // Somebody listens there, for this check: whoever says no, or nothing, is not the far end.
  if (connection.has_listener() && error.kind != ErrorKind::unresolved) code = "blocked";
  return fail(std::string(code), {{"answer", error.message}});
}

}  // namespace

extern constinit const Probe connection_open{
    .id = "connection.open",
    .question = "Does every connection open that replication and failback need?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin, and its picture of the ports; "
        "VMware to Azure disaster recovery architecture, classic and modernized (2022-08-30)",
    .codes = codes,
    .decision = per_connection<decide, needed_for_replication>(),
};

}  // namespace fbd
