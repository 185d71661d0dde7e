#include <algorithm>

#include "certificate/timestamps.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/signed_certificate_timestamps.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

using Timestamps = std::vector<x509::SignedCertificateTimestamp>;

std::optional<Instant> earliest(const Timestamps& timestamps) {
  std::optional<Instant> first;
  for (const x509::SignedCertificateTimestamp& each : timestamps) {
    if (each.timestamp && (!first || *each.timestamp < *first)) first = each.timestamp;
  }
  return first;
}

// A fact about the list; absent without one, unknown where it does not decode.
template <class Read>
FactValue of_list(const x509::Certificate& certificate, Read read) {
  const x509::Extension* extension = certificate.extensions().find(x509::oid::kSignedCertificateTimestamps);
  if (extension == nullptr) return Absent{};
  const auto timestamps = x509::read_signed_certificate_timestamps(*extension);
  if (!timestamps) return Unavailable{"the list of signed certificate timestamps does not decode: " + std::string(timestamps.error().what)};
  return read(*timestamps);
}

FactValue count(const x509::Certificate& certificate) {
  return of_list(certificate, [](const Timestamps& timestamps) { return integer(timestamps.size()); });
}

FactValue earliest_of(const x509::Certificate& certificate) {
  return of_list(certificate, [](const Timestamps& timestamps) { return value_or_absent(earliest(timestamps)); });
}

FactValue logs(const x509::Certificate& certificate) {
  return of_list(certificate, [](const Timestamps& timestamps) {
    std::vector<std::string> ids;
    for (const x509::SignedCertificateTimestamp& each : timestamps) {
      if (!each.log_id.empty()) push_unique(ids, to_hex(each.log_id));
    }
    return FactValue(ids);
  });
}

}  // namespace

std::optional<Instant> earliest_timestamp(const x509::Certificate& certificate) {
  const x509::Extension* extension = certificate.extensions().find(x509::oid::kSignedCertificateTimestamps);
  if (extension == nullptr) return std::nullopt;
  const auto timestamps = x509::read_signed_certificate_timestamps(*extension);
  return timestamps ? earliest(*timestamps) : std::nullopt;
}

FactTable timestamp_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.integer("sct.count", "timestamps",
                          "How many signed certificate timestamps are embedded (RFC 6962); absent without the extension.", count),
      certificate.time("sct.earliest", "The earliest embedded timestamp: when a log first saw the certificate; absent without one.",
                       earliest_of),
      certificate.list(
          "sct.logs",
          "The identifiers of the logs that signed the embedded timestamps, in hexadecimal digits; absent without the extension.", logs),
  };
}

}  // namespace chainlint::facts
