#include "chainlint/facts/subject.h"

#include "chain/place.h"
#include "chainlint/base/limits.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/facts/run_state.h"
#include "chainlint/facts/subject_key.h"
#include "chainlint/x509/display.h"

namespace chainlint::facts {

namespace {

Location bundle_location(const FactContext& context) {
  Location location;
  location.path = context.bundle.containers.empty() ? context.bundle.name : context.bundle.containers.front().path;
  return location;
}

Location certificate_location(const Subject& subject, const FactContext& context) {
  const chain::Member* member = member_of(subject, context);
  if (member == nullptr) {
    const std::optional<std::size_t> step = step_of(subject, context);
    const std::optional<chain::KnownCertificate>& known =
        step ? context.analysis.path->steps[*step].known : std::optional<chain::KnownCertificate>();
    if (known && !known->location.path.empty()) return known->location;
  }
  return member == nullptr || member->entries.empty() ? bundle_location(context)
                                                      : context.analysis.entries[member->entries.front()]->location;
}

// Steps of the path that no member of the bundle contains, in order.
std::vector<std::size_t> steps_from_anchors(const FactContext& context) {
  std::vector<std::size_t> steps;
  if (!context.analysis.path) return steps;
  std::vector<bool> held(context.analysis.path->steps.size(), false);
  for (const chain::Member& member : context.analysis.members) {
    if (member.path_index && *member.path_index < held.size()) held[*member.path_index] = true;
  }
  for (std::size_t step = 0; step < held.size(); ++step) {
    if (!held[step]) steps.push_back(step);
  }
  return steps;
}

std::size_t count_diagnostics(const formats::Bundle& bundle) {
  std::size_t count = 0;
  for (const formats::Container& container : bundle.containers) count += container.diagnostics.size();
  return count;
}

std::size_t subject_count(SubjectKind kind, const FactContext& context) {
  const chain::BundleAnalysis& analysis = context.analysis;
  const bool of_run = kind == SubjectKind::run || kind == SubjectKind::waiver;
  if (of_run != (context.run != nullptr)) return 0;
  switch (kind) {
    case SubjectKind::bundle:
    case SubjectKind::run:
      return 1;
    case SubjectKind::container:
      return context.bundle.containers.size();
    case SubjectKind::diagnostic:
      return count_diagnostics(context.bundle);
    case SubjectKind::certificate:
      return analysis.members.size() + steps_from_anchors(context).size();
    case SubjectKind::key:
      return analysis.keys.size();
    case SubjectKind::link:
      return analysis.path ? analysis.path->links.size() : 0;
    case SubjectKind::chain:
      return analysis.path ? 1 : 0;
    case SubjectKind::renewal:
      return context.renewal != nullptr ? 1 : 0;
    case SubjectKind::waiver:
      return context.run->waivers.size();
  }
  return 0;
}

std::string waiver_identity(const WaiverOutcome& waiver) {
  std::string text = waiver.rule + '\n' + waiver.certificate + '\n' + waiver.key;
  for (const std::string& path : waiver.paths) text += '\n' + path;
  return to_hex(crypto::sha256(as_bytes(text)));
}

}  // namespace

std::vector<Subject> subjects_of(SubjectKind kind, const FactContext& context) {
  std::vector<Subject> subjects(subject_count(kind, context));
  for (std::size_t i = 0; i < subjects.size(); ++i) subjects[i] = Subject{kind, i};
  return subjects;
}

PlacedDiagnostic diagnostic_of(const Subject& subject, const FactContext& context) {
  std::size_t index = subject.index;
  const formats::Container* container = context.bundle.containers.data();
  for (; index >= container->diagnostics.size(); ++container) index -= container->diagnostics.size();
  return {*container, container->diagnostics[index]};
}

const x509::Certificate& certificate_of(const Subject& subject, const FactContext& context) {
  const chain::Member* member = member_of(subject, context);
  return member != nullptr ? *member->certificate : *context.analysis.path->steps[*step_of(subject, context)].certificate;
}

Location location_of(const Subject& subject, const FactContext& context) {
  switch (subject.kind) {
    case SubjectKind::bundle:
      return bundle_location(context);
    case SubjectKind::container: {
      Location location;
      location.path = context.bundle.containers[subject.index].path;
      return location;
    }
    case SubjectKind::diagnostic: {
      const PlacedDiagnostic found = diagnostic_of(subject, context);
      Location location = found.diagnostic.location;
      if (location.path.empty()) location.path = found.container.path;
      return location;
    }
    case SubjectKind::certificate:
      return certificate_location(subject, context);
    case SubjectKind::key:
      return context.analysis.entries[context.analysis.keys[subject.index].entry]->location;
    case SubjectKind::link:
      return certificate_location(certificate_at_step(subject.index, context), context);
    case SubjectKind::waiver:
      return context.run->waivers[subject.index].location;
    case SubjectKind::run:
      return Location{.path = context.run->path};
    case SubjectKind::renewal:
    case SubjectKind::chain: {
      const std::optional<Subject> head = head_subject(context);
      return head ? certificate_location(*head, context) : bundle_location(context);
    }
  }
  return {};
}

std::string identity_of(const Subject& subject, const FactContext& context) {
  switch (subject.kind) {
    case SubjectKind::certificate:
      return to_hex(certificate_of(subject, context).sha256());
    case SubjectKind::key:
      return public_key_sha256_of(subject, context);
    case SubjectKind::link:
      return to_hex(context.analysis.path->steps[subject.index].certificate->sha256());
    case SubjectKind::waiver:
      return waiver_identity(context.run->waivers[subject.index]);
    case SubjectKind::run:
      return "";
    case SubjectKind::bundle:
    case SubjectKind::container:
    case SubjectKind::diagnostic:
    case SubjectKind::chain:
    case SubjectKind::renewal:
      break;
  }
  const std::optional<Subject> head = head_subject(context);
  return head ? to_hex(certificate_of(*head, context).sha256()) : std::string();
}

Subject certificate_at_step(std::size_t step, const FactContext& context) {
  const std::vector<chain::Member>& members = context.analysis.members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].path_index == step) return {SubjectKind::certificate, i};
  }
  const std::vector<std::size_t> outside = steps_from_anchors(context);
  for (std::size_t n = 0; n < outside.size(); ++n) {
    if (outside[n] == step) return {SubjectKind::certificate, members.size() + n};
  }
  return {SubjectKind::certificate, members.size()};
}

std::optional<std::size_t> step_of(const Subject& certificate, const FactContext& context) {
  if (const chain::Member* member = member_of(certificate, context)) return member->path_index;
  return steps_from_anchors(context)[certificate.index - context.analysis.members.size()];
}

std::optional<Subject> leaf_subject(const FactContext& context) {
  if (context.analysis.leaf) return Subject{SubjectKind::certificate, *context.analysis.leaf};
  return std::nullopt;
}

std::optional<Subject> head_subject(const FactContext& context) {
  if (context.analysis.head) return Subject{SubjectKind::certificate, *context.analysis.head};
  return std::nullopt;
}

const chain::Member* member_of(const Subject& certificate, const FactContext& context) {
  return certificate.index < context.analysis.members.size() ? &context.analysis.members[certificate.index] : nullptr;
}

const formats::Container* container_with(const formats::Entry* entry, const FactContext& context) {
  const std::less<const formats::Entry*> before;
  for (const formats::Container& container : context.bundle.containers) {
    const formats::Entry* first = container.entries.data();
    if (entry != nullptr && !before(entry, first) && before(entry, first + container.entries.size())) return &container;
  }
  return nullptr;
}

bool is_file_of_bundle(const std::string& path, const FactContext& context) {
  const std::vector<formats::Container>& containers = context.bundle.containers;
  return std::any_of(containers.begin(), containers.end(), [&](const formats::Container& each) { return each.path == path; });
}

const chain::Member* member_with(const x509::Certificate& certificate, const FactContext& context) {
  for (const chain::Member& member : context.analysis.members) {
    if (member.certificate->sha256() == certificate.sha256()) return &member;
  }
  return nullptr;
}

std::string describe(const x509::Defect& defect) { return defect.field + " at byte " + std::to_string(defect.offset) + ": " + defect.what; }

std::optional<std::string> undecodable(const x509::Certificate& certificate, std::string_view field) {
  for (const x509::Defect& defect : certificate.extensions().defects) {
    if (defect.field == field) return std::string(field) + " of " + x509::subject_text(certificate) + " does not decode: " + defect.what;
  }
  return std::nullopt;
}

const formats::Entry* find_trusted_entry(const FactContext& context, const std::function<bool(const x509::Certificate&)>& test) {
  std::size_t looked_at = 0;
  for (const auto& container : context.bundle.trusted) {
    for (const formats::Entry& entry : container->entries) {
      if (!entry.trusted_certificate || entry.certificate == nullptr) continue;
      if (++looked_at > FactLimits::kTrustedEntries) return nullptr;
      if (test(*entry.certificate)) return &entry;
    }
  }
  return nullptr;
}

std::string brief_place(const Location& location) {
  Location brief = location;
  brief.column.reset();
  if (brief.line) brief.inner.clear();
  return to_string(brief);
}

std::string describe(const x509::Certificate& certificate) {
  std::string text = x509::subject_text(certificate) + " (";
  if (certificate.extensions().subject_key_id) text += "key id " + x509::id_text(*certificate.extensions().subject_key_id) + ", ";
  text += "serial " + certificate.serial_text();
  if (certificate.not_after()) text += ", valid until " + certificate.not_after()->date();
  return text + ")";
}

}  // namespace chainlint::facts
