#include "collectors/azure/events.h"

#include "collectors/azure/vault_get.h"

namespace fbd {
namespace {

Event read(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  Event event;
  const std::vector<ServiceError> errors = read_service_errors(properties["healthErrors"]);
  if (!errors.empty()) event.error = errors.front();
  const std::string code = properties["eventCode"].text();
  if (event.error.code.empty())
    event.error.code = code;
  else if (event.error.name.empty() && code != event.error.code)
    event.error.name = code;
  if (event.error.message.empty()) event.error.message = properties["description"].text();
  event.error.at = properties["timeOfOccurrence"].time();
  event.severity = properties["severity"].text();
  event.object = properties["affectedObjectFriendlyName"].text();
  return event;
}

Result<CriticalEvents> parse(std::string_view answer) {
  CriticalEvents events;
  const Result<ArmNow> now =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                        Event event = read(resource);
                        // A service that ignores the filter sends the others as well.
                        if (event.severity.empty() || is_critical(event.severity))
                          events.all.push_back(std::move(event));
                      }});
  if (!now) return tl::unexpected<Error>(now.error());
  events.now = *now;
  return events;
}

Result<Request> get(const Context& context) {
  return get_of_vault(context, "/replicationEvents", "$filter=Severity%20eq%20%27Critical%27");
}

constexpr Origin<CriticalEvents> known_origins[] = {
    {"azure.critical-events", Os::unknown, ask_with(get), parse},
};

}  // namespace

std::span<const Origin<CriticalEvents>> CriticalEvents::origins() { return known_origins; }

}  // namespace fbd
