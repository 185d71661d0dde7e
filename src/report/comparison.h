// What counts where a renewal is all that is asked about.
#pragma once

#include <cstddef>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

// Whether the report is that of `diff`. What the previous bundle has as well is no reason to stop the change there: it decides no status,
// and no format counts it. For `check` it counts.
bool counts_changes_alone(const Report& report);

// Whether the previous bundle has the finding, or what could not be evaluated, as well.
bool is_as_before(const BundleReport& bundle, std::size_t finding);
bool is_open_as_before(const BundleReport& bundle, std::size_t not_evaluated);

// The report with nothing but what counts; itself where all does. What its renewals say of findings uses the places that these have now.
Report counted(Report report);

// The number of findings that are suppressed because the previous bundles have them as well.
std::size_t count_as_before(const Report& report);

// The changes with the most severe first; those of one impact in the order of kinds. Borrows them.
std::vector<const renewal::Change*> gravest_first(const renewal::RenewalReview& renewal);

}  // namespace chainlint::report
