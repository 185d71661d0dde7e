#include "chainlint/chain/client.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/tls_feature.h"
#include "client/client_certificate.h"
#include "client/client_path.h"

namespace chainlint::chain {
namespace {

ClientVerdict verdict_of(const ClientModel& model, bool accepted, bool known, std::string reason) {
  ClientVerdict verdict;
  verdict.client = model.name;
  verdict.accepted = accepted;
  verdict.known = known;
  verdict.reason = std::move(reason);
  verdict.evidence = model.evidence;
  return verdict;
}

ClientOutcome walk(ClientQuestion& question) {
  switch (question.model.search) {
    case ChainSearch::backtracking:
      return walk_backtracking(question);
    case ChainSearch::greedy:
      return walk_greedy(question);
    case ChainSearch::newest:
      return walk_newest(question);
    case ChainSearch::in_order:
      return walk_in_order(question);
    case ChainSearch::as_sent:
      return walk_as_sent(question);
  }
  return walk_backtracking(question);
}

// Anchors that the user gave as files are what the client trusts; those of this machine may be others.
bool anchors_speak_for_the_client(const ChainRequest& request) {
  return request.anchors != nullptr && request.anchors->origin() == AnchorOrigin::files;
}

ClientVerdict without_issuer(const ClientModel& model, const Objection& objection, const ChainRequest& request) {
  const x509::Certificate& child = *objection.certificate;
  const std::string issuer = in_quotes(child.issuer().display());
  const std::string_view url = child.extensions().issuer_url();
  if (model.fetches_intermediates && !url.empty()) {
    return verdict_of(model, true, true,
                      fmt::format("only because the client downloads {} from {}; the server does not send it", issuer, printable(url)));
  }
  if (model.caches_intermediates) {
    return verdict_of(model, false, false,
                      fmt::format("accepts only if the client has {} preloaded or cached; the server does not send it", issuer));
  }
  const bool known = anchors_speak_for_the_client(request) || !child.extensions().ca_issuers_urls.empty();
  return verdict_of(model, false, known, known ? objection.words : fmt::format("would refuse unless it trusts {}", issuer));
}

ClientVerdict refusal(const ClientModel& model, const Objection& objection, const ChainRequest& request) {
  switch (objection.kind) {
    case ObjectionKind::issuer_missing:
      return without_issuer(model, objection, request);
    case ObjectionKind::root_unknown:
      if (anchors_speak_for_the_client(request)) break;
      return verdict_of(model, false, false,
                        fmt::format("would refuse unless it trusts {}", in_quotes(x509::display_name(*objection.certificate))));
    case ObjectionKind::unverifiable:
    case ObjectionKind::budget:
      return verdict_of(model, false, false, objection.words);
    case ObjectionKind::outdated:
    case ObjectionKind::refused:
      break;
  }
  return verdict_of(model, false, true, objection.words);
}

// The certificate below the anchor that promises a stapled response, where this client insists on it; null otherwise. Nothing in a file
// shows what the server will staple.
const x509::Certificate* needs_staple(const ClientModel& model, const ClientPath& path) {
  if (!model.must_staple) return nullptr;
  for (std::size_t i = 0; i < path.sent; ++i) {
    const auto promised = x509::has_must_staple(*path.certificates[i]);
    if (promised && *promised) return path.certificates[i].get();
  }
  return nullptr;
}

ClientVerdict verify_as(const ClientModel& model, ClientCase& chain) {
  const ChainRequest& request = chain.request();
  if (!request.purposes.has(Purpose::server) && !request.purposes.has(Purpose::any)) {
    return verdict_of(model, false, false, "client models cover only clients that validate servers");
  }
  if (model.max_certificates > 0 && chain.sent().size() > model.max_certificates) {
    ClientVerdict verdict = verdict_of(
        model, false, true,
        fmt::format("{} are sent; at most {} are accepted", count_noun(chain.sent().size(), "certificate"), model.max_certificates));
    verdict.cause = RefusalCause::certificate_count;
    return verdict;
  }
  ClientQuestion question{model, chain, ComparisonBudget(request.limits.name_constraint_checks), request.limits.node_expansions};
  ClientOutcome outcome{{{chain.leaf()}, 1, false}, reading_objection(model, chain.sent())};
  if (!outcome.objection) outcome = walk(question);
  ClientVerdict verdict;
  if (outcome.objection) {
    verdict = refusal(model, *outcome.objection, request);
    verdict.cause = outcome.objection->cause;
    verdict.certificate = to_hex(outcome.objection->certificate->sha256());
  } else if (const x509::Certificate* stapled = needs_staple(model, outcome.path)) {
    verdict = verdict_of(model, false, false,
                         fmt::format("accepts only if the server staples an OCSP response for {}, which has must-staple",
                                     in_quotes(x509::display_name(*stapled))));
  } else {
    const auto& path = outcome.path.certificates;
    // OpenSSL keeps on the path what was sent above a trusted leaf.
    const bool leaf_ends_it = outcome.path.sent == path.size() && chain.same_anchor(*path.back()) == nullptr;
    verdict =
        verdict_of(model, true, true,
                   fmt::format("chain complete up to {}", in_quotes(x509::display_name(*(leaf_ends_it ? path.front() : path.back())))));
  }
  return verdict;
}

std::vector<x509::CertificatePtr> certificates_of(const std::vector<SentCertificate>& sent) {
  std::vector<x509::CertificatePtr> certificates;
  certificates.reserve(sent.size());
  for (const SentCertificate& each : sent) certificates.push_back(each.certificate);
  return certificates;
}

std::string_view verb(const ClientVerdict& verdict) { return !verdict.known ? "unknown" : verdict.accepted ? "accepted" : "refused"; }

// The verdict on the chain that is expected, if those on the others that documents do not rule out are the same.
ClientVerdict combine(const std::vector<ClientVerdict>& verdicts, const std::vector<std::string>& why) {
  ClientVerdict first = verdicts.front();
  for (std::size_t i = 1; i < verdicts.size(); ++i) {
    if (verdicts[i].known == first.known && verdicts[i].accepted == first.accepted) continue;
    first.reason = fmt::format("depends on which chain is sent: {} with the expected one ({}); {} with another ({}): {}", verb(first),
                               first.reason, verb(verdicts[i]), why[i - 1], verdicts[i].reason);
    first.accepted = false;
    first.known = false;
    break;
  }
  return first;
}

}  // namespace

std::vector<ClientVerdict> predict_clients(std::span<const ClientModel* const> models, const Sending& sending, const ChainRequest& request,
                                           crypto::SignatureVerifier& verifier) {
  std::vector<ClientVerdict> verdicts;
  if (!sending.unpredictable.empty() || sending.certificates.empty()) {
    const std::string reason = sending.unpredictable.empty() ? "no certificate is sent" : sending.unpredictable;
    for (const ClientModel* model : models) verdicts.push_back(verdict_of(*model, false, false, reason));
    return verdicts;
  }
  std::vector<ClientCase> chains;
  chains.emplace_back(certificates_of(sending.certificates), request, verifier);
  std::vector<std::string> why;
  for (const SendingAlternative& alternative : sending.alternatives) {
    if (alternative.certificates.empty()) continue;
    chains.emplace_back(certificates_of(alternative.certificates), request, verifier);
    why.push_back(alternative.reason);
  }
  for (const ClientModel* model : models) {
    std::vector<ClientVerdict> each;
    for (ClientCase& chain : chains) each.push_back(verify_as(*model, chain));
    verdicts.push_back(combine(each, why));
  }
  return verdicts;
}

ClientVerdict predict_client(const ClientModel& model, const Sending& sending, const ChainRequest& request,
                             crypto::SignatureVerifier& verifier) {
  const ClientModel* models[] = {&model};
  return predict_clients(models, sending, request, verifier).front();
}

}  // namespace chainlint::chain
