#include <doctest/doctest.h>

#include "tests/probes/one_host.h"

namespace fbd {

extern const Probe master_target_retention_volume;
extern const Probe master_target_disk_uuid;
extern const Probe master_target_scsi_controller;
extern const Probe master_target_disk_count;
extern const Probe master_target_vmware_tools;
extern const Probe master_target_preparation;
extern const Probe master_target_system;
extern const Probe master_target_multipath;

namespace {

constexpr std::string_view vmware =
    "file 0644 13 /sys/devices/virtual/dmi/id/sys_vendor\nVMware, Inc.\n\n";
constexpr std::string_view disks =
    "disk sda 204800\ndisk sdb 204800\nid sda wwn-0x6000c29a\n"
    "id sdb wwn-0x6000c29b\ncontroller 0x1000 0x0030\n"
    "root /dev/sda1 none\n";

OneHost master_target() {
  OneHost host(Role::master_target);
  host.site.stack = Stack::classic;
  host.with("host.agent-version", "INSTALLATION_DIR=/usr/local/ASR/Vx\nVERSION=9.62.0.0\n");
  host.with("host.platform", std::string(vmware));
  host.with("host.disks", std::string(disks));
  host.with("host.agent-markers", "file 0644 0 /etc/.appliedmtcustomchanges\n\n");
  host.with("host.processes", "systemd\nvmtoolsd\n");
  host.with("host.os-release", "ID=ubuntu\nVERSION_ID=\"20.04\"\nPRETTY_NAME=\"Ubuntu 20.04\"\n");
  host.with("host.kernel", "release 5.4.0-100-generic\nend\n");
  return host;
}

std::string judged(const OneHost& host, const Probe& probe) {
  const Verdict verdict = host.verdict(probe);
  check_is_declared(probe, verdict);
  return outcome(verdict);
}

TEST_CASE("master-target.retention-volume") {
  struct Case {
    std::string mounts;
    std::string fstab;
    std::string df;
    std::string expected;
  };
  const std::string root = "/dev/sda1 / ext4 rw 0 0\n";
  const std::string retention = "/dev/sdb1 /mnt/retention ext4 rw,relatime 0 0\n";
  const std::string fstab = "/dev/sdb1 /mnt/retention ext4 rw 0 0\n";
  const std::string df = "/dev/sdb1 1000000 100000 900000 10% /mnt/retention\n";
  const Case cases[] = {
      {root + retention, fstab, df, "pass"},
      {root, fstab, "", "fail missing"},
      {root + "/dev/sdb1 /mnt/retention vfat rw 0 0\n", fstab, df, "fail fat"},
      {root + "/dev/sdb1 /mnt/retention exfat rw 0 0\n", fstab, df, "fail fat"},
      {root + "/dev/sdb1 /mnt/retention ext4 ro,relatime 0 0\n", fstab, df, "fail read-only"},
      {root + "/dev/sda1 /mnt/retention ext4 rw 0 0\n", fstab, df, "fail shared"},
      {root + "/dev/sdb1 /usr/local ext4 rw 0 0\n" + retention, fstab, df, "fail shared"},
      {root + retention, fstab, "/dev/sdb1 0 0 0 0% /mnt/retention\n", "fail empty"},
      {root + retention, fstab, "/dev/sdb1 1000000 960000 40000 96% /mnt/retention\n", "warn low"},
      {root + retention, "", df, "warn not-at-boot"},
      {root + retention, fstab, "", "unknown malformed"},
      {"", "", "", "unknown malformed"},
      // Something else is mounted over it later: that is what counts.
      {root + retention + "/dev/sdc1 /mnt/retention vfat rw 0 0\n", fstab, df, "fail fat"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.mounts);
    OneHost host = master_target();
    host.with("host.volumes", one.mounts + "[fstab]\n" + one.fstab + "[df]\n" + one.df);
    CHECK(judged(host, master_target_retention_volume) == one.expected);
  }
  OneHost host = master_target();
  host.without("host.volumes", ErrorKind::denied);
  CHECK(judged(host, master_target_retention_volume) == "unknown denied");
  host.site.stack = Stack::modernized;
  CHECK(judged(host, master_target_retention_volume) == "skipped not-collected");
}

TEST_CASE("master-target: disks as the guest sees them") {
  OneHost host = master_target();
  CHECK(judged(host, master_target_disk_uuid) == "pass");
  CHECK(judged(host, master_target_scsi_controller) == "pass");
  CHECK(judged(host, master_target_disk_count) == "pass");
  host.with("host.disks",
            "disk sda 204800\ndisk sdb 1\nid sda wwn-0x6000c29a\nroot /dev/sda1 none\n");
  const Verdict hidden = host.verdict(master_target_disk_uuid);
  CHECK(outcome(hidden) == "fail hidden");
  CHECK(value(hidden, "disks") == "sdb");
  host.with("host.disks", "disk nvme0n1 204800\nroot /dev/nvme0n1p1 none\n");
  CHECK(judged(host, master_target_disk_uuid) == "unknown not-found");
  host.with("host.disks", "controller 0x15ad 0x07c0\nroot /dev/sda1 none\n");
  CHECK(judged(host, master_target_scsi_controller) == "fail paravirtual");
  host.with("host.disks", "disk sda 204800\n");  // cut
  CHECK(judged(host, master_target_scsi_controller) == "unknown malformed");
  host.with("host.disks", std::string(disks)).without("host.platform");
  CHECK(judged(host, master_target_disk_uuid) == "unknown not-found");
  const auto with_disks = [&](int count) {
    std::string answer;
    for (int i = 0; i < count; ++i) answer += "disk sd" + std::to_string(i) + " 2048\n";
    host.with("host.disks", answer + "root /dev/sda1 none\n");
    return judged(host, master_target_disk_count);
  };
  CHECK(with_disks(49) == "pass");
  CHECK(with_disks(50) == "warn nearly-full");
  CHECK(with_disks(60) == "warn nearly-full");
  CHECK(with_disks(61) == "fail too-many");
}

TEST_CASE("master-target: tools, preparation, system") {
  OneHost host = master_target();
  CHECK(judged(host, master_target_vmware_tools) == "pass");
  CHECK(judged(host, master_target_preparation) == "pass");
  CHECK(judged(host, master_target_system) == "pass");
  host.with("host.processes", "systemd\nlvmetad\n");
  CHECK(judged(host, master_target_vmware_tools) == "fail stopped");
  CHECK(judged(host, master_target_preparation) == "warn lvmetad");
  host.with("host.agent-markers", "");
  CHECK(judged(host, master_target_preparation) == "fail not-applied");
  host.with("host.agent-markers", "error denied 1 /etc/.appliedmtcustomchanges\nx\n");
  CHECK(judged(host, master_target_preparation) == "unknown denied");
  host.with("host.disks", "root /dev/mapper/vg-root LVM-abc\n");
  CHECK(judged(host, master_target_preparation) == "fail root-on-lvm");

  struct Case {
    std::string system;
    std::string kernel;
    std::string expected;
  };
  const Case cases[] = {
      {"ID=ubuntu\nVERSION_ID=\"16.04\"\n", "4.15.0-142-generic", "pass"},
      {"ID=ubuntu\nVERSION_ID=\"16.04\"\n", "4.16.1", "pass"},
      {"ID=ubuntu\nVERSION_ID=\"16.04\"\n", "4.4.0-210-generic", "warn kernel"},
      {"ID=ubuntu\nVERSION_ID=\"18.04\"\n", "4.15.0-142-generic", "fail unsupported"},
      {"ID=\"centos\"\nVERSION_ID=\"7\"\n", "3.10.0-693.el7.x86_64", "pass"},
      {"ID=debian\nVERSION_ID=\"12\"\n", "6.1.0-13-amd64", "fail unsupported"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.system);
    host.with("host.os-release", one.system)
        .with("host.kernel", "release " + one.kernel + "\nend\n");
    CHECK(judged(host, master_target_system) == one.expected);
  }
  host.with("host.platform", "file 0644 4 /sys/devices/virtual/dmi/id/sys_vendor\nQEMU\n");
  CHECK(judged(host, master_target_system) == "fail not-vmware");
}

TEST_CASE("master-target.multipath: as the preparation sets it") {
  const std::string defaults = "defaults {\n\tuser_friendly_names no\n\tfind_multipaths no\n}\n";
  const std::string blacklist =
      "blacklist {\n  device {\n    vendor \"InMage\"\n    product \"*\"\n  }\n"
      "  wwid \"36000c29a9c4f1b6d\" # root\n}\n";
  const std::pair<std::string, const char*> cases[] = {
      {defaults + blacklist, "pass"},
      {"defaults\n{ user_friendly_names \"no\"\nfind_multipaths no }\n" + blacklist, "pass"},
      {defaults, "fail root-disk"},
      {defaults + "blacklist {\n# wwid 36000c29a\n}\n", "fail root-disk"},
      {defaults + "blacklist_exceptions {\nwwid 36000c29a\n}\n", "fail root-disk"},
      {"defaults {\nuser_friendly_names yes\nfind_multipaths no\n}\n" + blacklist, "warn names"},
      {blacklist, "warn names"},
      {"blacklist { } } }\n" + defaults, "fail root-disk"},
      {"", "unknown malformed"},
      {"user_friendly_names no\n", "unknown malformed"},
  };
  for (const auto& one : cases) {
    const std::string answer = one.first;
    CAPTURE(answer);
    OneHost host = master_target();
    const Verdict verdict =
        host.with("host.multipath-config", answer).verdict(master_target_multipath);
    check_is_declared(master_target_multipath, verdict);
    CHECK(outcome(verdict) == one.second);
  }
  OneHost host = master_target();
  CHECK(outcome(host.without("host.multipath-config").verdict(master_target_multipath)) ==
        "fail missing");
  CHECK(outcome(host.without("host.multipath-config", ErrorKind::denied)
                    .verdict(master_target_multipath)) == "unknown denied");
  CHECK(outcome(host.never_asked("host.multipath-config").verdict(master_target_multipath)) ==
        "unknown not-collected");
}

}  // namespace
}  // namespace fbd
