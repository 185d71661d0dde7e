// The names of certificate stores on Windows.
#pragma once

#include <string_view>

#include "chainlint/formats/container.h"

namespace chainlint::formats {

// Whether services are bound to certificates of a store of this name: My, WebHosting and Remote Desktop. Other stores contain issuers and
// certificates that are trusted or distrusted.
bool is_personal_store(std::string_view name);

// Whether a service of Windows made the certificate for itself: Remote Desktop, the Web Management Service (WMSvc), IIS Express. Its
// clients do not verify it, and no site of the machine is bound to it.
bool is_made_by_windows(const Entry& entry);

}  // namespace chainlint::formats
