// The folder from which paths of a run lead.
#pragma once

#include <string>

namespace chainlint::run {

// Absolute.
std::string working_folder();

// Where a path leads behind symbolic links, though nothing may be there: absolute. Empty where the links lead in a circle.
std::string real_path(const std::string& path);

// The folder of a file whose path leads from there. Absolute.
std::string folder_of(const std::string& file);

}  // namespace chainlint::run
