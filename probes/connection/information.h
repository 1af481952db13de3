// The probe of connections that are shown for information alone.
#pragma once

#include "probes/probe.h"

namespace fbd {

extern const Probe connection_information;

}  // namespace fbd
