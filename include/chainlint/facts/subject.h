// What a rule is about and a finding points at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/location.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/profiles/deployment.h"

namespace chainlint::records {
class Records;
}

namespace chainlint::facts {

struct Outlook;
struct Renewal;
struct RunState;

enum class SubjectKind {
  bundle,
  container,
  diagnostic,  // one message of a reader about a container
  certificate,
  key,
  link,
  chain,
  renewal,  // the deployed bundle and what is to replace it; exists where something is to be replaced
  waiver,   // an exception that a policy grants
  run,      // the run itself: its data
};
inline constexpr EnumNames<SubjectKind::run> kSubjectKindNames{"bundle", "container", "diagnostic", "certificate", "key",
                                                               "link",   "chain",     "renewal",    "waiver",      "run"};
constexpr std::string_view to_string(SubjectKind kind) { return kSubjectKindNames[kind]; }

// Whether the rules of public CAs apply to a certificate.
enum class Issuance { undeclared, public_ca, private_ca };

// When the change takes place: certificates must be valid from `start` to `end` and `margin_days` longer.
struct ChangeWindow {
  Instant start, end;
  int margin_days = 30;

  Instant until() const { return end.plus_days(margin_days); }
};

// Everything that facts about one bundle are computed from. Borrows; all of it must outlive the subjects.
struct FactContext {
  const formats::Bundle& bundle;
  const chain::BundleAnalysis& analysis;
  const chain::ChainRequest& request;
  std::string_view target;                           // name of the deployment profile; empty without one
  const profiles::Deployment* deployment = nullptr;  // the prediction for the target; null without --target and --client
  const records::Records* records = nullptr;         // dated facts about public CAs; null: the shipped ones
  const ChangeWindow* window = nullptr;              // null where none was given
  const Renewal* renewal = nullptr;                  // null where nothing is replaced
  const FactContext* rollback = nullptr;             // what would be restored if the change fails; null where none was named
  Issuance issuance = Issuance::undeclared;          // as the user declared it
  bool believe_claims = true;        // a leaf that claims a policy of public CAs is taken at its word below a root of one's own, too
  const RunState* run = nullptr;     // set where the run itself is evaluated and no bundle
  const Outlook* outlook = nullptr;  // the chain at the moments that the window makes matter; null where none was given
};

// The certificate that the server is for; null where the bundle has none.
inline const x509::Certificate* leaf_of(const FactContext& context) {
  return context.analysis.leaf ? context.analysis.members[*context.analysis.leaf].certificate.get() : nullptr;
}

// What the bundle is deployed on; null without a target.
inline const profiles::Profile* profile_of(const FactContext& context) {
  return context.deployment == nullptr ? nullptr : context.deployment->target.profile;
}

// "public", "private" or "unknown": as declared, else by the root of the chain, else by the policies of the leaf.
std::string_view issuance_of(const FactContext& context);

// A subject of rules: its kind, and its index among those of this kind. `bundle`, `chain`, `renewal` and `run` exist once, the others many
// times. Where the run is evaluated there are `run` and `waiver` alone; elsewhere neither.
struct Subject {
  SubjectKind kind = SubjectKind::bundle;
  // Into Bundle::containers, BundleAnalysis::members, ::keys, Path::links, RunState::waivers; of a diagnostic: its number among those of
  // all containers of the bundle.
  std::size_t index = 0;
};

// All subjects of a kind, in order. A certificate subject past the members of the bundle is a step of the path that came from the anchors:
// index members.size() + n is the n-th such step.
std::vector<Subject> subjects_of(SubjectKind kind, const FactContext& context);

// The container and the diagnostic of a diagnostic subject.
struct PlacedDiagnostic {
  const formats::Container& container;
  const Diagnostic& diagnostic;
};
PlacedDiagnostic diagnostic_of(const Subject& subject, const FactContext& context);

// The certificate of a certificate subject.
const x509::Certificate& certificate_of(const Subject& subject, const FactContext& context);

// Where the subject is in the input.
Location location_of(const Subject& subject, const FactContext& context);

// The SHA-256 that identifies the subject in findings: of the certificate, of the public key (key), of the leaf (chain, bundle, container),
// of the child (link), of what the waiver says (waiver). Empty where there is none.
std::string identity_of(const Subject& subject, const FactContext& context);

}  // namespace chainlint::facts
