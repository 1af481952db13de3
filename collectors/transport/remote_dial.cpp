#include "collectors/transport/remote_dial.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "collectors/evidence/text.h"
#include "collectors/transport/remote_lines.h"
#include "collectors/transport/shell_text.h"

namespace fbd {
namespace {

// What every tool writes: "tool NAME", "address IP", "took MICROSECONDS" for each try that
// connected, "missed" for each later one that did not, "failed WORD REASON" if already the first
// did not. Python 2.6 to 3 understand it.
constexpr std::string_view python = R"sh(
import socket,sys,time,errno
h,p,n,t=sys.argv[1],int(sys.argv[2]),int(sys.argv[3]),float(sys.argv[4])
end=time.time()+t
w={errno.ECONNREFUSED:"refused",errno.EHOSTUNREACH:"unreachable",errno.ENETUNREACH:"unreachable",errno.ETIMEDOUT:"timed-out",errno.ECONNRESET:"reset",errno.EACCES:"denied",errno.EPERM:"denied"}
def dial(a,left):
  s=socket.socket(a[0],a[1],a[2]);s.settimeout(max(left,0.001));b=time.time()
  try:
    s.connect(a[4]);print("took %d"%((time.time()-b)*1e6));return None
  except socket.timeout: return "timed-out no answer"
  except socket.error:
    e=sys.exc_info()[1];return w.get(e.errno,"failed")+" "+str(e.strerror)
  finally: s.close()
try: al=socket.getaddrinfo(h,p,0,socket.SOCK_STREAM)[:8]
except Exception: print("failed unresolved "+str(sys.exc_info()[1]).split("] ")[-1]);sys.exit()
e=None
for i,a in enumerate(al):
  print("address "+a[4][0]);e=dial(a,(end-time.time())/(len(al)-i))
  if e is None: break
if e: print("failed "+e);sys.exit()
for i in range(n-1):
  if time.time()>=end: break
  if dial(a,end-time.time()): print("missed")
)sh";

constexpr std::string_view perl = R"sh(
use Socket;use Errno;use Time::HiRes qw(time);
my($h,$p,$n,$t)=@ARGV;my $end=time+$t;my %w=(Errno::ECONNREFUSED,"refused",Errno::EHOSTUNREACH,"unreachable",Errno::ENETUNREACH,"unreachable",Errno::ETIMEDOUT,"timed-out",Errno::ECONNRESET,"reset",Errno::EACCES,"denied");
my $a=inet_aton($h);if(!$a){print "failed unresolved no address\n";exit}
print "address ",inet_ntoa($a),"\n";
for my $i (1..$n){
  socket(my $s,PF_INET,SOCK_STREAM,getprotobyname("tcp")||6);my $b=time;my $ok;my $late=0;
  last if $i>1&&$b>=$end;
  eval{local $SIG{ALRM}=sub{$late=1;die};Time::HiRes::alarm($end-$b>0.001?$end-$b:0.001);$ok=connect($s,sockaddr_in($p,$a));my $e=$!;Time::HiRes::alarm(0);$!=$e};
  if($ok){printf "took %d\n",(time-$b)*1e6}
  elsif($i>1){print "missed\n"}
  else{print $late?"failed timed-out no answer\n":"failed ".($w{$!+0}||"failed")." $!\n";exit}
  close $s;
}
)sh";

// Its errors are words; it cannot be told how long to wait, so somebody waits beside it.
constexpr std::string_view bash = R"sh(
now() { if [ -n "$EPOCHREALTIME" ]; then n=${EPOCHREALTIME//[!0-9]/}; else n=$(date +%s%N); n=${n%???}; fi; }
a=$(getent ahosts "$1" 2>/dev/null | { read -r a r; echo "$a"; }); echo "address ${a:-$1}"
for ((i = 0; i < $3; i++)); do
  now; b=$n
  e=$( { (exec 3<>"/dev/tcp/$1/$2") & p=$!; { sleep "$4"; kill -9 $p; } >/dev/null 2>&1 & w=$!
       wait $p && echo OK; kill $w; } 2>&1 )
  now
  if [[ $e == *OK* ]]; then echo "took $((n - b))"; continue; fi
  if [ $i -gt 0 ]; then echo missed; continue; fi
  case $e in
    *efused*) echo "failed refused connection refused" ;;
    *"o route"*|*nreachable*) echo "failed unreachable no route to host" ;;
    *"imed out"*|*illed*) echo "failed timed-out no answer" ;;
    *"esolution"*|*"not known"*|*"nvalid argument"*) echo "failed unresolved name or service not known" ;;
    *eset*) echo "failed reset connection reset by peer" ;;
    *) echo "failed failed ${e##*: }" ;;
  esac
  exit
done
)sh";

constexpr std::string_view curl = R"sh(
i=0
while [ $i -lt "$3" ]; do
  o=$(curl -s -o /dev/null --noproxy '*' --connect-timeout "$4" --max-time "$4" -w '%{time_connect} %{remote_ip}' "telnet://$1:$2" </dev/null); r=$?
  c=${o%% *}; [ -z "${o#* }" ] || echo "address ${o#* }"
  case $c in 0.000000|0,000000|0.000|0,000|'') ;; *) r=0 ;; esac
  u=$(echo "$c" | awk '{ gsub(",", "."); printf "%d", $1 * 1000000 }')
  case $r in
    0|49) echo "took $u" ;;
    6) echo "failed unresolved could not resolve host"; exit ;;
    28) if [ $i -gt 0 ]; then echo missed; else echo "failed timed-out no answer"; exit; fi ;;
    *) if [ $i -gt 0 ]; then echo missed; else echo "failed refused curl: exit $r"; exit; fi ;;
  esac
  i=$((i + 1))
done
)sh";

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{}.{:03}", time.count() / 1000, time.count() % 1000);
}

ErrorKind kind_of(std::string_view word) {
  const auto kind = error_kind(word);
  return kind ? *kind : ErrorKind::failed;
}

}  // namespace

std::string tcp_script(const TcpConnect& request, std::chrono::milliseconds within) {
  const std::string arguments =
      fmt::format("{} {} {} {}", as_shell_word(request.host), request.port,
                  std::max(request.tries, 1), seconds(within));
  return fmt::format(
      "for t in python3 /usr/libexec/platform-python python python2; do\n"
      "  if command -v $t >/dev/null 2>&1; then echo \"tool ${{t##*/}}\"; exec $t -c {0} {4}; "
      "fi\n"
      "done\n"
      "if perl -MTime::HiRes -e 1 2>/dev/null; then echo tool perl; exec perl -e {1} {4}; fi\n"
      "if command -v bash >/dev/null 2>&1 && [ \"$(bash -c 'exec 3<>/dev/tcp/127.0.0.1/1' 2>&1 | "
      "grep -c 'No such file')\" = 0 ]; then echo tool bash; exec bash -c {2} bash {4}; fi\n"
      "if command -v curl >/dev/null 2>&1; then echo tool curl; exec sh -c {3} sh {4}; fi\n"
      "echo tool none\n",
      as_shell_word(python), as_shell_word(perl), as_shell_word(bash), as_shell_word(curl),
      arguments);
}

Result<std::string> tcp_answer(std::string_view text, const TcpConnect& request,
                               const std::string& host) {
  const RemoteLines said(text);
  const std::string what =
      fmt::format("{}: connect to {}, TCP port {}", host, printable(request.host), request.port);
  const std::string tool(said.last("tool"));
  if (tool == "none")
    return error(ErrorKind::not_collected,
                 what + ": none of python3, perl, bash and curl is there to do it with");
  if (const std::string_view failed = said.last("failed"); !failed.empty()) {
    const std::size_t blank = std::min(failed.find(' '), failed.size());
    return error(kind_of(failed.substr(0, blank)),
                 fmt::format("{}: {} (asked with {})", what,
                             printable(trimmed(failed.substr(blank))), tool));
  }
  std::vector<std::int64_t> took;
  for (const std::string_view one : said.all("took")) took.push_back(RemoteLines::number(one));
  if (took.empty()) return error(ErrorKind::malformed, what + ": " + tool + " gave no answer");
  const nlohmann::ordered_json answer = {{"address", printable(said.last("address"))},
                                         {"port", request.port},
                                         {"connect_microseconds", took},
                                         {"failed_tries", said.all("missed").size()},
                                         {"tool", tool}};
  // Whatever bytes the other side wrote.
  return answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace fbd
