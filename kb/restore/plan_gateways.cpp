#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/interface_intent.h"
#include "kb/restore/bring_up.h"
#include "kb/restore/repair.h"
#include "kb/restore/without_gateway.h"

namespace fbd {
namespace {

class GatewaysPlanner {
 public:
  explicit GatewaysPlanner(const RepairInput& input) : input_(input), edits_(input.files) {}

  Result<RestorePlan> plan() {
    if (input_.verdict.code == "missing") return missing();
    const std::vector<std::string> both{input_.value("first"), input_.value("second")};
    const std::string winner = chosen(both);
    if (winner.empty())
      return error(ErrorKind::not_found,
                   fmt::format("which of {} and {} leads everywhere else? Say it with --keep",
                               both[0], both[1]));
    const std::string& loser = winner == both[0] ? both[1] : both[0];
    plan_.source = fmt::format("what is there; the default route is that of {}{}", winner, why_);
    if (std::string problem = take_from(loser); !problem.empty())
      return error(ErrorKind::not_found, std::move(problem));
    if (input_.running)
      plan_.notes.push_back(
          fmt::format("{} keeps its addresses and loses its default route", loser));
    // The loser first, so that what it leaves behind is there no more when the other comes up.
    return finished(std::move(plan_), edits_, input_, {loser, winner});
  }

 private:
  /// By a person's word, by the baseline, by what is in use.
  std::string chosen(const std::vector<std::string>& both) {
    for (const std::string& one : both)
      if (one == input_.keep) return one;
    if (!input_.keep.empty()) return "";
    if (input_.baseline)
      if (const auto before = read_configured_network(write_tree(input_.baseline->files))) {
        std::vector<std::string> had;
        for (const std::string& one : both)
          for (const Connection* each : in_force_for(*before, one, input_.mac_of(one)))
            if (has_gateway(*each)) {
              had.push_back(one);
              break;
            }
        if (had.size() == 1) {
          why_ = fmt::format(", as in the baseline of {}", human_time(input_.baseline->at));
          return had.front();
        }
      }
    for (const std::string& one : both)
      if (input_.value("used").ends_with(" by " + one)) {
        why_ = ", which is in use";
        return one;
      }
    return "";
  }

  std::string take_from(const std::string& loser) {
    const std::vector<const Connection*> all =
        in_force_for(input_.now, loser, input_.mac_of(loser));
    if (all.empty()) return fmt::format("no file is known that gives {} its default route", loser);
    for (const Connection* one : all) {
      if (!has_gateway(*one) && one->ipv4.method != AddressMethod::dhcp) continue;
      if (std::string problem = without_gateway(edits_, *one, loser); !problem.empty())
        return problem;
    }
    const Result<ConfiguredNetwork> after = edits_.network();
    if (!after) return after.error().message;
    for (const Connection* one : in_force_for(*after, loser, input_.mac_of(loser)))
      if (has_gateway(*one))
        return fmt::format(
            "{} cannot be changed by itself; \"kb show\" tells how it is done by hand",
            one->file());
    return edits_.changes().empty() ? fmt::format("nothing in {} could be changed", all[0]->file())
                                    : "";
  }

  /// It is configured and not there: what gives the whole machine to another interface is in the
  /// way, or it only has to be brought up again.
  Result<RestorePlan> missing() {
    const std::string interface = input_.value("interface"), network = "/etc/sysconfig/network";
    plan_.source = fmt::format("what {} says", input_.value("file"));
    if (const std::string* text = edits_.text(network)) {
      const auto is_other = [&](std::string_view line) {
        line = trimmed(line);
        if (!line.starts_with("GATEWAYDEV=")) return false;
        std::string device(line.substr(11));
        std::erase_if(device, [](char c) { return c == '"' || c == '\''; });
        return device != interface;
      };
      edits_.write(network, without_lines(*text, is_other),
                   "only that interface would get a default route");
    }
    Result<RestorePlan> plan = finished(std::move(plan_), edits_, input_, {interface});
    if (plan && plan->files.empty() && plan->after.empty())
      return error(ErrorKind::not_found,
                   "its files already say so; on a mounted disk nothing can be brought up");
    return plan;
  }

  const RepairInput& input_;
  FileEdits edits_;
  std::string why_;
  RestorePlan plan_;
};

}  // namespace

Result<RestorePlan> plan_gateways(const RepairInput& input) {
  return GatewaysPlanner(input).plan();
}

}  // namespace fbd
