#include "collectors/support/context.h"

#include <array>

namespace fbd {
namespace {

// Each ends well when a program is missing: what the others say is worth having. All are bounded,
// and none of them changes anything.
constexpr std::array questions{
    ContextQuestion{"support.kernel", Os::gnu_linux, "uname -a; cat /proc/version; lsmod; true"},
    ContextQuestion{
        "support.packages", Os::gnu_linux,
        "dpkg-query -W -f='${Package} ${Version} ${db:Status-Status}\\n' 2>/dev/null || "
        "rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\\n' 2>/dev/null; true"},
    ContextQuestion{"support.mounts", Os::gnu_linux, "cat /proc/self/mountinfo"},
    // Only local ones: a server that is gone would keep it waiting.
    ContextQuestion{"support.space", Os::gnu_linux, "df -PTkl; df -Pil; true"},
    ContextQuestion{"support.disks", Os::gnu_linux,
                    "lsblk --output NAME,TYPE,SIZE,FSTYPE,MOUNTPOINT,UUID,WWN,MODEL 2>/dev/null; "
                    "cat /proc/partitions; ls -l /dev/disk/by-id 2>/dev/null; true"},
    ContextQuestion{"support.volumes", Os::gnu_linux,
                    "pvs 2>/dev/null; vgs 2>/dev/null; lvs 2>/dev/null; multipath -ll 2>/dev/null; "
                    "true"},
    ContextQuestion{"support.units", Os::gnu_linux,
                    "systemctl list-units --all --no-pager --plain --no-legend 2>/dev/null; "
                    "systemctl list-unit-files --no-pager --no-legend 2>/dev/null; true"},
    ContextQuestion{"support.agent-units", Os::gnu_linux,
                    "systemctl status --no-pager --lines=50 vxagent uarespawnd vConService_linux "
                    "involflt_start 2>/dev/null; true"},
    ContextQuestion{"support.processes", Os::gnu_linux,
                    "ps axww -o pid,ppid,user,stat,etime,rss,args | head -n 2000"},
    ContextQuestion{"support.memory", Os::gnu_linux,
                    "cat /proc/meminfo /proc/loadavg /proc/uptime; cat /proc/pressure/* "
                    "2>/dev/null; true"},
    ContextQuestion{"support.kernel-log", Os::gnu_linux, "dmesg 2>/dev/null | tail -n 5000; true"},
    // A failover and a failback are each the start of the machine somewhere else: its end there and
    // its beginning here tell what happened.
    ContextQuestion{"support.boots", Os::gnu_linux,
                    "journalctl --list-boots --no-pager 2>/dev/null | tail -n 50; true"},
    ContextQuestion{"support.journal-start", Os::gnu_linux,
                    "journalctl -b 0 --no-pager -o short-iso 2>/dev/null | head -n 5000; true"},
    ContextQuestion{"support.journal-before", Os::gnu_linux,
                    "journalctl -b -1 --no-pager -o short-iso -n 3000 2>/dev/null; true"},
    ContextQuestion{"support.journal-newest", Os::gnu_linux,
                    "journalctl --no-pager -o short-iso -n 5000 2>/dev/null; true"},
    ContextQuestion{"support.journal-agent", Os::gnu_linux,
                    "journalctl --no-pager -o short-iso -n 5000 -u vxagent -u uarespawnd "
                    "-u vConService_linux -u involflt_start 2>/dev/null; true"},
    ContextQuestion{"support.addresses", Os::gnu_linux,
                    "ip -d address 2>/dev/null; ip -s link 2>/dev/null; true"},
    ContextQuestion{
        "support.routes", Os::gnu_linux,
        "ip route show table all 2>/dev/null | head -n 5000; ip rule 2>/dev/null; ip -6 "
        "rule 2>/dev/null; ip neighbour 2>/dev/null | head -n 2000; true"},
    ContextQuestion{"support.sockets", Os::gnu_linux, "ss -tuanp 2>/dev/null | head -n 5000; true"},
    ContextQuestion{"support.firewall", Os::gnu_linux,
                    "nft list ruleset 2>/dev/null; iptables-save 2>/dev/null; true"},
    ContextQuestion{"support.names", Os::gnu_linux,
                    "cat /etc/resolv.conf; resolvectl status --no-pager 2>/dev/null; cat "
                    "/etc/nsswitch.conf; true"},
    ContextQuestion{"support.time", Os::gnu_linux,
                    "date -u; timedatectl 2>/dev/null; chronyc tracking 2>/dev/null; true"},
    ContextQuestion{"support.driver", Os::gnu_linux,
                    "modinfo involflt 2>/dev/null; ls -l /proc/involflt /dev/involflt /boot "
                    "2>/dev/null; /usr/local/ASR/Vx/bin/inm_dmit --get_drv_stat 2>/dev/null; true"},

    ContextQuestion{"support.system", Os::windows,
                    "Get-ComputerInfo | Format-List; Get-HotFix | Format-Table -AutoSize"},
    ContextQuestion{"support.services", Os::windows,
                    "Get-Service | Format-Table -AutoSize Name,Status,StartType,DisplayName"},
    ContextQuestion{"support.network", Os::windows,
                    "ipconfig /all; route print; Get-NetTCPConnection | Format-Table -AutoSize"},
    ContextQuestion{"support.events-system", Os::windows,
                    "Get-WinEvent -LogName System -MaxEvents 3000 | Format-Table -Wrap "
                    "TimeCreated,Id,LevelDisplayName,ProviderName,Message"},
    ContextQuestion{"support.events-application", Os::windows,
                    "Get-WinEvent -LogName Application -MaxEvents 3000 | Format-Table -Wrap "
                    "TimeCreated,Id,LevelDisplayName,ProviderName,Message"},
    ContextQuestion{"support.registry", Os::windows,
                    "reg query \"HKLM\\SOFTWARE\\SV Systems\" /s; reg query "
                    "\"HKLM\\SOFTWARE\\Microsoft\\Azure Site Recovery\" /s; reg query "
                    "\"HKLM\\SOFTWARE\\Microsoft\\Azure Site Recovery Process Server\" /s"},
};

}  // namespace

std::span<const ContextQuestion> context_questions() { return questions; }

}  // namespace fbd
