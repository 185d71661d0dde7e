#include "run_record.h"

namespace chainlint::cli {

RunRecord record_of_run(const BundleRun&, const std::string& command) {
  RunRecord record;
  record.arguments.push_back(command);
  return record;
}

}  // namespace chainlint::cli
