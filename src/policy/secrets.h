// What must not be repeated of a policy file.
#pragma once

#include "chainlint/yaml/document.h"

namespace chainlint::policy {

// The file with blank lines in place of those that may contain a password: if the file contains one although it must not, no message
// repeats it. Lines keep their numbers. `root` is what the text contains, null where it does not parse: then lines are recognized by their
// text alone.
yaml::SourceFile without_secrets(const yaml::SourceFile& source, const yaml::Node* root);

}  // namespace chainlint::policy
