// From login to verdict on all machines of a vCenter, with more asked of each than a check needs:
// what makes a master target, of every machine. bench-vsphere URL USER THUMBPRINT, the password in
// GOVC_PASSWORD. See scripts/bench-vsphere.
#include <fmt/format.h>

#include <array>
#include <chrono>

#include "collectors/evidence/gather.h"
#include "collectors/transport/live_source.h"
#include "probes/catalog.h"

namespace {

using namespace fbd;

constexpr std::array probe_ids{"vsphere.master-target",   "vsphere.uuid-clash",
                               "vsphere.vm-uuid-clash",   "vsphere.disk-enable-uuid",
                               "vsphere.snapshots",       "vsphere.scsi-controllers",
                               "vsphere.disk-count",      "vsphere.vmware-tools",
                               "vsphere.storage-vmotion", "vsphere.retention-disk"};

/// Asks of all machines also what is otherwise asked of the site's own only.
class Heavier final : public Source {
 public:
  explicit Heavier(Source& source) : source_(source) {}

  void ask(std::vector<Question> questions, std::chrono::milliseconds deadline,
           const Answered& answered) override {
    source_.ask(more(std::move(questions)), deadline,
                [&](const Question& question, Observation observation) {
                  return more(answered(question, std::move(observation)));
                });
  }

 private:
  static std::vector<Question> more(std::vector<Question> questions) {
    for (Question& one : questions)
      if (one.id == "vsphere.vms")
        for (const char* column : {"settings=config.extraConfig(key=disk.EnableUUID){key,value}",
                                   "snapshots=snapshot.rootSnapshotList{name}"})
          std::get<VsphereGet>(one.request).columns.emplace_back(column);
    return questions;
  }

  Source& source_;
};

Host host_of(const char* name, Role role) {
  Host host;
  host.name = name;
  host.roles.add(role);
  host.os = Os::gnu_linux;
  return host;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: bench-vsphere URL USER THUMBPRINT\n");
    return 64;
  }
  Site site;
  site.hosts = {host_of("vc01", Role::vcenter), host_of("mt01", Role::master_target),
                host_of("web01", Role::protected_vm)};
  Host& vcenter = site.hosts.front();
  vcenter.url = argv[1];
  vcenter.certificate_sha256 = argv[3];
  vcenter.account = Account{argv[2], SecretRef{SecretRef::Kind::env, "GOVC_PASSWORD"}};

  std::vector<const Probe*> probes;
  for (const char* id : probe_ids) probes.push_back(find_probe(id));
  Evidence evidence;
  LiveSource live(site);
  Heavier source(live);
  gather(source, needs(probes, site), site, std::chrono::minutes(5), evidence);
  std::array<int, 5> count{};
  for (const Finding& one : judge(probes, site, evidence))
    ++count.at(static_cast<std::size_t>(one.verdict.status));
  const Evidence::Entry* const machines = evidence.find("vc01", "vsphere.vms");
  if (!machines || !machines->observation.answer) {
    fmt::print(stderr, "{}\n",
               machines ? machines->observation.answer.error().message : "nothing was asked");
    return 1;
  }
  fmt::print("{} bytes kept; passed {}, warned {}, failed {}, unknown {}, skipped {}\n",
             machines->observation.answer->size(), count[0], count[1], count[2], count[3],
             count[4]);
}
