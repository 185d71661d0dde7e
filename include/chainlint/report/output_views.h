// Which formats can say what a command has to say.
#pragma once

#include "chainlint/report/output.h"

namespace chainlint::report {

// Whether the format has room for what the view shows. `contents` has no findings, so that a format that lists nothing else would look like
// a pass.
bool can_show(OutputFormat format, View view);

}  // namespace chainlint::report
