// The names of certificate stores on Windows.
#pragma once

#include <string_view>

namespace chainlint::formats {

// Whether services are bound to certificates of a store of this name: My, WebHosting and Remote Desktop. Other stores contain issuers and
// certificates that are trusted or distrusted.
bool is_personal_store(std::string_view name);

}  // namespace chainlint::formats
