#include "kb/report/version.h"

namespace fbd {

std::string_view program_version() { return FBD_VERSION; }

}  // namespace fbd
