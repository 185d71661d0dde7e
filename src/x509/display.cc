#include "chainlint/x509/display.h"

#include "chainlint/base/text.h"

namespace chainlint::x509 {

std::string display_name(const Certificate& certificate) {
  if (!certificate.subject().empty()) return certificate.subject().display();
  const auto& names = certificate.extensions().subject_alt_name;
  if (names && !names->empty()) return printable(names->front().to_string());
  return "serial " + certificate.serial_text();
}

std::string quoted_name(const Certificate& certificate) { return in_quotes(display_name(certificate)); }

std::string subject_text(const Certificate& certificate) {
  return certificate.subject().empty() ? display_name(certificate) : certificate.subject().to_string();
}

std::string id_text(ByteView id) {
  constexpr std::size_t kShownWhole = 20, kShown = 8;
  if (id.size() <= kShownWhole) return to_colon_hex(id);
  return to_colon_hex(id.first(kShown)) + "... (" + std::to_string(id.size()) + " bytes)";
}

}  // namespace chainlint::x509
