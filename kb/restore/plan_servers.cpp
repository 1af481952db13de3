#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"
#include "kb/restore/repair.h"
#include "kb/restore/text_edits.h"
#include "kb/restore/with_servers.h"
#include "kb/restore/without_gateway.h"

// Sources: resolv.conf(5), systemd-resolved.service(8); 168.63.129.16: What is IP address
// 168.63.129.16, learn.microsoft.com (2024).

namespace fbd {
namespace {

constexpr const char* resolv_conf = "/etc/resolv.conf";
/// Source: AzMigrate-Hydration, post-rec-script.sh, vmware-configure-network.sh, setazureip.sh and
/// prepare-os-for-azure.sh.
constexpr const char* copies[] = {"/etc/resolv.conf-INMAGE-ORG", "/etc/resolv.conf.bck_azure_sms",
                                  "/etc/resolv.conf-AZURE-ORG", "/etc/resolv.conf.INMAGE_ORIG"};
constexpr std::string_view azure_server = "168.63.129.16";
constexpr std::string_view resolved = "systemd-resolved";

bool is_elsewhere(const std::string& server) {
  return server != azure_server && !server.starts_with("127.") && server != "::1" &&
         server.find('<') == std::string::npos;
}

void add(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& one : from)
    if (is_elsewhere(one) && std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
}

void add(std::vector<std::string>& to, const ConfiguredNetwork& network) {
  for (const Connection& one : network.connections)
    if (!one.backup && one.at_boot && one.status == ConnectionStatus::ok) {
      add(to, one.ipv4.dns);
      add(to, one.ipv6.dns);
    }
}

class ServersPlanner {
 public:
  explicit ServersPlanner(const RepairInput& input) : input_(input), edits_(input.files) {}

  Result<RestorePlan> plan() {
    if (can_be_started()) return start();
    find_servers();
    if (servers_.empty())
      return error(ErrorKind::not_found,
                   "neither a baseline nor the files that are there name a server outside of this "
                   "machine; say which with --dns");
    const std::string& code = input_.verdict.code;
    if (code == "azure-server" && input_.value("file") != resolv_conf) {
      if (std::string problem = replace_azure(); !problem.empty())
        return error(ErrorKind::not_found, std::move(problem));
    } else if (code == "empty" || code == "dangling" || code == "azure-server") {
      for (const Connection& one : input_.now.connections)
        if (!one.backup && one.at_boot && one.status == ConnectionStatus::ok && has_gateway(one)) {
          is_in_configuration_ = with_servers(edits_, one, servers_);
          break;
        }
    }
    if (!is_written_by_another()) write_resolv_conf();
    if (edits_.changes().empty())
      return error(ErrorKind::not_found,
                   "the files already name them; \"kb show\" tells what else can be wrong");
    if (input_.running) plan_.expected_servers = servers_;
    return finished(std::move(plan_), edits_, input_, interfaces());
  }

 private:
  const NetworkServices::Service* service(std::string_view name) const {
    return input_.services ? input_.services->find(name) : nullptr;
  }

  /// The link leads to what systemd-resolved writes, and it is installed and only does not run.
  bool can_be_started() const {
    const std::string& code = input_.verdict.code;
    if (!input_.running || !input_.dns.empty() ||
        (code != "dangling" && code != "stub-without-service" && code != "owner-gone") ||
        input_.around.resolver.owner != resolved)
      return false;
    const NetworkServices::Service* found = service(resolved);
    using State = NetworkServices::State;
    return found && (found->state == State::enabled || found->state == State::disabled ||
                     found->state == State::indirect || found->state == State::fixed);
  }

  Result<RestorePlan> start() {
    plan_.source = fmt::format("{}, which is installed and does not run", resolved);
    plan_.after = {"systemctl enable systemd-resolved.service",
                   "systemctl restart systemd-resolved.service"};
    plan_.undo = {"systemctl stop systemd-resolved.service"};
    if (service(resolved)->state == NetworkServices::State::disabled)
      plan_.undo.emplace_back("systemctl disable systemd-resolved.service");
    plan_.expected_servers = {"127.0.0.53"};
    return std::move(plan_);
  }

  /// In the order of trust.
  void find_servers() {
    add(servers_, input_.dns);
    plan_.source = "the name servers that were given";
    if (!servers_.empty()) return;
    if (input_.baseline) {
      if (const auto before = read_configured_network(write_tree(input_.baseline->files)))
        add(servers_, *before);
      const auto answer = input_.baseline->answers.find("host.network-surroundings");
      if (answer != input_.baseline->answers.end() && servers_.empty())
        add_resolver(answer->second);
      plan_.source = fmt::format("the baseline of {}", human_time(input_.baseline->at));
      if (!servers_.empty()) return;
    }
    for (const char* copy : copies)
      if (const std::string* text = edits_.text(copy)) {
        add_lines(*text);
        plan_.source = fmt::format("what Site Recovery kept in {}", copy);
        if (!servers_.empty()) return;
      }
    plan_.source = "the name servers that files in force name";
    add(servers_, input_.now);
    std::vector<std::string> there;
    for (const FileLine& one : input_.around.resolver.servers) there.push_back(one.text);
    if (servers_.empty()) add(servers_, there);
  }

  void add_resolver(const std::string& answer) {
    const auto tree = read_tree(answer);
    if (!tree) return;
    for (const TreeEntry& entry : *tree)
      if (entry.path == resolv_conf && entry.kind == TreeEntry::Kind::file) add_lines(entry.bytes);
  }

  void add_lines(std::string_view text) {
    for (std::string_view line : lines(text)) {
      if (!trimmed(line).starts_with("nameserver")) continue;
      const std::string server(trimmed(trimmed(line).substr(10)));
      if (parse_cidr(server)) add(servers_, std::vector<std::string>{server});
    }
  }

  std::string replace_azure() {
    const std::string file = input_.value("file");
    for (const Connection& one : input_.now.connections)
      if (one.file() == file && !one.backup && with_servers(edits_, one, servers_)) {
        is_in_configuration_ = true;
        return "";
      }
    const std::string* text = edits_.text(file);
    if (!text) return fmt::format("{} cannot be changed by itself", file);
    edits_.write(file, with_word(*text, azure_server, servers_.front()),
                 "that server is there in Azure only");
    is_in_configuration_ = input_.around.resolver.owner == resolved;
    return "";
  }

  /// Then a file written here is gone at the next change; what the configuration says counts.
  bool is_written_by_another() const {
    if (input_.verdict.code == "dangling" || input_.verdict.code == "owner-gone" ||
        input_.verdict.code == "stub-without-service")
      return false;
    const std::string& owner = input_.around.resolver.owner;
    return is_in_configuration_ && !owner.empty() && owner != "Site Recovery";
  }

  void write_resolv_conf() {
    std::string text = "# Written by failback-doctor.\n";
    if (const auto& search = input_.around.resolver.search; !search.empty())
      text += fmt::format("search {}\n", fmt::join(search, " "));
    for (const std::string& one : servers_) text += fmt::format("nameserver {}\n", one);
    const std::string& target = input_.around.resolver.link_target;
    edits_.write(resolv_conf, text,
                 target.empty() ? "the name servers that were there before"
                                : fmt::format("in place of the link to {}", target));
  }

  /// Those whose files change.
  std::vector<std::string> interfaces() const {
    std::vector<std::string> all;
    for (const Connection& one : input_.now.connections) {
      if (one.backup || one.interface.empty() || !is_in_configuration_) continue;
      for (const FileChange& change : edits_.changes())
        if ((change.path == one.file() ||
             change.path.ends_with(fmt::format("-{}-dns.yaml", one.id))) &&
            std::find(all.begin(), all.end(), one.interface) == all.end())
          all.push_back(one.interface);
    }
    return all;
  }

  const RepairInput& input_;
  FileEdits edits_;
  std::vector<std::string> servers_;
  bool is_in_configuration_ = false;
  RestorePlan plan_;
};

}  // namespace

Result<RestorePlan> plan_servers(const RepairInput& input) { return ServersPlanner(input).plan(); }

}  // namespace fbd
