// Fixed addresses that a person gives on the command line.
#pragma once

#include <optional>

#include <boost/program_options.hpp>

#include "collectors/network/configured_network.h"
#include "collectors/network/running_addresses.h"
#include "kb/restore/static_text.h"

namespace fbd {

/// --address, --gateway, --dns, --interface.
void add_address_options(boost::program_options::options_description& options);

/// Nothing if there is no --address. `running` is nullptr for a mounted disk. What is wrong with
/// them, or that the interface has to be named, is `malformed`.
Result<std::optional<StaticInterface>> given_addresses(
    const boost::program_options::variables_map& given, const ConfiguredNetwork& configured,
    const RunningAddresses* running);

}  // namespace fbd
