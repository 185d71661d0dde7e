#include "text/contents_csv.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "text/csv_row.h"

namespace chainlint::report {
namespace {

std::string number(const std::optional<std::uint32_t>& value) { return value ? std::to_string(*value) : ""; }

std::string time(const std::optional<Instant>& value) { return value ? value->to_string() : ""; }

std::string entry_row(const BundleReport& bundle, const EntryReport& entry) {
  static const CertificateReport kNone;
  const CertificateReport& certificate = entry.certificate == nullptr ? kNone : *entry.certificate;
  return csv_row({bundle.name,
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
                  ""});
}

// Its place among the columns is that of the entries; the message stands in the last.
std::string diagnostic_row(const InputReport& input, const Diagnostic& diagnostic) {
  std::vector<std::string> row(21);
  row[2] = "diagnostic";
  row[4] = diagnostic.location.path.empty() ? input.path : diagnostic.location.path;
  row[5] = number(diagnostic.location.entry);
  row[6] = number(diagnostic.location.line);
  row[20] = std::string(to_string(diagnostic.severity)) + ": " + diagnostic.message;
  return csv_row(row);
}

}  // namespace

std::string write_contents_csv(const Report& report) {
  std::string out = csv_row({"bundle", "target",  "kind",       "role",      "path",       "entry",      "line",
                             "label",  "subject", "issuer",     "serial",    "not_before", "not_after",  "key",
                             "names",  "sha256",  "key_sha256", "key_state", "store",      "protection", "diagnostic"});
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
