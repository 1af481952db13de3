// "listen": the far end of a two-sided test.
#include <fmt/format.h>

#include "collectors/transport/listener.h"
#include "collectors/transport/nonce.h"
#include "kb/terminal/interrupt.h"
#include "kb/terminal/options.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "A port that does not answer may be closed by a firewall, or its service may not run: from "
    "the\n"
    "other side both look alike. Stop the service, if it runs, and start this on its machine, on\n"
    "its port. It says a word that it has just made up to whoever connects, and ends by itself.\n"
    "Then, on the side that dials:\n"
    "  failback-doctor matrix --site site.yaml --expect-listener HOST:PORT=NONCE\n"
    "If the word comes through, the way is open, and the service is what is missing. If not, a\n"
    "firewall is in the way. It reads nothing, and changes nothing on this machine.";

constexpr int longest = 3600;

}  // namespace

int run_listen(const Arguments& arguments) {
  Options options{"listen", "listen PORT [--for SECONDS]", about};
  options.words = {"port"};
  options.accepted.add_options()("for", po::value<int>()->value_name("SECONDS"),
                                 "how long (default: 120, at most 3600)");
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const std::string text = text_of(parsed.given, "port");
  const bool digits = !text.empty() && text.size() <= 5 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  const int port = digits ? std::stoi(text) : 0;
  if (port < 1 || port > 65535) return misused("listen", "which port? 1 to 65535");
  const int seconds = parsed.given.count("for") ? parsed.given["for"].as<int>() : 120;
  if (seconds < 1 || seconds > longest)
    return misused("listen", fmt::format("--for takes 1 to {} seconds", longest));
  // Short enough to be read out over the telephone.
  const std::string nonce = new_nonce(8);

  const Interrupt interrupt;
  const auto say = [](const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  const Result<int> answered = listen_and_answer(
      {static_cast<std::uint16_t>(port), nonce, std::chrono::seconds(seconds), interrupt.token(),
       [&](std::uint16_t open) {
         say(fmt::format("listening on TCP port {} for {} seconds, nonce {}", open, seconds,
                         nonce));
         say(
             fmt::format("on the side that dials: failback-doctor matrix --site FILE "
                         "--expect-listener HOST:{}={}",
                         open, nonce));
       },
       [&](const std::string& peer) { say("answered " + peer); }});
  if (!answered) return failed(answered.error().message);
  say(fmt::format("{} connection{} answered", *answered, *answered == 1 ? "" : "s"));
  return *answered > 0 ? 0 : 1;
}

}  // namespace fbd
