// The rule set `path` finds an error exactly where the best path is not valid: every stop and every problem is some rule's.

#include <gtest/gtest.h>

#include "chainlint/rules/evaluate.h"
#include "chainlint/rules/library.h"
#include "sample_bundle.h"

namespace chainlint::facts {
namespace path_rules_test {

const rules::RuleLibrary& shipped_library() {
  static const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  for (const std::string& problem : loaded.problems) ADD_FAILURE() << problem;
  return loaded.library;
}

std::vector<std::string> errors_of(const SampleBundle& sample, const char* set = "path") {
  const rules::RuleSet* rules = shipped_library().find_set(set);
  std::vector<std::string> ids;
  if (rules == nullptr) {
    ADD_FAILURE() << "there is no set " << set;
    return ids;
  }
  for (const rules::Finding& finding : rules::evaluate(*rules, sample.context()).findings) {
    if (finding.severity == Severity::error) ids.push_back(finding.rule->id);
  }
  return ids;
}

using Ids = std::vector<std::string>;

// Takes the anchor off the path.
void stop_at(SampleBundle& sample, chain::StopReason stop) {
  sample.analysis.path->stop = stop;
  sample.analysis.path->steps.pop_back();
  sample.analysis.path->links.pop_back();
  if (stop != chain::StopReason::untrusted_root) {
    sample.analysis.missing.emplace();
    sample.analysis.missing->child_step = 1;
  }
}

// The rules for leaves ask which purposes the certificate itself refuses.
std::string description_for(chain::PathProblem problem, std::size_t step = 0) {
  std::string description = kSampleDescription;
  const bool of_leaf = problem == chain::PathProblem::extended_key_usage && step == 0;
  if (of_leaf) description.insert(description.rfind(" }"), ", extended_key_usage: [clientAuth]");
  return description;
}

TEST(PathRules, FindNothingOnAValidPath) { EXPECT_EQ(errors_of(SampleBundle(kSampleDescription)), Ids{}); }

TEST(PathRules, ClaimEveryStopOnce) {
  const std::pair<chain::StopReason, const char*> expected[] = {
      {chain::StopReason::untrusted_root, "trust-anchor-unknown"},
      {chain::StopReason::issuer_missing, "chain-missing-intermediate"},
      {chain::StopReason::issuer_rekeyed, "renewal-intermediate-rekeyed"},
      {chain::StopReason::issuer_renamed, "chain-issuer-name-differs"},
      {chain::StopReason::signature_invalid, "chain-signature-invalid"},
      {chain::StopReason::unsupported, "chain-signature-unsupported"},
      {chain::StopReason::limit, "chain-search-limit"},
  };
  for (const auto& [stop, rule] : expected) {
    SampleBundle sample(kSampleDescription);
    stop_at(sample, stop);
    EXPECT_EQ(errors_of(sample), Ids{rule}) << chain::to_string(stop);
  }
}

TEST(PathRules, TellAMissingIntermediateFromAStaleOne) {
  SampleBundle sample(kSampleDescription);
  stop_at(sample, chain::StopReason::issuer_missing);
  sample.analysis.path->steps.pop_back();
  sample.analysis.path->links.pop_back();
  sample.analysis.missing->child_step = 0;
  sample.analysis.missing->child_is_leaf = true;
  EXPECT_EQ(errors_of(sample), Ids{"chain-missing-intermediate"});
  sample.analysis.missing->stale = sample.certificates.at("inter");
  EXPECT_EQ(errors_of(sample), Ids{"chain-stale-intermediate"});
}

TEST(PathRules, CallALeafWithoutACaSelfSigned) {
  SampleBundle sample(kSampleDescription);
  stop_at(sample, chain::StopReason::untrusted_root);
  sample.analysis.path->steps.pop_back();
  sample.analysis.path->links.pop_back();
  sample.analysis.members[0].self_signed = true;
  EXPECT_EQ(errors_of(sample), Ids{"leaf-self-signed"});
}

TEST(PathRules, FindAnErrorForEveryProblemAtEveryStep) {
  for (const chain::PathProblem problem : chain::kPathProblemNames.values()) {
    for (const std::size_t step : {0u, 1u, 2u}) {
      if (problem == chain::PathProblem::host && step != 0) {
        continue;  // hosts are checked for a leaf only
      }
      SampleBundle sample(description_for(problem, step));
      sample.request.hosts.push_back(x509::HostName::parse("other.example.net").value());
      sample.analysis.path->steps[step].problems.push_back({problem, "detail"});
      EXPECT_EQ(errors_of(sample).size(), 1u) << chain::to_string(problem) << " at step " << step;
    }
  }
}

TEST(PathRules, FindAnErrorInTheRecommendedSetToo) {
  for (const chain::PathProblem problem : chain::kPathProblemNames.values()) {
    SampleBundle sample(description_for(problem));
    sample.request.hosts.push_back(x509::HostName::parse("www.example.com").value());
    sample.analysis.path->steps[0].problems.push_back({problem, "detail"});
    if (problem == chain::PathProblem::weak_key || problem == chain::PathProblem::weak_signature) {
      continue;  // key-weak and policy-sha1 look at the certificate itself, and this one is strong
    }
    EXPECT_EQ(errors_of(sample, "recommended").size(), 1u) << chain::to_string(problem);
  }
}

TEST(PathRules, KnowEveryProblemThatPathValidationNames) {
  for (const std::string_view name : chain::kPathProblemNames) {
    EXPECT_TRUE(find_fact(SubjectKind::certificate, "problem." + std::string(name)).ok()) << name << ": give it a fact and a rule";
  }
}

}  // namespace path_rules_test
}  // namespace chainlint::facts
