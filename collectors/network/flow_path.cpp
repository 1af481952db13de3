#include "collectors/network/flow_path.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/network/flows.h"
#include "collectors/network/ifcfg_values.h"

namespace fbd {
namespace {

// IPv4 and ICMP headers on top of what ping calls the size.
constexpr int headers = 28;

// All sizes at once: the whole takes as long as the slowest answer, or one ping's patience of two
// seconds, and each is sent twice, for one lost packet proves nothing. 1472 fills an Ethernet
// frame; the others are common in tunnels. The line "local error: message too long, mtu=1400" and
// "Frag needed ... (mtu = 1400)" tell what a router or the own interface can carry.
constexpr std::string_view script = R"(a={}
command -v ping >/dev/null 2>&1 || {{ echo 'ping is not installed' >&2; exit 127; }}
for s in 56 1172 1272 1372 1422 1472; do
  (
    o=$(ping -n -M do -c 2 -i 0.3 -W 2 -s $s $a 2>&1)
    case $? in
      0) r=answered ;;
      *) r=lost ;;
    esac
    m=$(printf '%s\n' "$o" | sed -n 's/.*mtu *= *\([0-9][0-9]*\).*/\1/p' | head -n 1)
    echo "$s $r${{m:+ $m}}"
  ) &
done
wait)";

Result<Request> ping_sizes(const Context& context) {
  const std::optional<Endpoint> to = endpoint_of(context.site, context.host, context.about);
  if (!to)
    return error(ErrorKind::not_collected, fmt::format("{} has no connection \"{}\" in this site",
                                                       context.host.name, context.about));
  // Names and addresses of a site file hold nothing that a shell takes for more than a word.
  return RunCommand{fmt::format(script, to->address)};
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0 || value > 65535)
    return std::nullopt;
  return value;
}

Result<FlowPath> parse_sizes(std::string_view answer) {
  FlowPath path;
  bool any = false;
  for (const std::string_view line : lines(answer)) {
    const std::vector<std::string_view> words = split_words(line);
    if (words.empty()) continue;
    const std::optional<int> size = number(words.front());
    if (!size || words.size() < 2 || words.size() > 3)
      return error(ErrorKind::malformed,
                   fmt::format("\"{}\" is no line of a ping", printable(line, 80)));
    any = true;
    if (words.size() == 3)
      if (const std::optional<int> told = number(words[2]))
        path.told_mtu = std::min(path.told_mtu.value_or(*told), *told);
    const int mtu = *size + headers;
    if (words[1] == "answered")
      path.largest_mtu = std::max(path.largest_mtu, mtu);
    else
      path.smallest_lost_mtu = std::min(path.smallest_lost_mtu.value_or(mtu), mtu);
  }
  if (!any) return error(ErrorKind::malformed, "no ping has said anything");
  if (path.largest_mtu == 0)
    return error(ErrorKind::not_found,
                 "ping is not answered, so the size of packets cannot be tried; this alone is no "
                 "fault");
  // A larger one came through, so the smaller was lost by chance.
  if (path.smallest_lost_mtu && *path.smallest_lost_mtu < path.largest_mtu)
    path.smallest_lost_mtu.reset();
  return path;
}

constexpr Origin<FlowPath> known_origins[] = {
    {"network.flow-path", Os::gnu_linux, dial(ping_sizes), parse_sizes},
};

}  // namespace

std::span<const Origin<FlowPath>> FlowPath::origins() { return known_origins; }

std::string to_json(const FlowPath& fact) {
  const auto or_null = [](const std::optional<int>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
  };
  nlohmann::ordered_json json;
  json["largest_mtu"] = fact.largest_mtu;
  json["smallest_lost_mtu"] = or_null(fact.smallest_lost_mtu);
  json["told_mtu"] = or_null(fact.told_mtu);
  json["black_hole"] = fact.black_hole();
  return json.dump(2);
}

}  // namespace fbd
