// The files of the project, for tests about the project itself.
#pragma once

#include <string>
#include <vector>

namespace chainlint::test {

// Paths of all files below `folder`, relative to the project, in order; without build folders and what git keeps.
std::vector<std::string> files_below(const std::string& folder);

std::string text_of(const std::string& path);

std::vector<std::string> lines_of(const std::string& path);

}  // namespace chainlint::test
