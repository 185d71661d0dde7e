#include "chainlint/x509/self_signed.h"

namespace chainlint::x509 {

bool looks_self_signed(const Certificate& certificate) {
  if (!certificate.self_issued()) return false;
  const Extensions& extensions = certificate.extensions();
  const auto& issuer = extensions.authority_key_id;
  if (!issuer) return true;
  if (issuer->serial && !equal(*issuer->serial, certificate.serial())) return false;
  return !issuer->key_id || !extensions.subject_key_id || equal(*issuer->key_id, *extensions.subject_key_id);
}

}  // namespace chainlint::x509
