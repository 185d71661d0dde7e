#include "chainlint/report/writer.h"

namespace chainlint {

std::string write_timeline(const Report&, const TextStyle&) { return {}; }

}  // namespace chainlint
