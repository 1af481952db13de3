#include "collectors/support/log_files.h"

#include <array>

namespace fbd {
namespace {

constexpr std::uint64_t mib = 1U << 20;
constexpr Roles on_linux{Role::protected_vm, Role::master_target};
constexpr Roles on_server{Role::configuration_server, Role::process_server};

// Paths of Linux: Azure/AzMigrate-Hydration (2025-01), the agent's installer, configurator and
// collect_support_materials.sh; Azure/azure-diskinspect-service, manifest "siterecovery".
// Paths of Windows: Troubleshoot the configuration server (2025-12-09); Troubleshoot the process
// server (2019-04-29); Troubleshoot replication (2019-08-02); Troubleshoot push installation
// (2021-05-27); Deploy the replication appliance (2023-08-01).
constexpr std::array groups{
    LogGroup{"agent", Os::gnu_linux, on_linux, 1, 64 * mib,
             "/var/log/svagents*|/var/log/s2*|/var/log/AzureRcmCli*|/var/log/cdpcli*|"
             "/var/log/evtcollforw*|/var/log/appservice*|/var/log/uarespawnd*"},
    LogGroup{"installer", Os::gnu_linux, on_linux, 1, 32 * mib,
             "/var/log/ua_install*|/var/log/ua_upgrader*|/var/log/ua_uninstall*|"
             "/var/log/InstallerErrors.json|/var/log/ASRsetuptelemetry/*|"
             "/var/log/ASRsetuptelemetry_uploaded/*"},
    LogGroup{"agent-config", Os::gnu_linux, on_linux, 1, 4 * mib,
             "/usr/local/drscout.conf|/usr/local/.vx_version|/usr/local/ASR/Vx/etc/*|"
             "/usr/local/ASR/Vx/drscout.conf.initialbackup|/usr/local/InMage/config/*|"
             "/etc/vxagent/logs/**|/etc/vxagent/involflt/**|/usr/local/ASR/Vx/failover_data/**"},
    LogGroup{"failback", Os::gnu_linux, on_linux, 1, 16 * mib,
             "/usr/local/ASR/Vx/scripts/vCon/*.log|/usr/local/ASR/Vx/scripts/azure/*.log|"
             "/var/log/mtvolreg.log|/var/log/appliedmtcustomchanges.log|"
             "/var/log/missing-packages.log|/var/log/blacklistrootdev.log|"
             "/var/log/Post_Process_Linux_MT.log|/etc/multipath.conf|/.blacklistrootdev"},
    LogGroup{"replication", Os::gnu_linux, on_linux, 2, 32 * mib,
             "/var/log/vxlogs/**|/var/log/InMage_drivers*|/var/log/involflt*|/var/log/CDPMgr*|"
             "/var/log/CacheMgr*|/var/log/vacps*|/var/log/cxpsclient*|/var/log/customdevicecli*|"
             "/var/log/fabricagent*|/var/log/ApplicationPolicyLogs/**"},
    LogGroup{"hydration", Os::gnu_linux, on_linux, 2, 8 * mib,
             "/var/log/azure-migrate-startup.log|/var/ASRLinuxGA-*/*.log|"
             "/usr/local/AzureRecovery/AzureRecoveryUtil.log|/var/log/waagent*|/etc/waagent.conf|"
             "/var/log/azure/**"},
    LogGroup{"system",
             Os::gnu_linux,
             {},
             3,
             16 * mib,
             "/var/log/syslog*|/var/log/messages*|/var/log/kern.log*|/var/log/dmesg*|"
             "/var/log/cloud-init*.log|/var/log/boot.log"},
    LogGroup{
        "network-config",
        Os::gnu_linux,
        {},
        2,
        mib,
        "/etc/netplan/*|/etc/network/interfaces*|/etc/network/interfaces.d/*|"
        "/etc/sysconfig/network|/etc/sysconfig/network-scripts/ifcfg-*|"
        "/etc/sysconfig/network-scripts/asr_nw/*|/etc/sysconfig/network/ifcfg-*|"
        "/etc/sysconfig/network/asr_nw/*|/etc/sysconfig/network/*INMAGE-ORG|"
        "/etc/NetworkManager/*.conf|/etc/NetworkManager/system-connections/*|"
        "/etc/systemd/network/*|/etc/resolv.conf|/etc/hosts|/etc/hostname|/etc/udev/rules.d/*"},
    LogGroup{"system-config",
             Os::gnu_linux,
             {},
             3,
             mib,
             "/etc/*-release|/etc/fstab|/etc/lvm/lvm.conf|/etc/default/grub|/proc/cmdline|"
             "/proc/mounts|/etc/environment"},
    LogGroup{"packages",
             Os::gnu_linux,
             {},
             4,
             4 * mib,
             "/var/log/dpkg.log*|/var/log/apt/history.log*|/var/log/yum.log*|/var/log/dnf.log*|"
             "/var/log/zypp/history*"},
    LogGroup{"older", Os::gnu_linux, on_linux, 5, 16 * mib,
             "/var/log/ArchivedLogs/**|/var/log/InMage_Old_Logs/**"},

    LogGroup{"agent",
             Os::windows,
             {},
             1,
             64 * mib,
             "C:/Program Files (x86)/Microsoft Azure Site Recovery/agent/svagents*.log|"
             "C:/Program Files (x86)/Microsoft Azure Site Recovery/agent/s2*.log|"
             "C:/Program Files (x86)/Microsoft Azure Site Recovery/agent/AzureRcmCli*.log|"
             "C:/Program Files (x86)/Microsoft Azure Site Recovery/agent/evtcollforw*.log|"
             "C:/Program Files (x86)/Microsoft Azure Site Recovery/agent/Application Data/"
             "ApplicationPolicyLogs/vacp.log|"
             "C:/ProgramData/Microsoft Azure Site Recovery/Config/*.conf"},
    LogGroup{"installer",
             Os::windows,
             {},
             1,
             32 * mib,
             "C:/ProgramData/ASRSetupLogs/*|C:/ProgramData/ASRSetupLogs/UploadedLogs/*"},
    LogGroup{"server", Os::windows, on_server, 1, 64 * mib,
             "C:/ProgramData/ASR/home/svsystems/eventmanager*|"
             "C:/ProgramData/ASR/home/svsystems/eventmanager/*.log|"
             "C:/ProgramData/ASR/home/svsystems/monitor_protection*|"
             "C:/ProgramData/ASR/home/svsystems/monitor_protection/*.log|"
             "C:/ProgramData/ASR/home/svsystems/var/*.log|"
             "C:/ProgramData/ASR/home/svsystems/transport/log/cxps.*"},
    LogGroup{"recovery-services", Os::windows, on_server, 2, 32 * mib,
             "C:/Program Files/Microsoft Azure Recovery Services Agent/Temp/*.errlog"},
    LogGroup{"appliance", Os::windows, on_server, 2, 32 * mib,
             "C:/ProgramData/ASRLogs/**|C:/ProgramData/LogUploadServiceLogs/**"},
};

}  // namespace

std::span<const LogGroup> log_groups() { return groups; }

}  // namespace fbd
