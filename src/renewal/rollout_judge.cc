#include "rollout_judge.h"

#include <algorithm>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/facts/sent_path.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint {
namespace {

std::string quoted(const Certificate& certificate) { return in_quotes(display_name(certificate)); }

const CertificatePtr& leaf_of(const FactContext& context) { return context.analysis.members[*context.analysis.leaf].certificate; }

bool same_entity(const Certificate& a, const Certificate& b) {
  return a.subject().canonical() == b.subject().canonical() && a.public_key().canonical() == b.public_key().canonical();
}

std::string sent_text(const std::vector<SentCertificate>& sent) {
  if (sent.size() == 1) return quoted(*sent.front().certificate) + " alone";
  std::vector<std::string> names;
  for (const SentCertificate& each : sent) names.push_back(quoted(*each.certificate));
  return join_and(names);
}

std::string problem_text(const Certificate& certificate, const ProblemDetail& problem) {
  if (problem.problem == PathProblem::expired && certificate.not_after()) {
    return quoted(certificate) + " ended on " + certificate.not_after()->to_string();
  }
  if (problem.problem == PathProblem::not_yet_valid && certificate.not_before()) {
    return quoted(certificate) + " is valid from " + certificate.not_before()->to_string() + " on";
  }
  return quoted(certificate) + ": " + (problem.detail.empty() ? std::string(to_string(problem.problem)) : problem.detail);
}

}  // namespace

RolloutJudge::RolloutJudge(const FactContext& next, const RolloutServer& server, SignatureVerifier& verifier)
    : next_(next), verifier_(verifier) {
  std::set<Digest256> held;
  const auto add = [&](const CertificatePtr& certificate) {
    if (certificate->is_ca() && held.insert(certificate->sha256()).second) known_.push_back(certificate);
  };
  for (const Member& member : next.analysis.members) add(member.certificate);
  for (const Member& member : next.renewal->previous.analysis.members) add(member.certificate);
  for (const CertificatePtr& certificate : server.stored()) add(certificate);
  before_ = top_of(next.renewal->previous);
  after_ = top_of(next);
}

bool RolloutJudge::known_intermediate(const Certificate& child) const {
  return std::any_of(known_.begin(), known_.end(), [&](const CertificatePtr& each) {
    return !looks_self_signed(*each) && each->subject().canonical() == child.issuer().canonical();
  });
}

// Through what comes with the leaf: another side may hold a twin of its issuer that leads elsewhere. Through all that is known where the
// bundle lacks an intermediate.
ChainTop RolloutJudge::top_of(const FactContext& side) {
  std::vector<CertificatePtr> authorities;
  for (const Member& member : side.analysis.members) {
    if (member.certificate->is_ca()) authorities.push_back(member.certificate);
  }
  ChainTop own = top_through(leaf_of(side), authorities);
  const bool whole = own.root != nullptr || (!own.name.empty() && !known_intermediate(*own.path->steps.back().certificate));
  return whole ? own : top_through(leaf_of(side), known_);
}

ChainTop RolloutJudge::top_through(const CertificatePtr& leaf, const std::vector<CertificatePtr>& authorities) {
  std::vector<SentCertificate> all(1);
  all.front().certificate = leaf;
  for (const CertificatePtr& certificate : authorities) {
    if (certificate->sha256() != leaf->sha256()) all.emplace_back().certificate = certificate;
  }
  ChainTop top;
  top.path = path_of_sent(all, next_.request, verifier_);
  if (!top.path) return top;
  const CertificatePtr& last = top.path->steps.back().certificate;
  if (top.path->stop == StopReason::anchor || top.path->stop == StopReason::untrusted_root) {
    top.root = last;
    top.name = display_name(*last);
    top.canonical = last->subject().canonical();
  } else if (top.path->steps.size() > 1) {
    top.name = last->issuer().display();
    top.canonical = last->issuer().canonical();
  }
  return top;
}

bool RolloutJudge::other_root() const {
  if (before_.root != nullptr && after_.root != nullptr) return !same_entity(*before_.root, *after_.root);
  return !before_.name.empty() && !after_.name.empty() && before_.canonical != after_.canonical;
}

bool RolloutJudge::root_is_anchor() const {
  return after_.root != nullptr && next_.request.anchors != nullptr && next_.request.anchors->same_entity(*after_.root) != nullptr;
}

bool RolloutJudge::anchors_told() const {
  return next_.request.anchors != nullptr && next_.request.anchors->origin() == AnchorOrigin::files;
}

// Whether the path ends where the full chain does, be it that its root was sent or not.
bool RolloutJudge::ends_like(const Path& path, const ChainTop& top) {
  if (!top.path || top.name.empty()) return false;
  const Certificate& last = *path.steps.back().certificate;
  if (top.root == nullptr) {
    const Certificate& end = *top.path->steps.back().certificate;
    return same_entity(last, end) && last.issuer().canonical() == end.issuer().canonical();
  }
  return same_entity(last, *top.root) || verifier_.verify(last, top.root->public_key()) == SignatureVerdict::valid;
}

// Whether clients that have only the root of before find no way to it.
bool RolloutJudge::needs_new_root(const std::vector<SentCertificate>& sent, const Path& path) {
  if (before_.root != nullptr) {
    const AnchorSet only({before_.root}, AnchorOrigin::files);
    ChainRequest request = next_.request;
    request.anchors = &only;
    const std::optional<Path> of_before = path_of_sent(sent, request, verifier_);
    if (of_before && of_before->stop == StopReason::anchor) return false;
  }
  return ends_like(path, after_) && !ends_like(path, before_);
}

std::string RolloutJudge::gap(const RolloutServer& server, const std::vector<SentCertificate>& sent, const Path& path) const {
  const Certificate& child = *path.steps.back().certificate;
  const std::string sends = "the server sends " + sent_text(sent) + ": ";
  const bool root_brought = std::any_of(next_.analysis.members.begin(), next_.analysis.members.end(), [&](const Member& member) {
    return looks_self_signed(*member.certificate) && member.certificate->subject().canonical() == child.issuer().canonical();
  });
  if (path.stop == StopReason::untrusted_root || (root_brought && path.stop == StopReason::issuer_missing)) {
    return sends + "its chain ends at " + in_quotes(child.issuer().display()) + ", which is no trust anchor; clients refuse it";
  }
  const std::string issuer = in_quotes(child.issuer().display());
  const std::string whose = path.steps.size() == 1 ? "its issuer " + issuer : issuer + ", which issued " + quoted(child) + ",";
  const std::vector<CertificatePtr>& brought = server.new_intermediates();
  const bool comes = std::any_of(brought.begin(), brought.end(),
                                 [&](const CertificatePtr& each) { return each->subject().canonical() == child.issuer().canonical(); });
  const std::string there = server.has_stores() ? "in the stores" : server.two_places() ? "in the chain file" : "in the file";
  std::string why = " is not " + there;
  if (path.stop == StopReason::issuer_rekeyed) why = " is there with another key";
  if (path.stop == StopReason::issuer_renamed) why = " is there under another name";
  if (path.stop == StopReason::signature_invalid) why = " is there with another key";
  if (server.has_stores() && path.stop == StopReason::issuer_missing) {
    const auto stored = server.stored();
    const bool there_now = std::any_of(stored.begin(), stored.end(), [&](const CertificatePtr& each) {
      return each->subject().canonical() == child.issuer().canonical();
    });
    if (there_now) why = " is in the stores and is not chosen";
  }
  if (why == " is not " + there) why += comes ? " yet" : ", and the new bundle does not bring it";
  return sends + whose + why + "; clients that do not fetch intermediates refuse it";
}

std::string RolloutJudge::refusal(const RolloutServer& server, const std::vector<SentCertificate>& sent, bool root_told) {
  ChainRequest request = next_.request;
  AnchorSet more;
  const bool add_root = root_told && after_.root != nullptr && looks_self_signed(*after_.root) && request.anchors != nullptr;
  if (add_root && anchors_told()) {
    std::vector<CertificatePtr> certificates = request.anchors->certificates();
    certificates.push_back(after_.root);
    more = AnchorSet(std::move(certificates), AnchorOrigin::files);
    request.anchors = &more;
  }
  const std::optional<Path> path = path_of_sent(sent, request, verifier_);
  if (!path) return "the server sends no certificate";
  for (const PathStep& step : path->steps) {
    if (!step.problems.empty()) return problem_text(*step.certificate, step.problems.front()) + "; clients refuse it";
  }
  const bool new_top = needs_new_root(sent, *path);
  if (new_top && !root_told && other_root()) {
    if (!root_is_anchor()) return "clients that were not given " + in_quotes(after_.name) + " yet refuse it";
    if (anchors_told()) {
      return "clients that have only the root of before, " + in_quotes(before_.name) + ", refuse it: its chain ends at " +
             in_quotes(after_.name) + ", which this run's anchors have";
    }
  }
  if (path->stop == StopReason::anchor) return "";
  const bool after_end = ends_like(*path, after_), before_end = ends_like(*path, before_);
  if (!after_end && !before_end) return gap(server, sent, *path);
  if (!anchors_told() || (new_top && root_told)) return "";
  return "its chain ends at " + in_quotes(after_end ? after_.name : before_.name) + ", which is no trust anchor; clients refuse it";
}

std::string RolloutJudge::outage(const RolloutServer& server, const Sending& sending, bool root_told) {
  if (!sending.unpredictable.empty()) return "";
  const std::string sure = refusal(server, sending.certificates, root_told);
  if (!sure.empty()) return sure;
  for (const SendingAlternative& other : sending.alternatives) {
    const std::string perhaps = refusal(server, other.certificates, root_told);
    if (!perhaps.empty()) return "it may be that " + perhaps + " (" + other.reason + ")";
  }
  return "";
}

}  // namespace chainlint
