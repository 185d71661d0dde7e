#include "chainlint/report/writer.h"

namespace chainlint {

std::string write_jsonl(const Report&, bool) { return {}; }

}  // namespace chainlint
