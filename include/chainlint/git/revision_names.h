// What the revisions of a repository are called.
#pragma once

#include <optional>
#include <string>

namespace chainlint::git {

// The branch or tag with the most similar name; nothing where none is similar, or the repository cannot be read. `top` is the top of a
// working tree. Looks at 10,000 names at most.
std::optional<std::string> nearest_revision(const std::string& top, const std::string& typed);

}  // namespace chainlint::git
