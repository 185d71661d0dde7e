// What reports say of a certificate, made once for all entries that contain it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/x509/certificate.h"

namespace chainlint::report {

// The fields of a certificate that `show` and the HTML page list and no other output needs. All texts are printable.
struct CertificateDetails {
  std::string sha1;                              // what Windows calls the thumbprint: lower-case hexadecimal
  std::string signature_algorithm;               // "sha256WithRSAEncryption", "RSASSA-PSS (sha256)"
  std::string subject_key_id, authority_key_id;  // "0A:FF:..."; empty where there is none
  std::vector<std::string> key_usage, extended_key_usage;
  std::vector<std::string> policies;              // "2.23.140.1.2.1"
  std::optional<bool> ca;                         // nothing without basicConstraints
  std::optional<std::int64_t> path_length;        // of basicConstraints
  std::vector<x509::GeneralNameKind> name_kinds;  // of the alternative names, in their order
  std::vector<std::string> permitted, excluded;   // name constraints: "DNS:example.com"
  std::vector<std::string> crl_urls, ocsp_urls, ca_issuers_urls;
  std::optional<std::size_t> timestamps;  // signed certificate timestamps; nothing without a list that decodes
  std::vector<std::string> critical;      // names of the critical extensions
  std::vector<std::string> defects;       // what does not decode: its value above is then absent
};

// What a certificate says, for reading only.
struct CertificateReport {
  std::string sha256, subject, issuer, serial;
  std::string display;  // x509::display_name
  std::optional<Instant> not_before, not_after;
  std::vector<std::string> names;             // subject alternative names
  std::optional<CertificateDetails> details;  // where they were requested
};
using CertificateReportPtr = std::shared_ptr<const CertificateReport>;

// "DNS", "IP", "email", "URI", "DirName": the kind of a name as OpenSSL calls it.
std::string_view name_kind_title(x509::GeneralNameKind kind);

// "2.23.140.1.2.1 (domainValidated)".
std::vector<std::string> policy_titles(const CertificateDetails& details);

// "no", "yes, path length 0": basicConstraints; empty without them.
std::string constraints_text(const CertificateDetails& details);

// The certificates of a run. One that is in several bundles is described once, for as long as a report uses it: a leaf can have 10,000
// names and be in as many bundles. Safe to share between threads.
class CertificateReports {
 public:
  // Details cost time and memory for each certificate.
  explicit CertificateReports(bool with_details = false) : with_details_(with_details) {}

  CertificateReportPtr of(const x509::Certificate& certificate);

 private:
  const bool with_details_;
  std::mutex mutex_;
  std::unordered_map<Digest256, std::weak_ptr<const CertificateReport>, DigestHash> known_;
};

}  // namespace chainlint::report
