#include <utility>

#include "bundle_title.h"
#include "chainlint/base/text.h"
#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/terminal.h"
#include "text/drawing.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

std::string field(std::string_view name, const std::string& value) {
  return value.empty() ? "" : "       " + padded(name, 11) + value + "\n";
}

std::string time_range(const CertificateReport& certificate) {
  if (!certificate.not_before && !certificate.not_after) return "";
  return (certificate.not_before ? certificate.not_before->to_string() : "?") + " to " +
         (certificate.not_after ? certificate.not_after->to_string() : "?");
}

// Names of other kinds than DNS are shown with their kind: "IP 192.0.2.1".
std::string named(const CertificateReport& certificate) {
  constexpr std::size_t kMost = 8;
  const std::vector<std::string>& names = certificate.names;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i) {
    const x509::GeneralNameKind kind = certificate.details ? certificate.details->name_kinds[i] : x509::GeneralNameKind::dns;
    text += (i == 0 ? "" : ", ") + (kind == x509::GeneralNameKind::dns ? "" : std::string(name_kind_title(kind)) + " ") + names[i];
  }
  if (names.size() > kMost) text += " and " + std::to_string(names.size() - kMost) + " more";
  return text;
}

std::string some_of_list(const std::vector<std::string>& texts, std::size_t most = 20) {
  return listed(texts, most, [](const std::string& text) { return text; });
}

std::string certificate_fields(const EntryReport& entry) {
  const CertificateReport& certificate = *entry.certificate;
  std::string out = field("subject", certificate.subject) + field("issuer", certificate.issuer) + field("serial", certificate.serial) +
                    field("valid", time_range(certificate)) + field("key", entry.key) + field("names", named(certificate));
  if (certificate.details) {
    const CertificateDetails& details = *certificate.details;
    out += field("signature", details.signature_algorithm) + field("CA", constraints_text(details)) +
           field("key usage", some_of_list(details.key_usage)) + field("EKU", some_of_list(details.extended_key_usage)) +
           field("permitted", some_of_list(details.permitted)) + field("excluded", some_of_list(details.excluded)) +
           field("policies", some_of_list(policy_titles(details))) + field("critical", some_of_list(details.critical)) +
           field("CRL", some_of_list(details.crl_urls)) + field("OCSP", some_of_list(details.ocsp_urls)) +
           field("CA issuers", some_of_list(details.ca_issuers_urls)) +
           field("SCTs", details.timestamps ? std::to_string(*details.timestamps) : "") + field("SKI", details.subject_key_id) +
           field("AKI", details.authority_key_id) + field("damaged", some_of_list(details.defects)) + field("sha1", details.sha1);
  }
  return out + field("sha256", certificate.sha256) + field("key sha256", entry.key_sha256);
}

std::string belongs_to(const EntryReport& entry) {
  std::vector<std::string> numbers;
  for (std::size_t index : entry.matches) numbers.push_back(std::to_string(index + 1));
  return numbers.empty() ? "" : join_and(numbers);
}

// The place inside the file, whose name is above all of its entries; those of other files say which.
std::string place_in_file(const Location& location, const BundleReport& bundle) {
  if (!bundle.files.empty() && location.path != bundle.files.front()) return to_string(location);
  if (location.line && location.inner.empty()) return "line " + std::to_string(*location.line);
  return printable(location.inner) + (location.line ? ", line " + std::to_string(*location.line) : "");
}

std::string entry_block(const TextStyle& style, const BundleReport& bundle, std::size_t index) {
  const EntryReport& entry = bundle.entries[index];
  std::string kind(formats::to_string(entry.kind));
  for (char& c : kind) c = c == '_' ? ' ' : c;
  if (entry.role) kind += " (" + std::string(chain::to_string(*entry.role)) + ")";
  std::string out = "  " + padded(std::to_string(index + 1), 4) + ink(style, Ink::bold, kind);
  if (!entry.label.empty()) out += " " + in_quotes(entry.label);
  if (const std::string place = place_in_file(entry.location, bundle); !place.empty()) out += "  " + ink(style, Ink::dim, place);
  out += "\n";
  if (entry.certificate != nullptr) {
    out += certificate_fields(entry);
  } else {
    out += field("stored as", entry.description) + field("key", entry.key) + field("key sha256", entry.key_sha256);
    out += field("state", entry.key_state);
    out += field("belongs to", belongs_to(entry)) + field("list", entry.trust_list);
  }
  out += field("store", entry.store + (entry.archived ? entry.store.empty() ? "archived" : ", archived" : ""));
  return out + field("kept in", entry.key_storage) + field("encrypted", entry.protection);
}

std::string contents_block(const TextStyle& style, const BundleReport& bundle, const std::string& path) {
  std::string out;
  if (bundle.name != path || bundle.files.size() > 1) out += "  " + ink(style, Ink::bold, title(bundle)) + "\n";
  out += "  kind " + std::string(kind_title(bundle.kind)) + "\n";
  if (bundle.layout != formats::FolderLayout::none) out += "  folder layout of " + std::string(formats::to_string(bundle.layout)) + "\n";
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) out += entry_block(style, bundle, i);
  return out + chain_drawing(style, bundle);
}

class ShowWriter : public BundleWriter {
 public:
  ShowWriter(const TextStyle& style, Sink sink) : style_(style), sink_(std::move(sink)) {}

  void begin(const Report&, std::size_t) override {}
  void bundle(const BundlePtr&) override {}

  void input(const InputReport& input, const std::vector<BundlePtr>& bundles, const std::string& completes) override {
    std::string out = file_line(style_, input);
    if (!input.integrity.empty()) out += "  integrity: " + input.integrity + "\n";
    out += diagnostic_lines(style_, input);
    if (!input.part_of.empty()) out += "  the same certificates as in " + printable(input.part_of) + "\n";
    if (!completes.empty()) out += "  part of " + completes + "\n";
    for (const BundlePtr& bundle : bundles) out += contents_block(style_, *bundle, input.path);
    sink_(out + "\n");
  }

  void end(const Report& report) override {
    for (const std::string& path : report.skipped) sink_("skipped " + printable(path) + ": unknown file format\n");
  }

 private:
  const TextStyle style_;
  const Sink sink_;
};

}  // namespace

std::unique_ptr<BundleWriter> show_writer(const TextStyle& style, Sink sink) {
  return std::make_unique<ShowWriter>(style, std::move(sink));
}

}  // namespace chainlint::report
