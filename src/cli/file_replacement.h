// Writes a file so that readers see the old one or the new one, never half of either.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chainlint::cli {

// A file that is there keeps its mode and, where that is allowed, its owner, and a link goes on pointing at it; a new one gets what the
// umask leaves of `mode`, or of 0666. What is no plain file, a pipe for one, is written as it is. False where it could not be written, with
// errno; the file is as it was then, and nothing else is left.
bool replace_file(const std::string& path, std::string_view content, std::optional<unsigned> mode = std::nullopt);

}  // namespace chainlint::cli
