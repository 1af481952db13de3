// How text is shown here: width and colour of the terminal.
#pragma once

#include "kb/report/report.h"

namespace fbd {

/// Colour only on a terminal and never with NO_COLOR; as wide as the terminal, but at most 100
/// columns, because longer lines read badly; 80 when stdout is no terminal.
TextStyle style_of_terminal();

}  // namespace fbd
