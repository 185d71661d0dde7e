#include "path/link.h"

#include <algorithm>

namespace chainlint::chain {

KeyIdMatch match_key_id(const x509::Certificate& child, const x509::Certificate& issuer) {
  const auto& authority = child.extensions().authority_key_id;
  const auto& subject = issuer.extensions().subject_key_id;
  if (!authority || !authority->key_id || !subject) return KeyIdMatch::absent;
  return equal(*authority->key_id, *subject) ? KeyIdMatch::match : KeyIdMatch::mismatch;
}

KeyIdMatch match_issuer_serial(const x509::Certificate& child, const x509::Certificate& issuer) {
  const auto& authority = child.extensions().authority_key_id;
  if (!authority || !authority->serial) return KeyIdMatch::absent;
  const bool named = std::any_of(authority->issuer.begin(), authority->issuer.end(), [&](const x509::GeneralName& name) {
    return name.kind == x509::GeneralNameKind::directory && name.directory.canonical() == issuer.issuer().canonical();
  });
  return named && equal(*authority->serial, issuer.serial()) ? KeyIdMatch::match : KeyIdMatch::mismatch;
}

KeyIdMatch match_authority(const x509::Certificate& child, const x509::Certificate& issuer) {
  const KeyIdMatch key_id = match_key_id(child, issuer);
  const bool named = key_id == KeyIdMatch::absent && match_issuer_serial(child, issuer) == KeyIdMatch::match;
  return named ? KeyIdMatch::match : key_id;
}

Link make_link(const x509::Certificate& child, const x509::Certificate& issuer, crypto::SignatureVerdict signature) {
  Link link;
  link.name_identical = equal(child.issuer().der(), issuer.subject().der());
  link.name_equivalent = child.issuer().canonical() == issuer.subject().canonical();
  link.key_id = match_key_id(child, issuer);
  link.issuer_serial = match_issuer_serial(child, issuer);
  link.signature = signature;
  return link;
}

}  // namespace chainlint::chain
