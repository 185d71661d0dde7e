// What reports call a bundle, and where they place what is said of an input.
#pragma once

#include <string>

#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/report.h"

namespace chainlint::report {

// "certs/www.crt + chain.pem + private/www.key": the name of the bundle and the files that complete it, those of its own folder by their
// names alone; of more than 16, the others are counted. One that is called otherwise than its first file: "www (certs/www.crt +
// chain.pem)".
std::string title(const BundleReport& bundle);
std::string title(const BundleOutline& bundle);

// Where a diagnostic is; that of a whole file has no path of its own.
Location place_of(const Diagnostic& diagnostic, const InputReport& input);

}  // namespace chainlint::report
