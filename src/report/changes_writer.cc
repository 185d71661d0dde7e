#include "chainlint/report/writer.h"

namespace chainlint {

std::string write_changes(const Report&, const TextStyle&) { return {}; }

}  // namespace chainlint
