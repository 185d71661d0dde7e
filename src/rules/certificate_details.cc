#include "certificate_details.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"

namespace chainlint::rules {

void add_certificate_details(const x509::Certificate& certificate, std::vector<Detail>& details) {
  const auto add = [&](const char* name, std::string value) {
    const bool known = std::any_of(details.begin(), details.end(), [&](const Detail& detail) { return detail.name == name; });
    if (!known && !value.empty()) details.push_back({name, std::move(value)});
  };
  const auto date = [](const std::optional<Instant>& time) { return time ? time->to_string() : "?"; };
  const x509::Extensions& extensions = certificate.extensions();
  add("subject", printable(certificate.subject().to_string()));
  add("issuer", printable(certificate.issuer().to_string()));
  add("serial number", certificate.serial_text());
  add("validity period", date(certificate.not_before()) + " to " + date(certificate.not_after()));
  if (extensions.subject_key_id) add("SKI", to_colon_hex(*extensions.subject_key_id));
  if (extensions.authority_key_id && extensions.authority_key_id->key_id) add("AKI", to_colon_hex(*extensions.authority_key_id->key_id));
  add("SHA-256", to_hex(certificate.sha256()));
  add("SHA-1 thumbprint", crypto::thumbprint(certificate));
}

}  // namespace chainlint::rules
