// The names of certificate stores on Windows.
#pragma once

#include <string_view>

namespace chainlint::formats {

// Whether services are bound to certificates of a store of this name: My, WebHosting and Remote Desktop. What is in the others is trusted,
// distrusted or issues.
bool is_personal_store(std::string_view name);

}  // namespace chainlint::formats
