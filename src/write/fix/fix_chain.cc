#include "fix/fix_chain.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::write {
namespace {

// Java sends what it finds in the keystore, and a root in it may be there to be trusted.
bool is_java(const formats::Bundle& bundle) {
  return std::any_of(bundle.containers.begin(), bundle.containers.end(), [](const formats::Container& c) {
    const formats::FormatTraits& traits = formats::traits_of(c.format);
    return traits.is_written && traits.family == formats::FormatFamily::java_keystore;
  });
}

class ChainChooser {
 public:
  ChainChooser(const facts::FactContext& context, const Completion& completed)
      : context_(context), completed_(completed), analysis_(completed.analysis) {
    for (const formats::Container& container : completed.bundle.containers) {
      for (const formats::Entry& entry : container.entries) {
        if (entry.certificate != nullptr && !is_trust_entry(container, entry)) sent_.insert(entry.certificate->sha256());
      }
    }
  }

  ChainChoice run() {
    for (const chain::Member& member : analysis_.members) decide(member);
    put_in_order();
    if (!analysis_.other_leaves.empty()) refuse_other_leaves();
    return std::move(out_);
  }

 private:
  void decide(const chain::Member& member);
  std::optional<FixKind> reason_to_go(const chain::Member& member) const;
  bool may_drop_root() const;
  bool chain_is_whole() const;
  bool is_anchor(const x509::Certificate& certificate) const {
    return context_.request.anchors != nullptr && context_.request.anchors->same_entity(certificate) != nullptr;
  }
  bool has_way_around(const chain::Member& member) const;
  bool fits_a_key(std::size_t member) const;
  void put_in_order();
  void put(const chain::Member& member);
  void refuse_other_leaves();
  std::size_t index_of(const chain::Member& member) const { return static_cast<std::size_t>(&member - analysis_.members.data()); }
  bool stays(const chain::Member& member) const { return out_.gone.count(member.certificate->sha256()) == 0; }

  const facts::FactContext& context_;
  const Completion& completed_;
  const chain::BundleAnalysis& analysis_;
  std::set<Digest256> sent_;  // what is in the bundle for a chain, and not only to be trusted
  ChainChoice out_;
  std::vector<bool> placed_;
};

bool ChainChooser::fits_a_key(std::size_t member) const {
  return std::any_of(analysis_.keys.begin(), analysis_.keys.end(), [&](const chain::KeyMatch& match) {
    return std::find(match.members.begin(), match.members.end(), member) != match.members.end();
  });
}

// Up to a root or an anchor; or up to a CA of whose issuer nothing is known but that it is no intermediate of the pool.
bool ChainChooser::chain_is_whole() const {
  if (!analysis_.path || analysis_.limit_reached) return false;
  const chain::StopReason stop = analysis_.path->stop;
  if (stop == chain::StopReason::anchor || stop == chain::StopReason::untrusted_root) return true;
  if (stop != chain::StopReason::issuer_missing || analysis_.path->steps.size() < 2 || !analysis_.missing) return false;
  const std::vector<x509::CertificatePtr>& pool = analysis_.missing->in_pool;
  return analysis_.missing->near == nullptr && analysis_.missing->stale == nullptr &&
         std::all_of(pool.begin(), pool.end(), [](const x509::CertificatePtr& each) { return x509::looks_self_signed(*each); });
}

bool ChainChooser::may_drop_root() const {
  const profiles::Profile* profile = profile_of(context_);
  if (profile == nullptr) return !is_java(context_.bundle);
  return profile->root_in_file == profiles::Stance::warn || profile->root_in_file == profiles::Stance::refused;
}

// Another certificate of the same CA is valid, or the CA is a root that clients may know.
bool ChainChooser::has_way_around(const chain::Member& member) const {
  const bool twin = std::any_of(member.twins.begin(), member.twins.end(),
                                [&](std::size_t index) { return analysis_.members[index].certificate->valid_at(context_.request.at); });
  return twin || is_anchor(*member.certificate);
}

std::optional<FixKind> ChainChooser::reason_to_go(const chain::Member& member) const {
  const x509::Certificate& certificate = *member.certificate;
  if (completed_.replaced.count(certificate.sha256()) != 0) return FixKind::stale;
  if (member.role == chain::Role::leaf || completed_.has_added(certificate)) return std::nullopt;
  const bool related = member.related || member.path_index.has_value();
  if (!related) return FixKind::stranger;
  if (member.role == chain::Role::root) return may_drop_root() ? std::optional(FixKind::root) : std::nullopt;
  const bool expired = certificate.not_after() && *certificate.not_after() < context_.request.at;
  if (!member.path_index && expired && has_way_around(member)) return FixKind::expired;
  return std::nullopt;
}

void ChainChooser::decide(const chain::Member& member) {
  const std::optional<FixKind> kind = reason_to_go(member);
  if (!kind || sent_.count(member.certificate->sha256()) == 0) return;
  const std::string name = describe_briefly(*member.certificate);
  // A CA of no chain may be above what is missing.
  const bool open = *kind == FixKind::stranger && analysis_.path && analysis_.path->stop == chain::StopReason::issuer_missing;
  if (*kind != FixKind::stale && (open || !chain_is_whole())) {
    if (*kind == FixKind::stranger) {
      out_.refused.push_back(
          {*kind, name + " is in no chain; whether it belongs to the chain cannot be determined until the missing issuer is added"});
    }
    return;
  }
  const bool only_proof =
      *kind == FixKind::root && analysis_.path->stop == chain::StopReason::untrusted_root && analysis_.path->steps.size() == 2;
  if (only_proof && member.path_index) {
    out_.refused.push_back({*kind, "the root " + name +
                                       " is kept: it issued the leaf and is not a trust anchor of this run, so without "
                                       "it an intermediate would seem to be missing; specify it with --anchors"});
    return;
  }
  if (fits_a_key(index_of(member))) {
    out_.refused.push_back({*kind, name + " is kept, because a private key of the bundle matches it; remove both by hand"});
    return;
  }
  out_.gone.emplace(member.certificate->sha256(), *kind);
  const std::string sha256 = to_hex(member.certificate->sha256());
  switch (*kind) {
    case FixKind::root:
      out_.fixes.push_back(
          {*kind,
           "removes the root " + name +
               (is_anchor(*member.certificate) ? ": clients have their own copy" : ": sending a root does not make clients trust it"),
           sha256});
      break;
    case FixKind::stranger:
      out_.fixes.push_back({*kind, "removes " + name + ", which is part of no chain here", sha256});
      break;
    case FixKind::expired:
      out_.fixes.push_back({*kind, "removes " + name + ", which has expired and is not needed", sha256});
      break;
    default:
      break;
  }
}

void ChainChooser::put(const chain::Member& member) {
  const std::size_t index = index_of(member);
  if (placed_[index] || !stays(member)) return;
  placed_[index] = true;
  out_.order.push_back(member.certificate);
}

void ChainChooser::put_in_order() {
  placed_.assign(analysis_.members.size(), false);
  if (analysis_.leaf) put(analysis_.members[*analysis_.leaf]);
  for (const std::size_t index : analysis_.sent.expected) {
    if (analysis_.members[index].role != chain::Role::root) put(analysis_.members[index]);
  }
  // Cross-signs go on where the path ends: each after what it issued.
  for (bool more = true; more && !out_.order.empty();) {
    more = false;
    const std::string issuer = out_.order.back()->issuer().canonical();
    for (const chain::Member& member : analysis_.members) {
      const bool next = member.role == chain::Role::intermediate && member.certificate->subject().canonical() == issuer;
      if (!next || placed_[index_of(member)] || !stays(member)) continue;
      put(member);
      more = true;
      break;
    }
  }
  for (const chain::Role role : {chain::Role::intermediate, chain::Role::root, chain::Role::leaf}) {
    for (const chain::Member& member : analysis_.members) {
      if (member.role == role) put(member);
    }
  }
}

void ChainChooser::refuse_other_leaves() {
  std::vector<std::string> names;
  for (const std::size_t index : analysis_.other_leaves) names.push_back(describe_briefly(*analysis_.members[index].certificate));
  out_.reorder = false;
  out_.refused.push_back({FixKind::reorder, "besides " + describe_briefly(*analysis_.members[*analysis_.leaf].certificate) +
                                                " the bundle contains " + join_and(names) +
                                                "; the right one cannot be determined: remove the others"});
}

}  // namespace

ChainChoice choose_chain(const facts::FactContext& context, const Completion& completed) { return ChainChooser(context, completed).run(); }

}  // namespace chainlint::write
