// What must not be repeated of a policy file.
#pragma once

#include "chainlint/yaml/document.h"

namespace chainlint {

// The file with blank lines in place of those that may hold a password: where somebody wrote one in spite of everything, no message repeats
// it. Lines keep their numbers. Works on text, so that it holds for files that do not parse too.
yaml::Source without_secrets(const yaml::Source& source);

}  // namespace chainlint
