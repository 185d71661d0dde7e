#include "text/contents_csv.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "text/csv_row.h"

namespace chainlint::report {
namespace {

std::string number(const std::optional<std::uint32_t>& value) { return value ? std::to_string(*value) : ""; }

std::string time(const std::optional<Instant>& value) { return value ? value->to_string() : ""; }

constexpr std::string_view kContentsHead =
    "bundle,target,kind,role,path,entry,line,label,subject,issuer,serial,not_before,not_after,key,names,sha256,key_sha256,key_state,store,"
    "protection,diagnostic,sha1,signature_algorithm,key_usage,extended_key_usage,ca,path_length,subject_key_id,authority_key_id,policies,"
    "permitted,excluded,crl_urls,ocsp_urls,ca_issuers_urls,signed_certificate_timestamps,critical_extensions\r\n";
constexpr std::size_t kContentsColumns = 37;

// Places of the columns of a line about a diagnostic.
constexpr std::size_t kContentsKind = 2, kContentsPath = 4, kContentsEntry = 5, kContentsLine = 6, kContentsDiagnostic = 20;

void add_details(const CertificateDetails& details, std::vector<std::string>& row) {
  const std::vector<std::string> values{details.sha1,
                                        details.signature_algorithm,
                                        csv_list(details.key_usage),
                                        csv_list(details.extended_key_usage),
                                        details.ca ? *details.ca ? "true" : "false" : "",
                                        details.path_length ? std::to_string(*details.path_length) : "",
                                        details.subject_key_id,
                                        details.authority_key_id,
                                        csv_list(details.policies),
                                        csv_list(details.permitted),
                                        csv_list(details.excluded),
                                        csv_list(details.crl_urls),
                                        csv_list(details.ocsp_urls),
                                        csv_list(details.ca_issuers_urls),
                                        details.timestamps ? std::to_string(*details.timestamps) : "",
                                        csv_list(details.critical)};
  row.insert(row.end(), values.begin(), values.end());
}

std::string entry_row(const BundleReport& bundle, const EntryReport& entry) {
  static const CertificateReport kNone;
  const CertificateReport& certificate = entry.certificate == nullptr ? kNone : *entry.certificate;
  std::vector<std::string> row{bundle.name,
                               bundle.target,
                               std::string(formats::to_string(entry.kind)),
                               entry.role ? std::string(chain::to_string(*entry.role)) : "",
                               entry.location.path,
                               number(entry.location.entry),
                               number(entry.location.line),
                               entry.label,
                               certificate.subject,
                               certificate.issuer,
                               certificate.serial,
                               time(certificate.not_before),
                               time(certificate.not_after),
                               entry.key,
                               csv_list(certificate.names),
                               certificate.sha256,
                               entry.key_sha256,
                               entry.key_state,
                               entry.store,
                               entry.protection,
                               certificate.details ? csv_list(certificate.details->defects) : ""};
  if (certificate.details) add_details(*certificate.details, row);
  row.resize(kContentsColumns);
  return csv_row(row);
}

std::string diagnostic_row(const InputReport& input, const Diagnostic& diagnostic) {
  std::vector<std::string> row(kContentsColumns);
  row[kContentsKind] = "diagnostic";
  row[kContentsPath] = diagnostic.location.path.empty() ? input.path : diagnostic.location.path;
  row[kContentsEntry] = number(diagnostic.location.entry);
  row[kContentsLine] = number(diagnostic.location.line);
  row[kContentsDiagnostic] = std::string(to_string(diagnostic.severity)) + ": " + diagnostic.message;
  return csv_row(row);
}

}  // namespace

std::string write_contents_csv(const Report& report) {
  std::string out(kContentsHead);
  for (const InputReport& input : report.inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) out += diagnostic_row(input, diagnostic);
  }
  for (const BundleReport& bundle : report.bundles) {
    for (const EntryReport& entry : bundle.entries) {
      if (out.size() <= report.most_bytes) out += entry_row(bundle, entry);
    }
  }
  return out;
}

}  // namespace chainlint::report
