#include "reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/private_key.h"
#include "chainlint/yaml/tree.h"

namespace chainlint::formats {
namespace {

int rank(PasswordUse use) {
  switch (use) {
    case PasswordUse::none_needed:
      return 0;
    case PasswordUse::not_found:
      return 2;
    default:
      return 1;
  }
}

// What a person can do about an entry that cannot be decoded: nothing but look at the byte.
std::string at_octet(const asn1::Asn1Error& error) { return fmt::format("{} at byte {}", error.what, error.offset); }

Entry* add_unreadable(std::string_view what, const std::string& reason, Entry entry, ReadContext& context, Container& container) {
  entry.kind = EntryKind::other;
  Location where = entry.location;
  Entry* added = add_entry(std::move(entry), context, container);
  if (added != nullptr) where = added->location;
  report_error(context, container, fmt::format("{}-unreadable", what), reason, std::move(where));
  return added;
}

}  // namespace

yaml::TreeLimits tree_limits(const Limits& limits) {
  return {
      .depth = limits.document_depth, .nodes = limits.document_values, .documents = limits.documents, .alias_octets = limits.alias_bytes};
}

std::vector<PasswordCandidate> password_candidates(const ReadOptions& options) {
  std::vector<PasswordCandidate> candidates;
  auto add_empty = [&candidates] {
    candidates.push_back({Password(), crypto::PasswordForm::standard, PasswordUse::empty});
    candidates.push_back({Password(), crypto::PasswordForm::absent, PasswordUse::absent});
  };
  bool empty_specified = false;
  const std::size_t count = std::min(options.passwords.size(), options.limits.passwords);
  for (std::size_t i = 0; i < count; ++i) {
    const Password& password = options.passwords[i];
    if (password.empty()) {
      if (!empty_specified) add_empty();
      empty_specified = true;
      continue;
    }
    const auto known = kPasswordUseNames.find(password.utf8());
    const PasswordUse use = known && is_well_known(*known) ? *known : PasswordUse::given;
    candidates.push_back({password, crypto::PasswordForm::standard, use});
    if (!is_ascii(password.utf8())) {
      candidates.push_back({password, crypto::PasswordForm::latin1, PasswordUse::given});
      candidates.push_back({password, crypto::PasswordForm::widened_utf8, PasswordUse::given});
    }
  }
  if (!empty_specified) add_empty();
  return candidates;
}

ReadContext::ReadContext(std::string file, const ReadOptions& read_options, CertificateCache& cache, crypto::KdfBudget& kdf_budget)
    : options(read_options),
      certificates(cache),
      path(std::move(file)),
      budget(kdf_budget),
      candidates(password_candidates(read_options)) {}

NestedContainer::NestedContainer(ReadContext& context, Container& container, const Location& where)
    : context_(context), allowed_(++context.depth <= context.options.limits.container_depth) {
  if (!allowed_) {
    report_error(context, container, "container-depth",
                 fmt::format("containers are nested more than {} deep", context.options.limits.container_depth), where);
  }
}

void report(ReadContext& context, Container& container, Diagnostic diagnostic) {
  if (container.diagnostics.size() >= context.options.limits.diagnostics) {
    ++context.withheld;
    context.gravest_withheld = std::min(context.gravest_withheld, diagnostic.severity);
    return;
  }
  if (diagnostic.location.path.empty()) diagnostic.location.path = context.path;
  container.diagnostics.push_back(std::move(diagnostic));
}

void report(ReadContext& context, Container& container, Severity severity, std::string code, std::string message, Location where) {
  report(context, container, Diagnostic{severity, std::move(code), std::move(message), std::move(where)});
}

void report_error(ReadContext& context, Container& container, std::string code, std::string message, Location where) {
  report(context, container, Severity::error, std::move(code), std::move(message), std::move(where));
}

void report_warning(ReadContext& context, Container& container, std::string code, std::string message, Location where) {
  report(context, container, Severity::warning, std::move(code), std::move(message), std::move(where));
}

void report_note(ReadContext& context, Container& container, std::string code, std::string message, Location where) {
  report(context, container, Severity::note, std::move(code), std::move(message), std::move(where));
}

void finish_diagnostics(ReadContext& context, Container& container) {
  if (context.withheld == 0) return;
  Location where;
  where.path = context.path;
  container.diagnostics.push_back(
      {context.gravest_withheld, "diagnostics-limit",
       fmt::format("{} more diagnostics are not listed; at most {} are listed", context.withheld, context.options.limits.diagnostics),
       std::move(where)});
}

Location inside(Location where, std::string_view step) {
  if (!where.inner.empty()) where.inner += " > ";
  where.inner += step;
  return where;
}

Entry* add_entry(Entry entry, ReadContext& context, Container& container) {
  if (context.entries_full) return nullptr;
  const std::size_t limit = context.options.limits.certificates_per_file;
  if (container.entries.size() >= limit) {
    context.entries_full = true;
    report_error(context, container, "entry-limit", fmt::format("more than {} entries; the rest was not read", limit), entry.location);
    return nullptr;
  }
  if (context.options.run && !context.options.run->entries.take(1)) {
    context.entries_full = true;
    report_error(context, container, "run-limit",
                 fmt::format("the files of this run have more than {} entries; the rest was not read. Check fewer files at a time, or "
                             "allow more with --limit entries=N",
                             context.options.run->entries.most()),
                 entry.location);
    return nullptr;
  }
  if (entry.location.path.empty()) entry.location.path = context.path;
  entry.location.entry = static_cast<std::uint32_t>(container.entries.size() + 1);
  container.entries.push_back(std::move(entry));
  return &container.entries.back();
}

Entry* add_certificate(ByteView der, Entry entry, ReadContext& context, Container& container) {
  if (context.entries_full) return nullptr;
  if (der.size() > context.options.limits.certificate_bytes) {
    return add_unreadable(
        "certificate", fmt::format("certificate has {} bytes; at most {} are read", der.size(), context.options.limits.certificate_bytes),
        std::move(entry), context, container);
  }
  auto certificate = context.certificates.intern(der);
  if (!certificate) {
    return add_unreadable("certificate", "certificate cannot be decoded: " + at_octet(certificate.error()), std::move(entry), context,
                          container);
  }
  entry.kind = EntryKind::certificate;
  entry.certificate = *certificate;
  Entry* added = add_entry(std::move(entry), context, container);
  if (added == nullptr || !added->certificate->has_fatal_defect()) return added;
  for (const x509::Defect& defect : added->certificate->defects()) {
    if (!defect.fatal) continue;
    report_error(context, container, "certificate-unreadable",
                 fmt::format("{} of the certificate cannot be read: {} at byte {}", defect.field, defect.what, defect.offset),
                 added->location);
  }
  return added;
}

Entry* add_crl(ByteView der, Entry entry, ReadContext& context, Container& container) {
  if (context.entries_full) return nullptr;
  auto crl = x509::Crl::parse(to_bytes(der));
  if (!crl) {
    return add_unreadable("crl", "certificate revocation list cannot be decoded: " + at_octet(crl.error()), std::move(entry), context,
                          container);
  }
  entry.kind = EntryKind::crl;
  entry.crl = *crl;
  return add_entry(std::move(entry), context, container);
}

Entry* add_sealed_key(Entry entry, ReadContext& context, Container& container) {
  entry.kind = EntryKind::private_key;
  entry.key_state = KeyState::locked;
  return add_entry(std::move(entry), context, container);
}

Entry* add_private_key(ByteView der, KeyState state, ByteView ec_parameters, Entry entry, ReadContext& context, Container& container) {
  entry.kind = EntryKind::private_key;
  auto key = crypto::describe_private_key(der, ec_parameters);
  entry.key_state = key ? state : KeyState::unreadable;
  if (key) entry.key = *key;
  Entry* added = add_entry(std::move(entry), context, container);
  if (added == nullptr) return nullptr;
  if (!key) {
    report_error(context, container, "key-unreadable", "private key cannot be read: " + key.error().message, added->location);
  } else if (!key->problem.empty()) {
    report_warning(context, container, "key-problem", "private key cannot be matched to a certificate: " + key->problem, added->location);
  }
  return added;
}

void note_password(Container& container, PasswordUse use) {
  if (rank(use) > rank(container.facts.password)) container.facts.password = use;
}

}  // namespace chainlint::formats
