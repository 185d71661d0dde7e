#include "pem/pem_label.h"

#include <array>

#include "chainlint/x509/identifiers.h"

namespace chainlint::formats {
namespace {

struct Row {
  std::string_view label;
  LabelKind kind;
};

constexpr std::array kLabels = {
    Row{"CERTIFICATE", LabelKind::certificate},
    Row{"X509 CERTIFICATE", LabelKind::certificate},
    Row{"X.509 CERTIFICATE", LabelKind::certificate},
    Row{"TRUSTED CERTIFICATE", LabelKind::trusted_certificate},
    Row{"PKCS7", LabelKind::pkcs7},
    Row{"PKCS #7 SIGNED DATA", LabelKind::pkcs7},
    Row{"CMS", LabelKind::pkcs7},
    Row{"PKCS12", LabelKind::pkcs12},
    Row{"X509 CRL", LabelKind::crl},
    Row{"CERTIFICATE REQUEST", LabelKind::certificate_request},
    Row{"NEW CERTIFICATE REQUEST", LabelKind::certificate_request},
    Row{"PRIVATE KEY", LabelKind::private_key},
    Row{"ENCRYPTED PRIVATE KEY", LabelKind::private_key},
    Row{"RSA PRIVATE KEY", LabelKind::private_key},
    Row{"EC PRIVATE KEY", LabelKind::private_key},
    Row{"DSA PRIVATE KEY", LabelKind::private_key},
    Row{"PUBLIC KEY", LabelKind::public_key},
    Row{"RSA PUBLIC KEY", LabelKind::public_key},
    Row{"EC PARAMETERS", LabelKind::ec_parameters},
    Row{"DH PARAMETERS", LabelKind::parameters},
    Row{"X9.42 DH PARAMETERS", LabelKind::parameters},
    Row{"DSA PARAMETERS", LabelKind::parameters},
    Row{"OPENSSH PRIVATE KEY", LabelKind::openssh_key},
};

bool is_container(DerKind kind) { return kind == DerKind::content_info || kind == DerKind::bare_signed_data || kind == DerKind::pkipath; }

}  // namespace

LabelKind kind_of_label(std::string_view label) {
  for (const Row& row : kLabels) {
    if (row.label == label) return row.kind;
  }
  return LabelKind::foreign;
}

std::string_view known_label(std::string_view label) {
  for (const Row& row : kLabels) {
    if (row.label == label) return row.label;
  }
  return {};
}

std::string_view label_of(DerKind kind, std::string_view label) {
  const LabelKind now = kind_of_label(label);
  const bool fits = now != LabelKind::foreign && label_fits(now, kind);
  switch (kind) {
    case DerKind::certificate:
      return fits ? "" : "CERTIFICATE";
    case DerKind::certificate_request:
      return fits ? "" : "CERTIFICATE REQUEST";
    case DerKind::crl:
      return fits ? "" : "X509 CRL";
    case DerKind::pkcs8:
      return label == "PRIVATE KEY" ? "" : "PRIVATE KEY";
    case DerKind::encrypted_pkcs8:
      return label == "ENCRYPTED PRIVATE KEY" ? "" : "ENCRYPTED PRIVATE KEY";
    case DerKind::pkcs1:
      return label == "RSA PRIVATE KEY" ? "" : "RSA PRIVATE KEY";
    case DerKind::sec1:
      return label == "EC PRIVATE KEY" ? "" : "EC PRIVATE KEY";
    case DerKind::dsa_key:
      return label == "DSA PRIVATE KEY" ? "" : "DSA PRIVATE KEY";
    case DerKind::public_key:
    case DerKind::rsa_public_key:
      return fits ? "" : "PUBLIC KEY";
    case DerKind::content_info:
    case DerKind::bare_signed_data:
    case DerKind::pkipath:
      return fits ? "" : "PKCS7";
    default:
      return "";
  }
}

std::string_view label_of_algorithm(ByteView pkcs8) {
  asn1::Asn1Reader reader(pkcs8, asn1::Encoding::ber);
  auto outer = reader.next();
  if (!outer) return "";
  asn1::Asn1Reader fields = reader.enter(*outer);
  if (!fields.next()) return "";
  auto algorithm = fields.next();
  if (!algorithm || !algorithm->constructed()) return "";
  auto oid = fields.enter(*algorithm).next();
  if (!oid) return "";
  if (equal(oid->content, x509::oid::kRsaEncryption)) return "RSA PRIVATE KEY";
  if (equal(oid->content, x509::oid::kEcPublicKey)) return "EC PRIVATE KEY";
  if (equal(oid->content, x509::oid::kDsa)) return "DSA PRIVATE KEY";
  return "";
}

bool label_fits(LabelKind label, DerKind kind) {
  switch (label) {
    case LabelKind::certificate:
    case LabelKind::trusted_certificate:
      return kind == DerKind::certificate;
    case LabelKind::pkcs7:
      return is_container(kind);
    case LabelKind::pkcs12:
      return kind == DerKind::pfx;
    case LabelKind::crl:
      return kind == DerKind::crl;
    case LabelKind::certificate_request:
      return kind == DerKind::certificate_request;
    case LabelKind::private_key:
      return is_private_key(kind);
    case LabelKind::public_key:
      return kind == DerKind::public_key || kind == DerKind::rsa_public_key;
    case LabelKind::ec_parameters:
    case LabelKind::parameters:
    case LabelKind::openssh_key:
    case LabelKind::foreign:
      return true;
  }
  return false;
}

}  // namespace chainlint::formats
