#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "bundle_kind.h"
#include "chainlint/base/limits.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/chain/run_index.h"
#include "diagnosis.h"
#include "known_issuers.h"
#include "leaf_choice.h"
#include "path/certificate_checks.h"
#include "path/link.h"
#include "path/path_search.h"
#include "path/tried_paths.h"
#include "sending/sent_order.h"

namespace chainlint::chain {

namespace {

// Whether nothing is missing above the last certificate, or nothing is known of it.
bool is_complete(StopReason stop) { return stop == StopReason::untrusted_root || stop == StopReason::limit || stop == StopReason::anchor; }

class Analyzer {
 public:
  Analyzer(const formats::Bundle& bundle, const ChainRequest& request, crypto::SignatureVerifier& verifier)
      : bundle_(bundle),
        request_(request),
        verifier_(verifier),
        revocations_(request, verifier),
        comparisons_(request.limits.name_constraint_checks) {
    collect();
  }

  BundleAnalysis run();

 private:
  void collect();
  void match_keys();
  void describe_members(EntityGraph& graph, const std::vector<MemberUse>& uses);
  void find_path(EntityGraph& graph);
  void add_private_root(Path& path);
  void find_rival_anchor();
  void explain_gap(const StoppedWalk& walk, const std::vector<MemberUse>& uses);
  bool is_intermediate_anchored() const;
  KnownCertificate known_anchor(const x509::CertificatePtr& anchor) const;
  void find_known(MissingIssuer& missing);
  void find_rekeyed(MissingIssuer& missing, const x509::Certificate& child);
  x509::CertificatePtr stale_issuer(const x509::Certificate& child, const std::vector<KnownCertificate>& known) const;
  void find_needed(std::vector<x509::CertificatePtr> between);
  bool is_needed(const x509::Certificate& certificate) const;
  void place_path();
  void mark_related(EntityGraph& graph);
  void relate(const x509::CertificatePtr& certificate);

  const formats::Bundle& bundle_;
  const ChainRequest& request_;
  crypto::SignatureVerifier& verifier_;
  Revocations revocations_;
  ComparisonBudget comparisons_;
  BundleAnalysis out_;
  std::optional<StoppedWalk> walk_;
  std::optional<KnownIssuers> known_;          // where no path leads to an anchor
  std::vector<KnownIssuers::Issuer> issuers_;  // known ones of the certificate at which the walk ends
  std::vector<x509::CertificatePtr> needed_;   // CAs of the bundle above what is missing
};

void Analyzer::collect() {
  std::unordered_map<Digest256, std::size_t, DigestHash> known;
  for (const formats::Container& container : bundle_.containers) {
    for (const formats::Entry& entry : container.entries) {
      const std::size_t index = out_.entries.size();
      out_.entries.push_back(&entry);
      if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr) continue;
      const auto [found, is_new] = known.try_emplace(entry.certificate->sha256(), out_.members.size());
      if (is_new) {
        Member member;
        member.certificate = entry.certificate;
        out_.members.push_back(std::move(member));
      }
      out_.members[found->second].entries.push_back(index);
    }
  }
}

void Analyzer::match_keys() {
  std::unordered_map<std::string, std::vector<std::size_t>> holders;
  const bool has_key =
      std::any_of(out_.entries.begin(), out_.entries.end(), [](const formats::Entry* entry) { return entry->key.has_value(); });
  for (std::size_t member = 0; has_key && member < out_.members.size(); ++member) {
    const x509::PublicKeyInfo& key = out_.members[member].certificate->public_key();
    if (!key.der.empty()) holders[std::string(as_text(key.canonical()))].push_back(member);
  }
  for (std::size_t i = 0; i < out_.entries.size(); ++i) {
    const formats::Entry& entry = *out_.entries[i];
    if (entry.kind != formats::EntryKind::private_key) continue;
    KeyMatch match;
    match.entry = i;
    match.comparable = entry.key && !entry.key->public_canonical.empty();
    if (match.comparable) {
      const auto found = holders.find(std::string(as_text(entry.key->public_canonical)));
      if (found != holders.end()) match.members = found->second;
      if (match.members.empty() && request_.run != nullptr) match.elsewhere = request_.run->with_key(entry.key->public_canonical, bundle_);
    }
    out_.keys.push_back(std::move(match));
  }
}

void Analyzer::describe_members(EntityGraph& graph, const std::vector<MemberUse>& uses) {
  for (CertId id = 0; id < out_.members.size(); ++id) {
    Member& member = out_.members[id];
    member.self_signed = graph.self_signed(id);
    member.anchor = request_.anchors != nullptr && request_.anchors->same_entity(*member.certificate) != nullptr;
    for (const CertId twin : graph.members_of(graph.entity(id))) {
      if (member.twins.size() == ChainLimits::kTwins) break;
      if (twin != id) member.twins.push_back(twin);
    }
    if (out_.leaf == id || uses[id].end_entity()) {
      member.role = Role::leaf;
      if (out_.leaf != id) out_.other_leaves.push_back(id);
    } else {
      member.role = member.self_signed && uses[id].ca ? Role::root : Role::intermediate;
    }
  }
}

void Analyzer::find_path(EntityGraph& graph) {
  ChainRequest request = request_;
  if (out_.kind == BundleKind::issuing_ca) request.purposes = Purpose::any, request.hosts.clear();
  const CheckContext context{request, revocations_, comparisons_};
  SearchResult search = search_path(graph, *out_.head, context);
  out_.candidates = search.candidates;
  out_.limit_reached = !search.certain;
  if (out_.limit_reached) out_.limit = search.limit;
  if (search.path) {
    out_.path = std::move(search.path);
  } else {
    walk_ = walk_to_the_end(graph, *out_.head, request_, verifier_);
    known_.emplace(bundle_, out_.members, request_, verifier_);
    if (!is_complete(walk_->path.stop)) issuers_ = known_->issuers_of(*walk_->path.steps.back().certificate);
    add_private_root(walk_->path);
    check_path(walk_->path, context);
    out_.candidates = walk_->candidates;
    out_.path = walk_->path;
  }
  if (out_.kind == BundleKind::issuing_ca) check_issuing_ca(*out_.path);
  if (out_.limit_reached) out_.path->stop = StopReason::limit;
}

// The root of a private CA is rarely in the file that the server sends and often beside it. Where an intermediate is known that leads to
// an anchor, the path belongs there, and the root is another copy of the same CA.
void Analyzer::add_private_root(Path& path) {
  const bool open =
      path.stop == StopReason::issuer_missing || path.stop == StopReason::issuer_rekeyed || path.stop == StopReason::issuer_renamed;
  if (!open || path.steps.size() >= request_.limits.path_length) return;
  const auto root = std::find_if(issuers_.begin(), issuers_.end(), [](const KnownIssuers::Issuer& each) {
    return each.self_signed && may_issue(*each.known.certificate, true);
  });
  if (root == issuers_.end()) return;
  if (is_intermediate_anchored()) return;
  path.links.push_back(make_link(*path.steps.back().certificate, *root->known.certificate, crypto::SignatureVerdict::valid));
  PathStep step;
  step.certificate = root->known.certificate;
  step.source = StepSource::known;
  step.known = root->known;
  path.steps.push_back(std::move(step));
  path.stop = StopReason::untrusted_root;
}

bool Analyzer::is_intermediate_anchored() const {
  return std::any_of(issuers_.begin(), issuers_.end(),
                     [](const KnownIssuers::Issuer& each) { return !each.self_signed && each.leads_to_anchor; });
}

KnownCertificate Analyzer::known_anchor(const x509::CertificatePtr& anchor) const {
  return {anchor, KnownSource::anchors, request_.anchors->location_of(*anchor)};
}

// Distinguishes a root that is no anchor from one whose anchor has another key or another name.
void Analyzer::find_rival_anchor() {
  if (request_.anchors == nullptr || out_.path->steps.size() < 2) return;
  const x509::Certificate& root = *out_.path->steps.back().certificate;
  if (const auto named = request_.anchors->named(root.subject().canonical()); !named.empty()) {
    out_.rival_anchor = known_anchor(named.front());
  } else if (const x509::CertificatePtr* renamed = request_.anchors->renamed(root)) {
    out_.rival_anchor = known_anchor(*renamed);
  }
}

// A CA that issues nothing here, with evidence that it issued the previous certificate.
x509::CertificatePtr Analyzer::stale_issuer(const x509::Certificate& child, const std::vector<KnownCertificate>& known) const {
  std::unordered_set<std::string_view> issuers;
  for (const Member& member : out_.members) issuers.insert(member.certificate->issuer().canonical());
  const auto is_sibling = [&](const x509::Certificate& certificate) {
    return std::any_of(known.begin(), known.end(), [&](const KnownCertificate& each) {
      return certificate.issuer().canonical() == each.certificate->issuer().canonical();
    });
  };
  const auto is_other_number = [&](const x509::Certificate& certificate) {
    const auto& constraints = certificate.extensions().basic_constraints;
    const bool for_cas = constraints && constraints->path_length && *constraints->path_length > 0;  // may be above what is missing
    return !for_cas && differ_in_numbers(certificate.subject(), child.issuer());
  };
  x509::CertificatePtr best;
  for (const Member& member : out_.members) {
    const x509::Certificate& certificate = *member.certificate;
    if (member.role == Role::leaf || !may_issue(certificate, false) || member.self_signed || member.path_index) continue;
    if (certificate.subject().canonical() == child.issuer().canonical() || is_needed(certificate)) continue;
    if (issuers.count(certificate.subject().canonical()) != 0) continue;
    if (!is_sibling(certificate) && !is_other_number(certificate)) continue;
    const bool newer = best == nullptr || certificate.not_before() > best->not_before() ||
                       (certificate.not_before() == best->not_before() && certificate.sha256() < best->sha256());
    if (newer) best = member.certificate;
  }
  return best;
}

// The CAs of the bundle above the gap, where it is known what is between them and the child.
void Analyzer::find_needed(std::vector<x509::CertificatePtr> between) {
  const auto is_known = [&](const x509::Certificate& certificate) {
    return std::any_of(between.begin(), between.end(),
                       [&](const x509::CertificatePtr& each) { return each->sha256() == certificate.sha256(); });
  };
  for (std::size_t i = 0; i < between.size() && between.size() < ChainLimits::kCertificatesBetween; ++i) {
    const x509::CertificatePtr lower = between[i];
    for (const Member& member : out_.members) {
      const x509::Certificate& upper = *member.certificate;
      if (upper.subject().canonical() != lower->issuer().canonical() || is_needed(upper)) continue;
      if (match_key_id(*lower, upper) == KeyIdMatch::match ||
          verifier_.verify(*lower, upper.public_key()) == crypto::SignatureVerdict::valid) {
        needed_.push_back(member.certificate);
      }
    }
    for (const KnownCertificate& next : known_->named(*lower)) {
      if (between.size() < ChainLimits::kCertificatesBetween && !is_known(*next.certificate)) between.push_back(next.certificate);
    }
  }
}

bool Analyzer::is_needed(const x509::Certificate& certificate) const {
  return std::any_of(needed_.begin(), needed_.end(),
                     [&](const x509::CertificatePtr& each) { return each->sha256() == certificate.sha256(); });
}

// What would fill the gap. A root is no part of what a server sends.
void Analyzer::find_known(MissingIssuer& missing) {
  std::vector<x509::CertificatePtr> all;
  for (const KnownIssuers::Issuer& each : issuers_) all.push_back(each.known.certificate);
  find_needed(std::move(all));
  const bool anchored = is_intermediate_anchored();
  for (const KnownIssuers::Issuer& each : issuers_) {
    const bool expired = each.known.certificate->not_after() && *each.known.certificate->not_after() < request_.at;
    if (each.self_signed || expired || (anchored && !each.leads_to_anchor)) continue;
    missing.known.push_back(each.known);
    const bool given = each.known.source == KnownSource::pool || each.known.source == KnownSource::deployed;
    if (given) missing.in_pool.push_back(each.known.certificate);
  }
}

// Beside the bundle is a CA of the issuer's name with another key: usually the previous root. A CA of this name elsewhere in the run proves
// nothing: every cluster has a "CN=kubernetes".
void Analyzer::find_rekeyed(MissingIssuer& missing, const x509::Certificate& child) {
  const KnownCertificate* best = nullptr;
  std::vector<KnownCertificate> named = known_->named(child);
  for (const KnownCertificate& each : named) {
    const bool near = each.source == KnownSource::trusted || each.source == KnownSource::folder;
    if (!near || match_key_id(child, *each.certificate) == KeyIdMatch::match) continue;
    if (verifier_.verify(child, each.certificate->public_key()) != crypto::SignatureVerdict::invalid) continue;
    const bool newer = best == nullptr || each.source < best->source ||
                       (each.source == best->source && each.certificate->not_before() > best->certificate->not_before());
    if (newer) best = &each;
  }
  if (best == nullptr) return;
  missing.near = best->certificate;
  missing.near_outside = *best;
  out_.path->stop = StopReason::issuer_rekeyed;
}

void Analyzer::explain_gap(const StoppedWalk& walk, const std::vector<MemberUse>& uses) {
  const StopReason stop = out_.path->stop;
  if (stop == StopReason::untrusted_root) find_rival_anchor();
  if (is_complete(stop)) return;
  MissingIssuer missing;
  missing.child_step = out_.path->steps.size() - 1;
  missing.child_is_leaf = missing.child_step == 0 && out_.leaf && !uses[*out_.leaf].ca;
  missing.near = walk.near;
  missing.near_in_bundle = walk.near_in_bundle;
  const x509::Certificate& child = *out_.path->steps.back().certificate;
  find_known(missing);
  if (missing.near != nullptr && !missing.near_in_bundle) {
    missing.near_outside = known_anchor(missing.near);
    // An anchor of the same name is not what is in the way where the issuer itself is known.
    if (!missing.known.empty() && (stop == StopReason::issuer_rekeyed || stop == StopReason::issuer_renamed)) {
      missing.near = nullptr;
      missing.near_outside.reset();
      out_.path->stop = StopReason::issuer_missing;
    }
  }
  if (missing.near == nullptr && missing.known.empty()) find_rekeyed(missing, child);
  missing.stale = stale_issuer(child, missing.known);
  if (missing.stale == missing.near) missing.stale = nullptr;
  out_.missing = std::move(missing);
}

// Gives the members their places. A step that is an anchor's certificate and is in the bundle too counts as one of the bundle; where the
// bundle contains another self-signed certificate of the anchor, that one has the place as well.
void Analyzer::place_path() {
  for (std::size_t i = 0; i < out_.path->steps.size(); ++i) {
    PathStep& step = out_.path->steps[i];
    bool exact = false;
    for (Member& member : out_.members) {
      if (member.certificate->sha256() != step.certificate->sha256()) continue;
      member.path_index = i;
      step.source = StepSource::bundle;
      exact = true;
    }
    if (exact || step.source != StepSource::anchor) continue;
    for (Member& member : out_.members) {
      const bool same_name = member.certificate->subject().canonical() == step.certificate->subject().canonical();
      if (member.path_index || !member.self_signed || !same_name) continue;
      if (member.certificate->public_key().canonical() != step.certificate->public_key().canonical()) continue;
      member.path_index = i;
      break;
    }
  }
}

void Analyzer::relate(const x509::CertificatePtr& certificate) {
  if (certificate == nullptr) return;
  for (Member& member : out_.members) {
    if (member.certificate->sha256() == certificate->sha256()) member.related = true;
  }
}

// Upwards by names alone, so that renewed, re-keyed and cross-signed copies of what is on a path belong to it.
void Analyzer::mark_related(EntityGraph& graph) {
  std::vector<NameId> names;
  std::vector<bool> seen(graph.name_count());
  const auto enter = [&](CertId id) {
    out_.members[id].related = true;
    const NameId issuer = graph.issuer_name(id);
    if (!seen[issuer]) {
      seen[issuer] = true;
      names.push_back(issuer);
    }
  };
  for (CertId id = 0; id < out_.members.size(); ++id) {
    if (out_.members[id].role == Role::leaf) enter(id);
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const EntityId entity : graph.entities_named(names[i])) {
      for (const CertId id : graph.members_of(entity)) enter(id);
    }
  }
  if (out_.missing) {
    relate(out_.missing->near);
    relate(out_.missing->stale);
    for (const x509::CertificatePtr& each : needed_) relate(each);
  }
}

BundleAnalysis Analyzer::run() {
  std::vector<x509::CertificatePtr> certificates;
  certificates.reserve(out_.members.size());
  for (const Member& member : out_.members) certificates.push_back(member.certificate);
  EntityGraph graph(certificates, request_.anchors, verifier_, request_.limits);
  match_keys();
  const std::vector<MemberUse> uses = uses_of(out_, graph);
  decide_kind(out_, bundle_, request_, graph, uses);
  choose_leaf(out_, uses, request_);
  out_.head = out_.leaf;
  if (out_.kind == BundleKind::issuing_ca) choose_issuing_ca(out_, uses);
  describe_members(graph, uses);
  if (out_.head) {
    find_path(graph);
    place_path();
    if (walk_) explain_gap(*walk_, uses);
  }
  mark_related(graph);
  out_.sent = sent_order(out_);
  if (request_.explain && out_.path) {
    ComparisonBudget comparisons(request_.limits.name_constraint_checks);
    out_.tried = tried_paths(graph, *out_.head, *out_.path, {request_, revocations_, comparisons}, verifier_);
  }
  return std::move(out_);
}

}  // namespace

BundleAnalysis analyze(const formats::Bundle& bundle, const ChainRequest& request, crypto::SignatureVerifier& verifier) {
  return Analyzer(bundle, request, verifier).run();
}

}  // namespace chainlint::chain
