#include "client/client_relation.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "path/link.h"

namespace chainlint::chain {
namespace {

// authorityCertIssuer and authorityCertSerialNumber each exclude for themselves.
bool issuer_serial_differs(const x509::Certificate& child, const x509::Certificate& issuer, bool names) {
  const auto& authority = child.extensions().authority_key_id;
  if (!authority) return false;
  if (authority->serial && !equal(*authority->serial, issuer.serial())) return true;
  if (!names) return false;
  const auto directory = std::find_if(authority->issuer.begin(), authority->issuer.end(),
                                      [](const x509::GeneralName& name) { return name.kind == x509::GeneralNameKind::directory; });
  return directory != authority->issuer.end() && directory->directory.canonical() != issuer.issuer().canonical();
}

}  // namespace

bool names_fit(const ClientModel& model, const x509::Certificate& child, const x509::Certificate& issuer) {
  if (model.names_as_octets) return equal(child.issuer().der(), issuer.subject().der());
  if (model.names_as_text) return child.issuer().to_string() == issuer.subject().to_string();
  return child.issuer().canonical() == issuer.subject().canonical();
}

std::optional<std::string> identifier_difference(const x509::Certificate& child, const x509::Certificate& issuer, bool key_id,
                                                 bool issuer_serial, bool issuer_name) {
  if (key_id && match_key_id(child, issuer) == KeyIdMatch::mismatch) {
    return fmt::format("AKI of {} is {}, but SKI of {} is {}", in_quotes(x509::display_name(child)),
                       x509::id_text(*child.extensions().authority_key_id->key_id), in_quotes(x509::display_name(issuer)),
                       x509::id_text(*issuer.extensions().subject_key_id));
  }
  if (issuer_serial && issuer_serial_differs(child, issuer, issuer_name)) {
    return fmt::format("AKI of {} has a different issuer and serial number than {} (serial {})", in_quotes(x509::display_name(child)),
                       in_quotes(x509::display_name(issuer)), issuer.serial_text());
  }
  return std::nullopt;
}

bool may_have_issued(const ClientModel& model, const x509::Certificate& child, const x509::Certificate& issuer) {
  return names_fit(model, child, issuer) && !identifier_difference(child, issuer, model.key_id_decides, model.issuer_serial_decides);
}

bool same_certificate(const x509::Certificate& a, const x509::Certificate& b) { return a.sha256() == b.sha256(); }

bool same_entity(const x509::Certificate& a, const x509::Certificate& b) {
  return a.subject().canonical() == b.subject().canonical() && equal(a.public_key().der, b.public_key().der);
}

}  // namespace chainlint::chain
