#include "chainlint/formats/windows_store.h"

namespace chainlint::formats {

bool is_personal_store(std::string_view name) { return name == "My" || name == "WebHosting" || name == "Remote Desktop"; }

}  // namespace chainlint::formats
