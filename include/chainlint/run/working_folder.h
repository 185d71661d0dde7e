// The folder from which paths of a run lead.
#pragma once

#include <string>

namespace chainlint::run {

// Absolute.
std::string working_folder();

// The folder of a file whose path leads from there. Absolute.
std::string folder_of(const std::string& file);

}  // namespace chainlint::run
