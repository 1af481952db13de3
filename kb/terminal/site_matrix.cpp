#include "kb/terminal/site_matrix.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/network/config_server_port.h"
#include "collectors/network/config_server_tls.h"
#include "collectors/network/flow_path.h"
#include "collectors/network/flow_port.h"
#include "collectors/network/flows.h"
#include "probes/catalog.h"
#include "probes/connection/information.h"

namespace fbd {
namespace {

/// What stands in a cell for the last part of a code, where that is not word enough.
struct Word {
  std::string_view code;
  std::string_view word;
};
constexpr std::array<Word, 16> words{{
    {"timed-out", "dropped"},
    {"no-route", "unreachable"},
    {"prohibited", "rejected"},
    {"unresolved", "no name"},
    {"not-tls", "not TLS"},
    {"not-http", "not HTTP"},
    {"other-service", "other"},
    {"only-listener", "listener"},
    {"other-listener", "not ours"},
    {"intercepted", "inspected"},
    {"black-hole", "MTU"},
    {"near-expiry", "expires"},
    {"name-mismatch", "name"},
    {"too-old", "old TLS"},
    {"high", "slow"},
    {"not-yet-valid", "not valid"},
}};

std::string word_for(const Finding& finding) {
  for (const Word& known : words)
    if (known.code == finding.verdict.code) return std::string(known.word);
  return finding.verdict.code;
}

/// Which of two says more about a cell: a failure, then a warning, then not knowing.
int weight(Status status) {
  switch (status) {
    case Status::fail:
      return 4;
    case Status::warn:
      return 3;
    case Status::unknown:
      return 2;
    case Status::pass:
      return 1;
    case Status::skipped:
      break;
  }
  return 0;
}

bool is_about(const Finding& finding, const Host& from, const Endpoint& to) {
  if (finding.hosts.empty() || finding.hosts.front() != from.name) return false;
  if (to.flow->id == "control") return finding.probe.starts_with("config-server.");
  const auto value = [&](std::string_view name) {
    const auto found = finding.verdict.values.find(name);
    return found == finding.verdict.values.end() ? std::string_view() : found->second;
  };
  return finding.probe.starts_with("connection.") && value("flow") == to.flow->id &&
         value("address") == to.address;
}

double milliseconds(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

void add_times(MatrixCell& cell, const Connects& made) {
  cell.connect_milliseconds = milliseconds(made.median());
  cell.spread_milliseconds = milliseconds(made.spread());
  if (made.lookup) cell.lookup_milliseconds = milliseconds(*made.lookup);
}

template <class Port, class Tls>
void measured(MatrixCell& cell, const Context& context) {
  if (const Result<Port> port = known<Port>(context).value) add_times(cell, *port);
  if (const Result<Tls> tls = known<Tls>(context).value; tls && tls->took.count() > 0)
    cell.tls_milliseconds = milliseconds(tls->took);
}

void judged(MatrixCell& cell, const std::vector<const Finding*>& findings,
            const Knowledge& knowledge) {
  const Finding* worst = nullptr;
  bool opens = false;
  for (const Finding* finding : findings) {
    opens =
        opens || (finding->verdict.status == Status::pass &&
                  (finding->probe.ends_with(".open") || finding->probe.ends_with(".reachable")));
    // That a firewall blocks ping, or a proxy hides what is behind it, makes no connection unknown.
    if (finding->verdict.status == Status::unknown && opens) continue;
    if (!worst || weight(finding->verdict.status) > weight(worst->verdict.status)) worst = finding;
  }
  if (!worst) {
    cell.status = Status::skipped;
    cell.word = "-";
    return;
  }
  cell.status = worst->verdict.status;
  if (const auto through = worst->verdict.values.find("through");
      through != worst->verdict.values.end())
    cell.through = through->second;
  if (worst->verdict.reason) cell.reason = worst->verdict.reason->message;
  switch (cell.status) {
    case Status::pass:
      cell.word =
          cell.connect_milliseconds ? fmt::format("{:.1f}", *cell.connect_milliseconds) : "open";
      return;
    case Status::unknown:
      cell.word = "?";
      return;
    case Status::skipped:
      cell.word = "-";
      return;
    default:
      break;
  }
  cell.code = worst->code();
  cell.word = word_for(*worst);
  if (const Article* article = knowledge.find(*worst))
    cell.title = fill(article->title, worst->verdict.values);
}

/// Of a connection for information: what came back, whatever it was.
void shown(MatrixCell& cell) {
  if (cell.status == Status::unknown && !cell.reason.empty()) {
    constexpr std::array<Word, 4> ends{{{"refused", "refused"},
                                        {"no answer within", "dropped"},
                                        {"no route", "no route"},
                                        {"cannot be resolved", "no name"}}};
    for (const Word& end : ends)
      if (cell.reason.find(end.code) != std::string::npos) cell.word = end.word;
  }
  if (cell.word != "?") cell.reason.clear();
}

}  // namespace

std::vector<const Probe*> probes_of_matrix() {
  std::vector<const Probe*> chosen;
  for (const Probe* probe : catalog())
    if (probe->id.starts_with("connection.") || probe->id.starts_with("config-server."))
      chosen.push_back(probe);
  chosen.push_back(&connection_information);
  return chosen;
}

Matrix make_matrix(const Bundle& bundle, std::span<const Finding> findings,
                   const Knowledge& knowledge) {
  Matrix matrix;
  const auto add = [](std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const Host& from : bundle.site.hosts) {
    for (const Endpoint& to : endpoints_of(bundle.site, from)) {
      MatrixCell cell;
      cell.from = from.name;
      cell.to = to.name;
      cell.flow = to.flow->id;
      cell.purpose = to.flow->purpose;
      cell.address = to.address;
      cell.port = to.port;
      cell.through = "directly";
      cell.information = to.flow->importance == Importance::information;
      std::vector<const Finding*> about;
      for (const Finding& finding : findings)
        if (is_about(finding, from, to)) about.push_back(&finding);
      if (cell.information && about.empty()) continue;  // a check does not ask for these
      const std::string key = to.about();
      const Context context{bundle.site, bundle.evidence, from, key};
      if (from.reach == Reach::none) {
        about.clear();
      } else if (to.flow->id == "control") {
        measured<ConfigServerPort, ConfigServerTls>(cell,
                                                    Context{bundle.site, bundle.evidence, from});
      } else {
        measured<FlowPort, FlowTls>(cell, context);
        if (const Result<FlowPath> path = known<FlowPath>(context).value)
          cell.mtu = path->told_mtu.value_or(path->largest_mtu);
      }
      judged(cell, about, knowledge);
      if (cell.information) shown(cell);
      add(matrix.rows, cell.from);
      matrix.cells.push_back(std::move(cell));
    }
  }
  // In the order of the site, names in Azure last.
  for (const Host& host : bundle.site.hosts)
    for (const MatrixCell& cell : matrix.cells)
      if (cell.to == host.name) add(matrix.columns, cell.to);
  for (const MatrixCell& cell : matrix.cells) add(matrix.columns, cell.to);
  return matrix;
}

}  // namespace fbd
