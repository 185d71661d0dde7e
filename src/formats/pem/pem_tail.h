// What follows the last PEM block of a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chainlint::formats {

// A chain in a form that no server reads behind PEM, or the error page that a failed download left in its place: "a certificate in DER",
// "an HTML page ('404')". Nothing for other text. `tail` begins with no blank; `file` is the file as a word of a command.
std::optional<std::string> title_of_tail(std::string_view tail, std::string_view file);

}  // namespace chainlint::formats
