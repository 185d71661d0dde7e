#include "fix/fix_request.h"

#include <algorithm>
#include <utility>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/chain/purposes.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/general_name.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::write {
namespace {

constexpr std::size_t kNamesShown = 100;

std::string key_id_text(const x509::Certificate& child) {
  const auto& authority = child.extensions().authority_key_id;
  return authority && authority->key_id ? " (key id " + x509::id_text(*authority->key_id) + ")" : "";
}

std::string place_text(const x509::Certificate& child) {
  const std::string_view url = child.extensions().issuer_url();
  return url.empty() ? "the certificate has no caIssuers URL" : "its caIssuers URL is " + in_quotes(url);
}

// What a new certificate must do better, for the problems that reissuing fixes.
std::string complaint(const chain::PathStep& step, const chain::ProblemDetail& problem) {
  const x509::Certificate& certificate = *step.certificate;
  const std::string end = certificate.not_after() ? certificate.not_after()->date() : "?";
  switch (problem.problem) {
    case chain::PathProblem::expired:
      return "it expired on " + end;
    case chain::PathProblem::host:
      return "it does not cover all hosts: " + printable(problem.detail);
    case chain::PathProblem::weak_key:
      return "its key is too weak: " + printable(problem.detail);
    case chain::PathProblem::weak_signature:
      return "its signature is too weak: " + printable(problem.detail);
    case chain::PathProblem::signature_unsupported:
    case chain::PathProblem::algorithm_mismatch:
      return "its signature cannot be verified";
    case chain::PathProblem::extended_key_usage:
      return "its extendedKeyUsage does not allow the purpose";
    case chain::PathProblem::revoked:
      return "it is revoked";
    case chain::PathProblem::name_constraint:
      return "a name constraint of its issuer is violated: " + printable(problem.detail);
    case chain::PathProblem::malformed:
      return "a field of it cannot be decoded";
    default:
      return "";
  }
}

class Requests {
 public:
  Requests(const facts::FactContext& context, const Completion& completed) : context_(context), analysis_(completed.analysis) {}

  std::vector<std::string> run() {
    if (!analysis_.leaf || !analysis_.path || analysis_.path->steps.empty()) return {};
    ask_for_leaf();
    ask_for_issuers();
    ask_for_missing();
    return std::move(out_);
  }

 private:
  void ask_for_leaf();
  void ask_for_issuers();
  void ask_for_missing();
  bool key_is_foreign() const;
  std::string names() const;
  std::string wanted_usages() const;
  static std::string key_text(const x509::Certificate& leaf, bool weak);

  const facts::FactContext& context_;
  const chain::BundleAnalysis& analysis_;
  std::vector<std::string> out_;
};

bool Requests::key_is_foreign() const {
  bool any = false;
  for (const chain::KeyMatch& match : analysis_.keys) {
    if (std::find(match.members.begin(), match.members.end(), *analysis_.leaf) != match.members.end()) return false;
    any |= match.comparable;
  }
  return any && std::all_of(analysis_.keys.begin(), analysis_.keys.end(), [](const chain::KeyMatch& match) { return match.comparable; });
}

// "serverAuth, clientAuth".
std::string Requests::wanted_usages() const {
  std::string usages;
  for (const chain::Purpose purpose : context_.request.purposes.all()) {
    const ByteView usage = chain::usage_oid(purpose);
    if (!usage.empty()) usages += (usages.empty() ? "" : ", ") + asn1::oid_name(usage);
  }
  return usages.empty() ? "serverAuth" : usages;
}

// The names of the leaf, then the requested hosts.
std::string Requests::names() const {
  std::vector<std::string> found;
  const auto add = [&](const std::string& name) {
    if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(name);
  };
  const x509::Certificate& leaf = *analysis_.members[*analysis_.leaf].certificate;
  if (leaf.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *leaf.extensions().subject_alt_name) add(name.to_string());
  }
  if (found.empty()) add(printable(x509::display_name(leaf)));
  for (const x509::HostName& host : context_.request.hosts) add(host.to_string());
  return join_and(std::move(found), kNamesShown);
}

std::string Requests::key_text(const x509::Certificate& leaf, bool weak) {
  return weak ? "a new key, RSA 2048 or longer or EC P-256" : leaf.public_key().to_string() + " as now, with a new key";
}

void Requests::ask_for_leaf() {
  const chain::PathStep& step = analysis_.path->steps.front();
  const x509::Certificate& leaf = *step.certificate;
  std::vector<std::string> reasons;
  bool weak = false;
  for (const chain::ProblemDetail& problem : step.problems) {
    const std::string reason = complaint(step, problem);
    if (!reason.empty() && std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
    weak |= problem.problem == chain::PathProblem::weak_key;
  }
  if (key_is_foreign()) reasons.push_back("no private key here matches it; find the right key first");
  if (reasons.empty()) return;
  std::string why;
  for (const std::string& reason : reasons) why += (why.empty() ? "" : "; ") + reason;
  out_.push_back("ask for a new certificate in place of " + in_quotes(x509::display_name(leaf)) + ": " + why +
                 "\nissuer: " + leaf.issuer().to_string() + key_id_text(leaf) +
                 "\nserial number of the current one: " + leaf.serial_text() + "\nnames: " + names() + "\nkey: " + key_text(leaf, weak) +
                 "\nsignature: SHA-256 or stronger; extended key usage: " + wanted_usages());
}

// CA certificates of the bundle that no client takes.
void Requests::ask_for_issuers() {
  for (std::size_t i = 1; i < analysis_.path->steps.size(); ++i) {
    const chain::PathStep& step = analysis_.path->steps[i];
    if (x509::looks_self_signed(*step.certificate) || step.source != chain::StepSource::bundle) continue;
    for (const chain::ProblemDetail& problem : step.problems) {
      const std::string reason = complaint(step, problem);
      if (reason.empty() || problem.problem == chain::PathProblem::host) continue;
      const x509::Certificate& issuer = *step.certificate;
      const auto& key_id = issuer.extensions().subject_key_id;
      out_.push_back("ask for the current certificate of the CA " + x509::subject_text(issuer) +
                     (key_id ? " (key id " + x509::id_text(*key_id) + ")" : "") + " in place of serial " + issuer.serial_text() + ": " +
                     reason + "; " + place_text(*analysis_.path->steps[i - 1].certificate));
      break;
    }
  }
}

void Requests::ask_for_missing() {
  if (!analysis_.missing || !analysis_.missing->in_pool.empty()) return;
  // Above an intermediate it is most likely the root, which belongs to the clients.
  const bool known_gap = analysis_.missing->child_is_leaf || analysis_.path->stop != chain::StopReason::issuer_missing;
  if (!known_gap) return;
  const x509::Certificate& child = *analysis_.path->steps.back().certificate;
  const bool rekeyed = analysis_.missing->near_in_bundle && analysis_.path->stop == chain::StopReason::issuer_rekeyed;
  const bool stale = analysis_.missing->stale != nullptr || rekeyed;
  out_.push_back("request the CA certificate with subject " + child.issuer().to_string() + key_id_text(child) + ", which issued " +
                 in_quotes(x509::display_name(child)) + " (serial " + child.serial_text() + "); " + place_text(child) +
                 "; then specify it with --pool and use --unsafe " + (stale ? "stale" : "missing"));
}

}  // namespace

std::vector<std::string> requests_to_the_ca(const facts::FactContext& context, const Completion& completed) {
  return Requests(context, completed).run();
}

}  // namespace chainlint::write
