#include "rollout/outage_predictor.h"

#include <algorithm>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/facts/sent_path.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::renewal {
namespace {

const x509::CertificatePtr& shared_leaf(const facts::FactContext& context) {
  return context.analysis.members[*context.analysis.leaf].certificate;
}

bool same_entity(const x509::Certificate& a, const x509::Certificate& b) {
  return a.subject().canonical() == b.subject().canonical() && a.public_key().canonical() == b.public_key().canonical();
}

std::string sent_text(const std::vector<chain::SentCertificate>& sent) {
  if (sent.size() == 1) return x509::quoted_name(*sent.front().certificate) + " alone";
  std::vector<std::string> names;
  for (const chain::SentCertificate& each : sent) names.push_back(x509::quoted_name(*each.certificate));
  return join_and(names);
}

std::string problem_text(const x509::Certificate& certificate, const chain::ProblemDetail& problem) {
  if (problem.problem == chain::PathProblem::expired && certificate.not_after()) {
    return x509::quoted_name(certificate) + " expired on " + certificate.not_after()->date();
  }
  if (problem.problem == chain::PathProblem::not_yet_valid && certificate.not_before()) {
    return x509::quoted_name(certificate) + " is valid from " + certificate.not_before()->to_string();
  }
  return x509::quoted_name(certificate) + ": " + (problem.detail.empty() ? std::string(chain::to_string(problem.problem)) : problem.detail);
}

// Those that come with the leaf, and a root beside it at which its path ends.
std::vector<x509::CertificatePtr> authorities_of(const facts::FactContext& side) {
  std::vector<x509::CertificatePtr> authorities;
  for (const chain::Member& member : side.analysis.members) {
    if (member.certificate->is_ca()) authorities.push_back(member.certificate);
  }
  const std::optional<chain::Path>& path = side.analysis.path;
  if (path && path->stop == chain::StopReason::untrusted_root && path->steps.back().source == chain::StepSource::known) {
    authorities.push_back(path->steps.back().certificate);
  }
  return authorities;
}

}  // namespace

OutagePredictor::OutagePredictor(const facts::FactContext& next, const RolloutServer& server, crypto::SignatureVerifier& verifier)
    : next_(next), verifier_(verifier) {
  std::set<Digest256> held;
  const auto add = [&](const x509::CertificatePtr& certificate) {
    if (certificate->is_ca() && held.insert(certificate->sha256()).second) known_.push_back(certificate);
  };
  for (const facts::FactContext* side : {&next, &next.renewal->previous}) {
    for (const x509::CertificatePtr& certificate : authorities_of(*side)) add(certificate);
  }
  for (const x509::CertificatePtr& certificate : server.stored()) add(certificate);
  before_ = top_of(next.renewal->previous);
  after_ = top_of(next);
}

bool OutagePredictor::known_intermediate(const x509::Certificate& child) const {
  return std::any_of(known_.begin(), known_.end(), [&](const x509::CertificatePtr& each) {
    return !x509::looks_self_signed(*each) && each->subject().canonical() == child.issuer().canonical();
  });
}

// A leaf that was and is sent alone may be issued by the private root of its clients, which a run without --anchors does not know.
bool OutagePredictor::may_be_below_root(const chain::Path& path) const {
  const x509::Certificate& leaf = *path.steps.back().certificate;
  const bool alone = path.steps.size() == 1 && before_.path && before_.path->steps.size() == 1;
  return alone && path.stop == chain::StopReason::issuer_missing && !anchors_told() && facts::issuance_of(next_) != "public" &&
         leaf.extensions().ca_issuers_urls.empty() && !known_intermediate(leaf);
}

// Through what comes with the leaf: another side may contain a twin of its issuer that leads elsewhere. Through all that is known where the
// bundle lacks an intermediate.
ChainTop OutagePredictor::top_of(const facts::FactContext& side) {
  ChainTop own = top_through(shared_leaf(side), authorities_of(side));
  const bool whole = own.root != nullptr || (!own.name.empty() && !known_intermediate(*own.path->steps.back().certificate));
  return whole ? own : top_through(shared_leaf(side), known_);
}

ChainTop OutagePredictor::top_through(const x509::CertificatePtr& leaf, const std::vector<x509::CertificatePtr>& authorities) {
  std::vector<chain::SentCertificate> all(1);
  all.front().certificate = leaf;
  for (const x509::CertificatePtr& certificate : authorities) {
    if (certificate->sha256() != leaf->sha256()) all.emplace_back().certificate = certificate;
  }
  ChainTop top;
  top.path = facts::path_of_sent(all, next_.request, verifier_);
  if (!top.path) return top;
  const x509::CertificatePtr& last = top.path->steps.back().certificate;
  if (top.path->stop == chain::StopReason::anchor || top.path->stop == chain::StopReason::untrusted_root) {
    top.root = last;
    top.name = x509::display_name(*last);
    top.canonical = last->subject().canonical();
  } else if (top.path->steps.size() > 1) {
    top.name = last->issuer().display();
    top.canonical = last->issuer().canonical();
  }
  return top;
}

bool OutagePredictor::other_root() const {
  if (before_.root != nullptr && after_.root != nullptr) return !same_entity(*before_.root, *after_.root);
  return !before_.name.empty() && !after_.name.empty() && before_.canonical != after_.canonical;
}

bool OutagePredictor::root_is_anchor() const {
  return after_.root != nullptr && next_.request.anchors != nullptr && next_.request.anchors->same_entity(*after_.root) != nullptr;
}

bool OutagePredictor::anchors_told() const {
  return next_.request.anchors != nullptr && next_.request.anchors->origin() == chain::AnchorOrigin::files;
}

// Whether the path ends where the full chain does, be it that its root was sent or not.
bool OutagePredictor::ends_like(const chain::Path& path, const ChainTop& top) {
  if (!top.path || top.name.empty()) return false;
  const x509::Certificate& last = *path.steps.back().certificate;
  if (top.root == nullptr) {
    const x509::Certificate& end = *top.path->steps.back().certificate;
    return same_entity(last, end) && last.issuer().canonical() == end.issuer().canonical();
  }
  return same_entity(last, *top.root) || verifier_.verify(last, top.root->public_key()) == crypto::SignatureVerdict::valid;
}

// Whether clients that have only the root before find no way to it.
bool OutagePredictor::needs_new_root(const std::vector<chain::SentCertificate>& sent, const chain::Path& path) {
  if (before_.root != nullptr) {
    const chain::AnchorSet only({before_.root}, chain::AnchorOrigin::files);
    chain::ChainRequest request = next_.request;
    request.anchors = &only;
    const std::optional<chain::Path> of_before = facts::path_of_sent(sent, request, verifier_);
    if (of_before && of_before->stop == chain::StopReason::anchor) return false;
  }
  return ends_like(path, after_) && !ends_like(path, before_);
}

std::string OutagePredictor::gap(const RolloutServer& server, const std::vector<chain::SentCertificate>& sent,
                                 const chain::Path& path) const {
  const x509::Certificate& child = *path.steps.back().certificate;
  const std::string sends = "the server sends " + sent_text(sent) + ": ";
  const bool root_brought = std::any_of(next_.analysis.members.begin(), next_.analysis.members.end(), [&](const chain::Member& member) {
    return x509::looks_self_signed(*member.certificate) && member.certificate->subject().canonical() == child.issuer().canonical();
  });
  if (path.stop == chain::StopReason::untrusted_root || (root_brought && path.stop == chain::StopReason::issuer_missing)) {
    return sends + "root " + in_quotes(child.issuer().display()) + " is not a trust anchor; clients refuse it";
  }
  const std::string issuer = in_quotes(child.issuer().display());
  const std::string whose = path.steps.size() == 1 ? "its issuer " + issuer : "issuer " + issuer + " of " + x509::quoted_name(child);
  const std::vector<x509::CertificatePtr>& brought = server.new_intermediates();
  const bool comes = std::any_of(brought.begin(), brought.end(), [&](const x509::CertificatePtr& each) {
    return each->subject().canonical() == child.issuer().canonical();
  });
  const std::string there = server.has_stores() ? "in the stores" : server.two_places() ? "in the chain file" : "in the file";
  std::string why = " is not " + there;
  if (path.stop == chain::StopReason::issuer_rekeyed) why = " is available with a different key";
  if (path.stop == chain::StopReason::issuer_renamed) why = " is available under a different name";
  if (path.stop == chain::StopReason::signature_invalid) why = " is available with a different key";
  if (server.has_stores() && path.stop == chain::StopReason::issuer_missing) {
    const auto stored = server.stored();
    const bool there_now = std::any_of(stored.begin(), stored.end(), [&](const x509::CertificatePtr& each) {
      return each->subject().canonical() == child.issuer().canonical();
    });
    if (there_now) why = " is in the stores and is not chosen";
  }
  if (why == " is not " + there) why += comes ? " yet" : ", and the new bundle does not contain it";
  return sends + whose + why + "; clients that do not download intermediates refuse it";
}

std::string OutagePredictor::refusal(const RolloutServer& server, const std::vector<chain::SentCertificate>& sent, bool root_told) {
  chain::ChainRequest request = next_.request;
  chain::AnchorSet more;
  const bool add_root = root_told && after_.root != nullptr && x509::looks_self_signed(*after_.root) && request.anchors != nullptr;
  if (add_root && anchors_told()) {
    std::vector<x509::CertificatePtr> certificates = request.anchors->certificates();
    certificates.push_back(after_.root);
    more = chain::AnchorSet(std::move(certificates), chain::AnchorOrigin::files);
    request.anchors = &more;
  }
  const std::optional<chain::Path> path = facts::path_of_sent(sent, request, verifier_);
  if (!path) return "the server sends no certificate";
  for (const chain::PathStep& step : path->steps) {
    if (!step.problems.empty()) return problem_text(*step.certificate, step.problems.front()) + "; clients refuse it";
  }
  const bool new_top = needs_new_root(sent, *path);
  if (new_top && !root_told && other_root()) {
    if (!root_is_anchor()) return "clients without " + in_quotes(after_.name) + " refuse it";
    if (anchors_told()) {
      return "clients that have only the previous root, " + in_quotes(before_.name) + ", refuse it: its chain ends at " +
             in_quotes(after_.name) + ", which is among the anchors of this run";
    }
  }
  if (path->stop == chain::StopReason::anchor) return "";
  const bool after_end = ends_like(*path, after_), before_end = ends_like(*path, before_);
  if (!after_end && !before_end) return may_be_below_root(*path) ? "" : gap(server, sent, *path);
  if (!anchors_told() || (new_top && root_told)) return "";
  return "its chain ends at " + in_quotes(after_end ? after_.name : before_.name) + ", which is not a trust anchor; clients refuse it";
}

std::string OutagePredictor::outage(const RolloutServer& server, const chain::Sending& sending, bool root_told) {
  if (!sending.unpredictable.empty()) return "";
  const std::string sure = refusal(server, sending.certificates, root_told);
  if (!sure.empty()) return sure;
  for (const chain::SendingAlternative& other : sending.alternatives) {
    const std::string perhaps = refusal(server, other.certificates, root_told);
    if (!perhaps.empty()) return "it may be that " + perhaps + " (" + other.reason + ")";
  }
  return "";
}

}  // namespace chainlint::renewal
