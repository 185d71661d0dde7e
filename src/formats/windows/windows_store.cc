#include "chainlint/formats/windows_store.h"

#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::formats {

bool is_personal_store(std::string_view name) { return name == "My" || name == "WebHosting" || name == "Remote Desktop"; }

bool is_made_by_windows(const Entry& entry) {
  if (entry.certificate == nullptr || !is_personal_store(entry.store) || !x509::looks_self_signed(*entry.certificate)) return false;
  return entry.store == "Remote Desktop" || x509::display_name(*entry.certificate).starts_with("WMSvc-") ||
         entry.label == "IIS Express Development Certificate";
}

}  // namespace chainlint::formats
