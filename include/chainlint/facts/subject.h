// What a rule speaks of and a finding points at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/location.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/profiles/deployment.h"

namespace chainlint {

enum class SubjectKind { bundle, container, certificate, key, link, chain };
std::string_view to_string(SubjectKind kind);

// Everything that facts about one bundle are computed from. Borrows; all of it must outlive the subjects.
struct FactContext {
  const Bundle& bundle;
  const BundleAnalysis& analysis;
  const ChainRequest& request;
  std::string_view target;                 // name of the deployment profile; empty without one
  const Deployment* deployment = nullptr;  // what the target makes of the bundle; null where neither target nor client was asked for
};

// One thing to judge: a kind and which of them. `bundle` and `chain` exist once, containers, members, keys and links many times.
struct Subject {
  SubjectKind kind = SubjectKind::bundle;
  std::size_t index = 0;  // into Bundle::containers, BundleAnalysis::members, ::keys, Path::links
};

// All subjects of a kind, in order. A certificate subject past the members of the bundle is a step of the path that came from the anchors:
// index members.size() + n is the n-th such step.
std::vector<Subject> subjects_of(SubjectKind kind, const FactContext& context);

// The certificate of a certificate subject.
const Certificate& certificate_of(const Subject& subject, const FactContext& context);

// Where the subject stands.
Location location_of(const Subject& subject, const FactContext& context);

// The SHA-256 that identifies the subject in findings: of the certificate, of the public key (key), of the leaf (chain, bundle, container),
// of the child (link). Empty where there is none.
std::string identity_of(const Subject& subject, const FactContext& context);

}  // namespace chainlint
