#include "collectors/azure/containers.h"

#include "collectors/azure/vault_get.h"

namespace fbd {
namespace {

Result<ProtectionContainers> parse(std::string_view answer) {
  ProtectionContainers containers;
  const Result<ArmNow> read =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                                 containers.ids.push_back(resource["id"].text());
                               },
                               [&](const std::string& path, Error failure) {
                                 containers.unread.push_back({path, std::move(failure)});
                               }});
  if (!read) return tl::unexpected<Error>(read.error());
  if (containers.ids.empty() && !containers.unread.empty())
    return tl::unexpected<Error>(containers.unread.front().why);
  return containers;
}

Result<Request> get(const Context& context) {
  const Known<FabricList> list = known<FabricList>(context);
  if (!list.value) return tl::unexpected<Error>(list.value.error());
  return get_each(context, list.value->ids, "/replicationProtectionContainers", "");
}

constexpr Origin<ProtectionContainers> known_origins[] = {
    {"azure.containers", Os::unknown, ask_after(&next_question<FabricList>, get), parse},
};

}  // namespace

std::span<const Origin<ProtectionContainers>> ProtectionContainers::origins() {
  return known_origins;
}

}  // namespace fbd
