// What follows the last PEM block of a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chainlint::formats {

// An object behind the PEM blocks that servers skip although the file is incomplete without it.
struct PemTail {
  std::string title;            // "a certificate in DER", "an HTML page ('404')"
  bool is_private_key = false;  // where the PEM blocks contain none
};

// Certificates or a key in another form, or the error page that a failed download left in their place. Nothing for other text. `tail`
// begins with no blank; `file` is the file as a word of a command.
std::optional<PemTail> recognize_tail(std::string_view tail, std::string_view file, bool has_key);

}  // namespace chainlint::formats
