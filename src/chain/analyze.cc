#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "certificate_checks.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/chain/certificate_use.h"
#include "chainlint/formats/windows_store.h"
#include "chainlint/chain/run_index.h"
#include "diagnosis.h"
#include "known_issuers.h"
#include "leaf_choice.h"
#include "link.h"
#include "path_search.h"
#include "sent_order.h"
#include "tried_paths.h"

namespace chainlint {

namespace {

// A file of renewals of one CA alone would list the square of its length.
constexpr std::size_t kTwinsListed = 64;

// CA certificates that are looked at between a gap and what the bundle contains above it.
constexpr std::size_t kMostBetween = 64;

// Without a key, this many roots that outnumber the rest are no chain that a server sends.
constexpr std::size_t kRootsOfAStore = 4;

// The kinds of a bundle without a certificate; the first that it contains names it.
constexpr std::array<std::pair<EntryKind, BundleKind>, 5> kKindsOfEntries = {{
    {EntryKind::certificate_request, BundleKind::request},
    {EntryKind::private_key, BundleKind::private_key},
    {EntryKind::crl, BundleKind::crl},
    {EntryKind::public_key, BundleKind::public_key},
    {EntryKind::parameters, BundleKind::parameters},
}};
constexpr std::ptrdiff_t kLeavesOfACollection = 4;

class Analyzer {
 public:
  Analyzer(const Bundle& bundle, const ChainRequest& request, SignatureVerifier& verifier)
      : bundle_(bundle),
        request_(request),
        verifier_(verifier),
        revocations_(request.crls, request.at, verifier),
        comparisons_(request.limits.name_constraint_checks) {
    collect();
  }

  BundleAnalysis run();

 private:
  void collect();
  void match_keys();
  bool is_trust_store(EntityGraph& graph, const std::vector<MemberUse>& uses) const;
  bool is_store_of_others() const;
  bool is_collection(const std::vector<MemberUse>& uses) const;
  bool is_java_truststore() const;
  bool leaf_unreadable() const;
  bool is_own_server_certificate(EntityGraph& graph, const std::vector<MemberUse>& uses) const;
  BundleKind kind_without_certificate() const;
  BundleKind kind_without_leaf(EntityGraph& graph, const std::vector<MemberUse>& uses) const;
  BundleKind kind_of(EntityGraph& graph, const std::vector<MemberUse>& uses);
  void describe_members(EntityGraph& graph, const std::vector<MemberUse>& uses);
  void find_path(EntityGraph& graph);
  void add_private_root(Path& path);
  void find_rival_anchor();
  void explain_gap(const StoppedWalk& walk, const std::vector<MemberUse>& uses);
  void find_known(MissingIssuer& missing, const Certificate& child);
  void find_rekeyed(MissingIssuer& missing, const Certificate& child);
  CertificatePtr stale_issuer(const Certificate& child, const std::vector<KnownCertificate>& known) const;
  void find_needed(const std::vector<KnownCertificate>& known);
  bool is_needed(const Certificate& certificate) const;
  void place_path();
  void mark_related(EntityGraph& graph);
  void relate(const CertificatePtr& certificate);

  const Bundle& bundle_;
  const ChainRequest& request_;
  SignatureVerifier& verifier_;
  Revocations revocations_;
  ComparisonBudget comparisons_;
  BundleAnalysis out_;
  std::optional<StoppedWalk> walk_;
  std::optional<KnownIssuers> known_;   // where no path leads to an anchor
  std::vector<CertificatePtr> needed_;  // CAs of the bundle above what is missing
};

void Analyzer::collect() {
  std::unordered_map<Digest256, std::size_t, DigestHash> known;
  for (const Container& container : bundle_.containers) {
    for (const Entry& entry : container.entries) {
      const std::size_t index = out_.entries.size();
      out_.entries.push_back(&entry);
      if (entry.kind != EntryKind::certificate || entry.certificate == nullptr) continue;
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
  const bool has_key = std::any_of(out_.entries.begin(), out_.entries.end(), [](const Entry* entry) { return entry->key.has_value(); });
  for (std::size_t member = 0; has_key && member < out_.members.size(); ++member) {
    const PublicKeyInfo& key = out_.members[member].certificate->public_key();
    if (!key.der.empty()) holders[std::string(as_text(key.canonical()))].push_back(member);
  }
  for (std::size_t i = 0; i < out_.entries.size(); ++i) {
    const Entry& entry = *out_.entries[i];
    if (entry.kind != EntryKind::private_key) continue;
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

// A trust store stays one although one of its roots is too old or too odd to say that it is a CA.
bool Analyzer::is_trust_store(EntityGraph& graph, const std::vector<MemberUse>& uses) const {
  std::unordered_set<std::string_view> roots;
  for (std::size_t i = 0; i < out_.members.size(); ++i) {
    if (graph.self_signed(i)) {
      roots.insert(out_.members[i].certificate->subject().canonical());
    } else if (uses[i].end_entity()) {
      return false;
    }
  }
  return roots.size() >= kRootsOfAStore && roots.size() * 2 > out_.members.size();
}

// A keystore in which every certificate is a trusted-certificate entry. A server's certificate would be in a key entry.
bool Analyzer::is_java_truststore() const {
  const bool java = std::all_of(bundle_.containers.begin(), bundle_.containers.end(), [](const Container& container) {
    return container.format == Format::pkcs12 || container.format == Format::jks || container.format == Format::jceks ||
           container.format == Format::bks || container.format == Format::uber;
  });
  return java && std::all_of(out_.entries.begin(), out_.entries.end(),
                             [](const Entry* entry) { return entry->trusted_certificate || entry->kind != EntryKind::certificate; });
}

// Whether something that could not be read precedes the first certificate of a file: that was the leaf, and what follows it is not.
bool Analyzer::leaf_unreadable() const {
  return std::any_of(bundle_.containers.begin(), bundle_.containers.end(), [](const Container& container) {
    const auto first =
        std::find_if(container.entries.begin(), container.entries.end(), [](const Entry& entry) { return entry.certificate != nullptr; });
    return std::any_of(container.diagnostics.begin(), container.diagnostics.end(), [&](const Diagnostic& diagnostic) {
      if (diagnostic.severity != Severity::error) return false;
      if (first == container.entries.end()) return true;
      const Location &damage = diagnostic.location, &certificate = first->location;
      if (damage.line && certificate.line) return *damage.line < *certificate.line;
      return !damage.entry || !certificate.entry || *damage.entry < *certificate.entry;
    });
  });
}

// Windows binds certificates of these stores alone; what is in the others is trusted, distrusted or issues.
bool Analyzer::is_store_of_others() const {
  return std::all_of(out_.entries.begin(), out_.entries.end(),
                     [](const Entry* entry) { return !entry->store.empty() && !is_personal_store(entry->store); });
}

// The certificates beside a trust list are its signer's; a store of many end entities without a key is a list of what is not trusted, or
// of what was seen. Nobody deploys either.
bool Analyzer::is_collection(const std::vector<MemberUse>& uses) const {
  const bool list = std::any_of(out_.entries.begin(), out_.entries.end(), [](const Entry* entry) { return entry->trust_list != nullptr; });
  if (list) return true;
  const bool store = bundle_.containers.size() == 1 && bundle_.containers.front().format == Format::sst;
  const bool key = std::any_of(out_.entries.begin(), out_.entries.end(), [](const Entry* entry) { return entry->windows_key.has_value(); });
  const auto leaves = std::count_if(uses.begin(), uses.end(), [](const MemberUse& use) { return use.end_entity(); });
  return store && !key && leaves >= kLeavesOfACollection;
}

// A certificate that is marked as a CA and is a server's own all the same: it has the names of one and issued nothing here.
bool Analyzer::is_own_server_certificate(EntityGraph& graph, const std::vector<MemberUse>& uses) const {
  std::size_t candidates = 0;
  bool key = false, issued = false;
  for (CertId id = 0; id < out_.members.size(); ++id) {
    const CaUse use = ca_use(graph.certificate(id));
    const bool unclear = use == CaUse::unclear && request_.server_expected && out_.members.size() == 1 && graph.self_signed(id);
    if (uses[id].issues || !(use == CaUse::serves || unclear)) continue;
    ++candidates;
    key = key || uses[id].key;
    issued = issued || !graph.self_signed(id);
  }
  return candidates > 0 && (key || out_.members.size() == 1 || (candidates == 1 && issued));
}

BundleKind Analyzer::kind_without_certificate() const {
  for (const auto& row : kKindsOfEntries) {
    const bool any = std::any_of(out_.entries.begin(), out_.entries.end(), [&](const Entry* entry) { return entry->kind == row.first; });
    if (any) return row.second;
  }
  return BundleKind::other;
}

// CA certificates alone. A key that belongs to none of them is that of a server whose certificate was left out; one that cannot be compared
// is taken for the CA's.
BundleKind Analyzer::kind_without_leaf(EntityGraph& graph, const std::vector<MemberUse>& uses) const {
  if (is_own_server_certificate(graph, uses)) return BundleKind::server;
  if (out_.keys.empty()) return BundleKind::trust_store;
  const bool fits =
      std::any_of(out_.keys.begin(), out_.keys.end(), [](const KeyMatch& key) { return !key.comparable || !key.members.empty(); });
  return fits ? BundleKind::issuing_ca : BundleKind::server;
}

BundleKind Analyzer::kind_of(EntityGraph& graph, const std::vector<MemberUse>& uses) {
  if (out_.members.empty()) return kind_without_certificate();
  if (is_store_of_others() || is_collection(uses) || (bundle_.trust_store && out_.keys.empty())) return BundleKind::trust_store;
  const bool end_entity = std::any_of(uses.begin(), uses.end(), [](const MemberUse& use) { return !use.ca; });
  out_.leaf_unreadable = !end_entity && leaf_unreadable();
  if (request_.assume_server_chain || out_.leaf_unreadable) return BundleKind::server;
  if (!end_entity) return kind_without_leaf(graph, uses);
  const bool store = out_.keys.empty() && (is_trust_store(graph, uses) || is_java_truststore());
  return store ? BundleKind::trust_store : BundleKind::server;
}

void Analyzer::describe_members(EntityGraph& graph, const std::vector<MemberUse>& uses) {
  for (CertId id = 0; id < out_.members.size(); ++id) {
    Member& member = out_.members[id];
    member.self_signed = graph.self_signed(id);
    member.anchor = request_.anchors != nullptr && request_.anchors->same_entity(*member.certificate) != nullptr;
    for (const CertId twin : graph.members_of(graph.entity(id))) {
      if (member.twins.size() == kTwinsListed) break;
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
  if (out_.kind == BundleKind::issuing_ca) request.purpose = Purpose::any, request.hosts.clear();
  const CheckContext context{request, revocations_, comparisons_};
  SearchResult search = search_path(graph, *out_.head, context);
  out_.candidates = search.candidates;
  const bool valid = search.path && search.path->valid();
  out_.limit_reached = !valid && !search.limit.empty();
  if (out_.limit_reached) out_.limit = search.limit;
  if (search.path) {
    out_.path = std::move(search.path);
  } else {
    walk_ = walk_to_the_end(graph, *out_.head, request_, verifier_);
    known_.emplace(bundle_, out_.members, request_, verifier_);
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
  const bool open = path.stop == StopReason::issuer_missing || path.stop == StopReason::issuer_rekeyed || path.stop == StopReason::issuer_renamed;
  if (!open || path.steps.size() >= request_.limits.path_length) return;
  const Certificate& child = *path.steps.back().certificate;
  const std::vector<KnownCertificate> issuers = known_->issuers_of(child);
  const auto root = std::find_if(issuers.begin(), issuers.end(), [&](const KnownCertificate& each) {
    return may_issue(*each.certificate, true) && known_->is_self_signed(*each.certificate);
  });
  if (root == issuers.end()) return;
  const bool anchored = std::any_of(issuers.begin(), issuers.end(), [&](const KnownCertificate& each) {
    return !known_->is_self_signed(*each.certificate) && known_->leads_to_anchor(*each.certificate);
  });
  if (anchored) return;
  path.links.push_back(make_link(child, *root->certificate, SignatureVerdict::valid));
  PathStep step;
  step.certificate = root->certificate;
  step.source = StepSource::known;
  step.known = *root;
  path.steps.push_back(std::move(step));
  path.stop = StopReason::untrusted_root;
}

// A root that is no anchor is told apart from one whose anchor has another key or another name.
void Analyzer::find_rival_anchor() {
  if (request_.anchors == nullptr || out_.path->steps.size() < 2) return;
  const Certificate& root = *out_.path->steps.back().certificate;
  const auto rival = [&](const CertificatePtr& anchor) {
    const Location* location = request_.anchors->location_of(*anchor);
    out_.rival_anchor = KnownCertificate{anchor, KnownSource::anchors, location == nullptr ? Location{} : *location};
  };
  if (const auto named = request_.anchors->named(root.subject().canonical()); !named.empty()) return rival(named.front());
  if (const CertificatePtr* renamed = request_.anchors->renamed(root)) rival(*renamed);
}

// A CA that issues nothing here, with evidence that it is the issuer of before the renewal.
CertificatePtr Analyzer::stale_issuer(const Certificate& child, const std::vector<KnownCertificate>& known) const {
  std::unordered_set<std::string_view> issuers;
  for (const Member& member : out_.members) issuers.insert(member.certificate->issuer().canonical());
  const auto is_sibling = [&](const Certificate& certificate) {
    return std::any_of(known.begin(), known.end(), [&](const KnownCertificate& each) {
      return certificate.issuer().canonical() == each.certificate->issuer().canonical();
    });
  };
  const auto is_other_number = [&](const Certificate& certificate) {
    const auto& constraints = certificate.extensions().basic_constraints;
    const bool for_cas = constraints && constraints->path_length && *constraints->path_length > 0;  // may be above what is missing
    return !for_cas && differ_in_numbers(certificate.subject(), child.issuer());
  };
  CertificatePtr best;
  for (const Member& member : out_.members) {
    const Certificate& certificate = *member.certificate;
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
void Analyzer::find_needed(const std::vector<KnownCertificate>& known) {
  std::vector<CertificatePtr> between;
  for (const KnownCertificate& each : known) between.push_back(each.certificate);
  const auto is_known = [&](const Certificate& certificate) {
    return std::any_of(between.begin(), between.end(), [&](const CertificatePtr& each) { return each->sha256() == certificate.sha256(); });
  };
  for (std::size_t i = 0; i < between.size() && between.size() < kMostBetween; ++i) {
    const CertificatePtr lower = between[i];
    for (const Member& member : out_.members) {
      const Certificate& upper = *member.certificate;
      if (upper.subject().canonical() != lower->issuer().canonical() || is_needed(upper)) continue;
      if (match_key_id(*lower, upper) == KeyIdMatch::match || verifier_.verify(*lower, upper.public_key()) == SignatureVerdict::valid) {
        needed_.push_back(member.certificate);
      }
    }
    for (const KnownCertificate& next : known_->named(*lower)) {
      if (between.size() < kMostBetween && !is_known(*next.certificate)) between.push_back(next.certificate);
    }
  }
}

bool Analyzer::is_needed(const Certificate& certificate) const {
  return std::any_of(needed_.begin(), needed_.end(), [&](const CertificatePtr& each) { return each->sha256() == certificate.sha256(); });
}

// What would fill the gap. A root is no part of what a server sends.
void Analyzer::find_known(MissingIssuer& missing, const Certificate& child) {
  missing.known = known_->issuers_of(child);
  find_needed(missing.known);
  std::erase_if(missing.known, [&](const KnownCertificate& each) { return known_->is_self_signed(*each.certificate); });
  std::vector<KnownCertificate> anchored;
  for (const KnownCertificate& each : missing.known) {
    if (known_->leads_to_anchor(*each.certificate)) anchored.push_back(each);
  }
  if (!anchored.empty()) missing.known = std::move(anchored);
  for (const KnownCertificate& each : missing.known) {
    if (each.source == KnownSource::pool) missing.in_pool.push_back(each.certificate);
  }
}

// Beside the bundle is a CA of the issuer's name with another key: last year's root, most often. A namesake elsewhere in the run proves
// nothing: every cluster has a "CN=kubernetes".
void Analyzer::find_rekeyed(MissingIssuer& missing, const Certificate& child) {
  const KnownCertificate* best = nullptr;
  std::vector<KnownCertificate> named = known_->named(child);
  for (const KnownCertificate& each : named) {
    const bool near = each.source == KnownSource::trusted || each.source == KnownSource::folder;
    if (!near || match_key_id(child, *each.certificate) == KeyIdMatch::match) continue;
    if (verifier_.verify(child, each.certificate->public_key()) != SignatureVerdict::invalid) continue;
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
  if (stop == StopReason::untrusted_root || stop == StopReason::limit || stop == StopReason::anchor) return;
  MissingIssuer missing;
  missing.child_step = out_.path->steps.size() - 1;
  missing.child_is_leaf = missing.child_step == 0 && out_.leaf && !uses[*out_.leaf].ca;
  missing.near = walk.near;
  missing.near_in_bundle = walk.near_in_bundle;
  const Certificate& child = *out_.path->steps.back().certificate;
  find_known(missing, child);
  if (missing.near != nullptr && !missing.near_in_bundle) {
    const Location* location = request_.anchors->location_of(*missing.near);
    missing.near_outside = KnownCertificate{missing.near, KnownSource::anchors, location == nullptr ? Location{} : *location};
    // An anchor of the same name is not what stands in the way where the issuer itself is known.
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

// Gives the members their places. A step that is an anchor's certificate and lies in the bundle too counts as one of the bundle; where the
// bundle holds another self-signed certificate of the anchor, that one has the place as well.
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

void Analyzer::relate(const CertificatePtr& certificate) {
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
    for (const CertificatePtr& each : needed_) relate(each);
  }
}

BundleAnalysis Analyzer::run() {
  std::vector<CertificatePtr> certificates;
  certificates.reserve(out_.members.size());
  for (const Member& member : out_.members) certificates.push_back(member.certificate);
  EntityGraph graph(certificates, request_.anchors, verifier_, request_.limits);
  match_keys();
  const std::vector<MemberUse> uses = uses_of(out_, graph);
  out_.kind = kind_of(graph, uses);
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

BundleAnalysis analyze(const Bundle& bundle, const ChainRequest& request, SignatureVerifier& verifier) {
  return Analyzer(bundle, request, verifier).run();
}

}  // namespace chainlint
