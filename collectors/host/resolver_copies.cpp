#include "collectors/host/resolver_copies.h"

// Source: AzMigrate-Hydration, post-rec-script.sh, vmware-configure-network.sh, setazureip.sh and
// prepare-os-for-azure.sh.

namespace fbd {
namespace {

constexpr std::string_view globs[] = {"/etc/resolv.conf-INMAGE-ORG",
                                      "/etc/resolv.conf.bck_azure_sms",
                                      "/etc/resolv.conf-AZURE-ORG", "/etc/resolv.conf.INMAGE_ORIG"};

Result<ResolverCopies> parse(std::string_view answer) {
  Result<std::vector<TreeEntry>> files = read_tree(answer);
  if (!files) return tl::unexpected<Error>(files.error());
  return ResolverCopies{std::move(*files)};
}

constexpr Origin<ResolverCopies> known_origins[] = {
    {"host.resolver-copies", Os::gnu_linux, read_tree(globs), parse},
};

}  // namespace

std::span<const Origin<ResolverCopies>> ResolverCopies::origins() { return known_origins; }

}  // namespace fbd
