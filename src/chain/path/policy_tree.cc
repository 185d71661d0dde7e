#include "path/policy_tree.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "chainlint/asn1/oid.h"

namespace chainlint::chain {

namespace {

constexpr auto kAnyPolicy = asn1::make_oid<2, 5, 29, 32, 0>();

using PolicySet = std::set<std::string, std::less<>>;

std::string text_of(ByteView oid) { return std::string(as_text(oid)); }

class PolicyState {
 public:
  explicit PolicyState(std::size_t certificates)
      : explicit_policy_(certificates + 1), policy_mapping_(certificates + 1), inhibit_any_(certificates + 1) {
    level_[any()] = {any()};
  }

  // Section 6.1.3 (d) and (e).
  void take_policies(const x509::Certificate& certificate, bool last) {
    const auto& policies = certificate.extensions().policies;
    if (!policies) {
      level_.clear();
      return;
    }
    PolicySet expected;
    for (const auto& [policy, expectations] : level_) expected.insert(expectations.begin(), expectations.end());
    const bool parent_any = level_.count(any()) != 0;
    const bool any_allowed = inhibit_any_ > 0 || (!last && certificate.self_issued());
    std::map<std::string, PolicySet> next;
    bool has_any = false;
    for (const ByteView oid : *policies) {
      std::string policy = text_of(oid);
      if (policy == any()) {
        has_any = true;
      } else if (parent_any || expected.count(policy) != 0) {
        next[policy] = {policy};
      }
    }
    if (has_any && any_allowed) {
      for (const std::string& policy : expected) next.try_emplace(policy, PolicySet{policy});
    }
    level_ = std::move(next);
  }

  // Section 6.1.4 (a) to (j).
  void prepare_next(const x509::Certificate& certificate) {
    map_policies(certificate);
    const x509::Extensions& extensions = certificate.extensions();
    if (!certificate.self_issued()) {
      decrement(explicit_policy_);
      decrement(policy_mapping_);
      decrement(inhibit_any_);
    }
    if (const auto& constraints = extensions.policy_constraints) {
      lower(explicit_policy_, constraints->require_explicit_policy);
      lower(policy_mapping_, constraints->inhibit_policy_mapping);
    }
    lower(inhibit_any_, extensions.inhibit_any_policy);
  }

  // Section 6.1.5 (a), (b) and (g).
  bool accepted(const x509::Certificate& last) {
    decrement(explicit_policy_);
    if (const auto& constraints = last.extensions().policy_constraints) {
      if (constraints->require_explicit_policy == 0) explicit_policy_ = 0;
    }
    return explicit_policy_ > 0 || !level_.empty();
  }

  bool invalid_mapping() const { return invalid_mapping_; }

 private:
  static const std::string& any() {
    static const std::string kAny = text_of(kAnyPolicy);
    return kAny;
  }

  static void decrement(std::size_t& value) {
    if (value > 0) --value;
  }

  static void lower(std::size_t& value, const std::optional<std::int64_t>& limit) {
    if (limit && static_cast<std::uint64_t>(*limit) < value) value = static_cast<std::size_t>(*limit);
  }

  void map_policies(const x509::Certificate& certificate) {
    const auto& mappings = certificate.extensions().policy_mappings;
    if (!mappings) return;
    std::map<std::string, PolicySet> mapped;
    for (const x509::PolicyMapping& mapping : *mappings) {
      std::string from = text_of(mapping.issuer_policy), to = text_of(mapping.subject_policy);
      if (from == any() || to == any()) invalid_mapping_ = true;
      mapped[std::move(from)].insert(std::move(to));
    }
    const bool has_any = level_.count(any()) != 0;
    for (auto& [from, to] : mapped) {
      if (policy_mapping_ == 0) {
        level_.erase(from);
      } else if (has_any || level_.count(from) != 0) {
        level_[from] = std::move(to);
      }
    }
  }

  std::size_t explicit_policy_, policy_mapping_, inhibit_any_;
  std::map<std::string, PolicySet> level_;  // valid policy of a node of the present depth to its expected policies
  bool invalid_mapping_ = false;
};

}  // namespace

std::optional<std::string> policy_violation(std::span<const x509::CertificatePtr> certificates) {
  if (certificates.empty()) return std::nullopt;
  PolicyState state(certificates.size());
  for (std::size_t i = certificates.size(); i-- > 1;) {
    state.take_policies(*certificates[i], false);
    state.prepare_next(*certificates[i]);
  }
  state.take_policies(*certificates.front(), true);
  if (state.invalid_mapping()) return "policyMappings maps to or from anyPolicy";
  if (!state.accepted(*certificates.front())) return "an explicit policy is required and none is valid for the whole path";
  return std::nullopt;
}

}  // namespace chainlint::chain
