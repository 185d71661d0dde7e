// Certificates and revocation lists of any shape: reading one twice gives the same, and every place that is named lies inside.
#include <cstdlib>

#include "chainlint/x509/certificate.h"
#include "chainlint/x509/crl.h"
#include "chainlint/x509/host_name.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;

bool is_inside(ByteView part, ByteView whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_places(const x509::Certificate& certificate) {
  const ByteView der = certificate.der();
  for (const x509::Defect& defect : certificate.defects()) {
    fuzz::require(defect.offset <= der.size() && !defect.field.empty() && !defect.what.empty());
  }
  for (const ByteView part : {certificate.tbs(), certificate.serial(), certificate.signature(), certificate.public_key().der}) {
    fuzz::require(is_inside(part, der));
  }
  for (const x509::Extension& extension : certificate.extensions().all) {
    fuzz::require(is_inside(extension.value, der) && (extension.value.empty() || der.data() + extension.offset == extension.value.data()));
  }
}

void check_same(const x509::Certificate& a, const x509::Certificate& b) {
  fuzz::require(equal(a.serial(), b.serial()) && a.serial_text() == b.serial_text());
  fuzz::require(a.subject().canonical() == b.subject().canonical() && a.issuer().canonical() == b.issuer().canonical());
  fuzz::require(a.not_before() == b.not_before() && a.not_after() == b.not_after());
  fuzz::require(a.public_key().canonical() == b.public_key().canonical());
  fuzz::require(a.defects().size() == b.defects().size());
  fuzz::require(a.is_ca() == b.is_ca());
}

void check_texts(const x509::Certificate& certificate) {
  fuzz::require(!certificate.subject().to_string().empty() && !certificate.issuer().display().empty());
  fuzz::require(!certificate.public_key().to_string().empty());
  fuzz::require(certificate.subject().is_within(certificate.subject()));
  if (const auto& names = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *names) {
      name.to_string();
      const auto host = x509::HostName::parse(as_text(name.octets));
      if (host && !host->is_ip() && name.kind == x509::GeneralNameKind::dns) {
        fuzz::require(x509::covers(certificate, *host) || as_text(name.octets).back() == '.');
      }
    }
  }
}

}  // namespace

CHAINLINT_FUZZ_TARGET(certificate) {
  const Bytes input(data, data + size);
  if (const auto certificate = x509::Certificate::parse(input, Digest256{})) {
    const auto again = x509::Certificate::parse(to_bytes((*certificate)->der()), (*certificate)->sha256());
    fuzz::require(again.ok());
    check_places(**certificate);
    check_same(**certificate, **again);
    check_texts(**certificate);
    // A certificate without a fatal defect has all that chains are made of.
    if (!(*certificate)->has_fatal_defect()) fuzz::require((*certificate)->not_after() && !(*certificate)->public_key().der.empty());
  }
  if (const auto crl = x509::Crl::parse(input)) {
    for (const x509::RevokedCertificate& entry : (*crl)->revoked()) fuzz::require((*crl)->find(entry.serial) != nullptr);
  }
  return 0;
}
