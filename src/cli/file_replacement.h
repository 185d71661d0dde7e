// Writes a file so that readers see the old one or the new one, never half of either.
#pragma once

#include <string>

namespace chainlint::cli {

// A file that is there keeps its mode, and a link goes on pointing at it; a new one gets what the umask leaves. What is no plain file, a
// pipe for one, is written as it is. False where it could not be written, with errno; the file is as it was then.
bool replace_file(const std::string& path, const std::string& content);

}  // namespace chainlint::cli
