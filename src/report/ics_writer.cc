#include "chainlint/report/writer.h"

namespace chainlint {

std::string write_ics(const Report&) { return {}; }

}  // namespace chainlint
