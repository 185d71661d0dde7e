#include "chainlint/report/certificate_report.h"

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/signed_certificate_timestamps.h"

namespace chainlint::report {
namespace {

std::string signature_text(const x509::Certificate& certificate) {
  const crypto::SignatureScheme scheme = crypto::describe_signature(certificate.signature_algorithm());
  const bool has_parameters = scheme.name == "RSASSA-PSS" && !scheme.hash.empty();
  return printable(scheme.name) + (has_parameters ? " (" + scheme.hash + ")" : "");
}

// In full, unless it has more bytes than any hash.
std::string key_id_text(const std::optional<ByteView>& id) {
  constexpr std::size_t kLongestHash = 64;
  if (!id) return "";
  return id->size() <= kLongestHash ? to_colon_hex(*id) : x509::id_text(*id);
}

std::vector<std::string> subtree_texts(const std::vector<x509::Subtree>& subtrees) {
  std::vector<std::string> texts;
  for (const x509::Subtree& subtree : subtrees) {
    texts.push_back(std::string(name_kind_title(subtree.base.kind)) + ":" + printable(subtree.base.to_string()));
  }
  return texts;
}

std::vector<std::string> printable_texts(std::vector<std::string> texts) {
  for (std::string& text : texts) text = printable(text);
  return texts;
}

void describe_extensions(const x509::Extensions& extensions, CertificateDetails& details) {
  if (extensions.key_usage) details.key_usage = x509::key_usage_names(*extensions.key_usage);
  if (extensions.extended_key_usage) details.extended_key_usage = asn1::oid_names(*extensions.extended_key_usage);
  if (extensions.policies) {
    for (const ByteView policy : *extensions.policies) details.policies.push_back(asn1::oid_to_dotted(policy));
  }
  details.subject_key_id = key_id_text(extensions.subject_key_id);
  if (extensions.authority_key_id) details.authority_key_id = key_id_text(extensions.authority_key_id->key_id);
  if (const auto& basic = extensions.basic_constraints) {
    details.ca = basic->ca;
    details.path_length = basic->path_length;
  }
  if (extensions.subject_alt_name) {
    for (const x509::GeneralName& name : *extensions.subject_alt_name) details.name_kinds.push_back(name.kind);
  }
  if (extensions.name_constraints) {
    details.permitted = subtree_texts(extensions.name_constraints->permitted);
    details.excluded = subtree_texts(extensions.name_constraints->excluded);
  }
  details.crl_urls = printable_texts(extensions.crl_urls);
  details.ocsp_urls = printable_texts(extensions.ocsp_urls);
  details.ca_issuers_urls = printable_texts(extensions.ca_issuers_urls);
  if (const x509::Extension* list = extensions.find(x509::oid::kSignedCertificateTimestamps)) {
    if (const auto timestamps = x509::read_signed_certificate_timestamps(*list)) details.timestamps = timestamps->size();
  }
  for (const x509::Extension& extension : extensions.all) {
    if (extension.critical) details.critical.push_back(asn1::oid_name(extension.oid));
  }
}

CertificateDetails describe_details(const x509::Certificate& certificate) {
  CertificateDetails details;
  details.sha1 = crypto::thumbprint(certificate);
  details.signature_algorithm = signature_text(certificate);
  describe_extensions(certificate.extensions(), details);
  for (const x509::Defect& defect : certificate.defects()) details.defects.push_back(printable(defect.field + ": " + defect.what));
  return details;
}

CertificateReport describe_certificate(const x509::Certificate& certificate, bool with_details) {
  CertificateReport report;
  report.sha256 = to_hex(certificate.sha256());
  report.subject = certificate.subject().to_string();
  report.issuer = certificate.issuer().to_string();
  report.serial = certificate.serial_text();
  report.display = x509::display_name(certificate);
  report.not_before = certificate.not_before();
  report.not_after = certificate.not_after();
  if (const auto& san = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *san) report.names.push_back(printable(name.to_string()));
  }
  if (with_details) report.details = describe_details(certificate);
  return report;
}

}  // namespace

std::string_view name_kind_title(x509::GeneralNameKind kind) {
  switch (kind) {
    case x509::GeneralNameKind::email:
      return "email";
    case x509::GeneralNameKind::dns:
      return "DNS";
    case x509::GeneralNameKind::directory:
      return "DirName";
    case x509::GeneralNameKind::uri:
      return "URI";
    case x509::GeneralNameKind::ip:
      return "IP";
    case x509::GeneralNameKind::registered_id:
      return "Registered ID";
    case x509::GeneralNameKind::x400:
      return "X400Name";
    case x509::GeneralNameKind::edi_party:
      return "EdiPartyName";
    case x509::GeneralNameKind::other:
      return "othername";
  }
  return "othername";
}

std::vector<std::string> policy_titles(const CertificateDetails& details) {
  std::vector<std::string> titles;
  for (const std::string& policy : details.policies) {
    const std::string name = asn1::oid_name(asn1::oid_from_dotted(policy));
    titles.push_back(policy.starts_with("oid:") || name == policy ? policy : policy + " (" + name + ")");
  }
  return titles;
}

std::string constraints_text(const CertificateDetails& details) {
  if (!details.ca) return "";
  return (*details.ca ? "yes" : "no") + (details.path_length ? ", path length " + std::to_string(*details.path_length) : "");
}

CertificateReportPtr CertificateReports::of(const x509::Certificate& certificate) {
  {
    const std::lock_guard lock(mutex_);
    if (CertificateReportPtr known = known_[certificate.sha256()].lock()) return known;
  }
  // Without the lock, which all threads need for every certificate; two of them may do this at once.
  CertificateReportPtr report = std::make_shared<const CertificateReport>(describe_certificate(certificate, with_details_));
  const std::lock_guard lock(mutex_);
  known_[certificate.sha256()] = report;
  return report;
}

}  // namespace chainlint::report
