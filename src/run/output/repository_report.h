// Reports for services that show findings in a change of a repository.
#pragma once

#include "chainlint/report/report.h"

namespace chainlint::run {

// The same report with paths from the top of the repository in which the working folder lies, where it is in one below its top and the
// path below it, too. What other formats show, names of bundles and the run, stays as it is.
report::Report with_repository_paths(report::Report report);

}  // namespace chainlint::run
