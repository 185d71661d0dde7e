#include "chainlint/rules/evaluate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "bench.h"
#include "chainlint/formats/reader.h"
#include "unit/minted.h"

namespace chainlint::rules {
namespace evaluate_test {

// Two leaves by one CA in one file, evaluated by one rule file and one set of all rules.
class RuleEvaluation : public ::testing::Test {
 protected:
  Evaluation evaluation_of(const std::vector<yaml::SourceFile>& rules,
                           const std::string& files = "{ site.pem: { pem: [leaf, other, inter] } }") {
    const mint::Minted minted = minted_from(
        "certificates:\n"
        "  inter: { subject: 'CN=Example CA', ca: true }\n"
        "  leaf:  { subject: 'CN=www.example.com', issuer: inter, dns: [www.example.com] }\n"
        "  other: { subject: 'CN=mail.example.com', issuer: inter, dns: [mail.example.com] }\n"
        "files: " +
        files + "\n");
    bundle_ = {};
    for (const mint::File& file : minted.files) {
      bundle_.containers.push_back(formats::read_container(file.name, file.content, {}, certificates_));
    }
    request_.at = *Instant::parse("2026-06-01");
    request_.anchors = &anchors_;
    request_.pool = &anchors_;
    analysis_ = chain::analyze(bundle_, request_, verifier_);
    std::vector<yaml::SourceFile> all = rules;
    if (all.back().text.find("set: ") != 0) all.push_back({"sets/all.yaml", "set: all\ntitle: t\nrules: all\n"});
    loaded_ = RuleLibrary::load(all);
    EXPECT_EQ(loaded_.problems, Texts{});
    return evaluate(*loaded_.library.sets().front(), {bundle_, analysis_, request_, ""});
  }

  formats::CertificateCache certificates_;
  crypto::SignatureVerifier verifier_;
  chain::AnchorSet anchors_;
  chain::ChainRequest request_;
  formats::Bundle bundle_;
  chain::BundleAnalysis analysis_;
  RuleLibrary::Loaded loaded_;
};

const yaml::SourceFile kNoLeaves =
    rule_file("when: { role: leaf }\nrequire: { version: 1 }\nmessage: 'no {subject}'\nfix: 'drop {subject}'\n");

TEST_F(RuleEvaluation, FindsOncePerSubjectToWhichTheRuleApplies) {
  const Evaluation evaluation = evaluation_of({kNoLeaves});
  ASSERT_EQ(evaluation.findings.size(), 2u);
  EXPECT_EQ(evaluation.findings[0].message, "no CN=www.example.com");
  EXPECT_EQ(evaluation.findings[0].fix(), "drop CN=www.example.com");
  EXPECT_EQ(evaluation.findings[0].severity, Severity::warning);
  EXPECT_EQ(evaluation.findings[0].location.entry, 1u);
  EXPECT_EQ(evaluation.findings[1].message, "no CN=mail.example.com");
  EXPECT_EQ(evaluation.findings[1].location.entry, 2u);
  EXPECT_TRUE(evaluation.not_evaluated.empty());
}

using Details = std::vector<std::pair<std::string, std::string>>;

TEST_F(RuleEvaluation, DetailsAreThoseOfTheRuleAndThenOfTheCertificate) {
  const Evaluation evaluation =
      evaluation_of({rule_file("when: { role: leaf }\nrequire: { version: 1 }\nmessage: m\n"
                               "details: { certificate version: '{version}', issuer: 'by {issuer}', absent: '{provider}' }\n")});
  ASSERT_EQ(evaluation.findings.size(), 2u);
  const Finding& finding = evaluation.findings[0];
  Details first;
  for (std::size_t i = 0; i < 3 && i < finding.details.size(); ++i) first.emplace_back(finding.details[i].name, finding.details[i].value);
  EXPECT_EQ(first, (Details{{"certificate version", "3"}, {"issuer", "by CN=Example CA"}, {"subject", "CN=www.example.com"}}));
  EXPECT_EQ(finding.subject_name, "www.example.com");
}

TEST_F(RuleEvaluation, AFixIsAListOfSteps) {
  const Evaluation evaluation =
      evaluation_of({rule_file("when: { role: leaf }\nrequire: { version: 1 }\nmessage: m\nfix: ['Drop {subject.cn}.', 'Run: true']\n")});
  ASSERT_EQ(evaluation.findings.size(), 2u);
  EXPECT_EQ(evaluation.findings[0].fix_steps, (std::vector<std::string>{"Drop www.example.com.", "Run: true"}));
  EXPECT_EQ(evaluation.findings[0].fix(), "Drop www.example.com. Run: true");
}

TEST_F(RuleEvaluation, NumbersWhatIsDoneInThisOrder) {
  const auto marks = [](std::vector<std::string> steps) {
    Finding finding;
    finding.fix_steps = std::move(steps);
    return finding.step_marks();
  };
  EXPECT_EQ(marks({}), std::vector<std::string>());
  EXPECT_EQ(marks({"If it is a root, do nothing."}), std::vector<std::string>{""});
  EXPECT_EQ(marks({"Write it.", "Import it."}), (std::vector<std::string>{"1. ", "2. "}));
  EXPECT_EQ(marks({"Write it.", "Import it.", "Alternatively, reissue it."}), (std::vector<std::string>{"1. ", "2. ", "- "}));
  EXPECT_EQ(marks({"Remove it.", "If it is needed, keep it."}), (std::vector<std::string>{"- ", "- "}));
}

TEST_F(RuleEvaluation, AStepThatIsAListIsOneStepPerItem) {
  const Evaluation evaluation = evaluation_of(
      {rule_file("when: { role: leaf }\nrequire: { version: 1 }\nmessage: m\n"
                 "details: { names: '{san.dns}', expires: '{validity.not_after}', organizations: '{subject.organizations}' }\n"
                 "fix: ['{extensions}', '{role} {subject.cn}', 'on {validity.not_after}', '{subject.organizations}']\n")});
  ASSERT_EQ(evaluation.findings.size(), 2u);
  const Finding& finding = evaluation.findings[0];
  const std::size_t steps = finding.fix_steps.size();
  ASSERT_GT(steps, 3u);
  EXPECT_EQ(finding.fix_steps[0].find(','), std::string::npos);
  EXPECT_EQ(finding.fix_steps[steps - 2], "Leaf www.example.com");
  EXPECT_TRUE(finding.fix_steps[steps - 1].ends_with("T00:00:00Z")) << finding.fix_steps[steps - 1];
  EXPECT_TRUE(
      std::none_of(finding.details.begin(), finding.details.end(), [](const Detail& each) { return each.name == "organizations"; }));
}

TEST_F(RuleEvaluation, ATimeInAMessageIsItsDay) {
  const Evaluation evaluation =
      evaluation_of({rule_file("when: { role: leaf }\nrequire: { version: 1 }\nmessage: 'until {validity.not_after}'\n")});
  ASSERT_EQ(evaluation.findings.size(), 2u);
  EXPECT_EQ(evaluation.findings[0].message, "until 2027-01-01");
}

TEST_F(RuleEvaluation, ALongMessageIsShortened) {
  const std::string words(kMessageBytes, 'x');
  const Evaluation evaluation = evaluation_of({rule_file("when: { role: leaf }\nrequire: { version: 1 }\nmessage: '" + words + "y'\n")});
  ASSERT_EQ(evaluation.findings.size(), 2u);
  EXPECT_EQ(evaluation.findings[0].message, std::string(kMessageBytes - 3, 'x') + "...");
}

TEST_F(RuleEvaluation, TheFirstEscalationThatHoldsReplacesTheSeverity) {
  const Evaluation evaluation =
      evaluation_of({rule_file("require: { version: 1 }\nmessage: m\nseverity_when:\n"
                               "  - { severity: error, when: { subject.cn: www.example.com } }\n"
                               "  - { severity: note, when: { role: leaf } }\n")});
  ASSERT_EQ(evaluation.findings.size(), 3u);
  EXPECT_EQ(evaluation.findings[0].severity, Severity::error);
  EXPECT_EQ(evaluation.findings[1].severity, Severity::warning);
  EXPECT_EQ(evaluation.findings[2].severity, Severity::note);
}

TEST_F(RuleEvaluation, ASeverityOfTheSetReplacesEvenEscalations) {
  const Evaluation evaluation =
      evaluation_of({rule_file("require: { version: 1 }\nmessage: m\nseverity_when: [ { severity: error, when: { role: leaf } } ]\n"),
                     {"sets/soft.yaml", "set: soft\ntitle: t\nrules: [ { id: sample, severity: note } ]\n"}});
  ASSERT_EQ(evaluation.findings.size(), 3u);
  for (const Finding& finding : evaluation.findings) EXPECT_EQ(finding.severity, Severity::note);
}

TEST_F(RuleEvaluation, AKeyThatIsLockedIsNotEvaluatedAndNeverAPass) {
  const Evaluation evaluation = evaluation_of(
      {{"rules/keys.yaml", "id: keys\ntitle: t\nseverity: error\nabout: content\nfor: key\nrequire: { bits: { min: 1 } }\nmessage: m\n"}},
      "{ site.pem: { pem: [leaf, inter, 'key(leaf, encrypted:secret)'] } }");
  EXPECT_TRUE(evaluation.findings.empty());
  ASSERT_EQ(evaluation.not_evaluated.size(), 1u);
  EXPECT_EQ(evaluation.not_evaluated[0].rule->id, "keys");
  EXPECT_FALSE(evaluation.not_evaluated[0].reason.empty());
}

TEST_F(RuleEvaluation, AFingerprintDoesNotDependOnPlaceOrWords) {
  const Evaluation first = evaluation_of({kNoLeaves});
  const Evaluation second = evaluation_of({rule_file("when: { role: leaf }\nrequire: { version: 1 }\nmessage: other\n")},
                                          "{ b.pem: { pem: [inter, other, leaf] } }");
  ASSERT_EQ(first.findings.size(), 2u);
  ASSERT_EQ(second.findings.size(), 2u);
  EXPECT_EQ(first.findings[0].fingerprint, second.findings[1].fingerprint);
  EXPECT_EQ(first.findings[1].fingerprint, second.findings[0].fingerprint);
  EXPECT_NE(first.findings[0].fingerprint, first.findings[1].fingerprint);
  EXPECT_EQ(first.findings[0].fingerprint.size(), 32u);
}

TEST_F(RuleEvaluation, FindingsOfOneRuleAboutOneSubjectHaveDifferentFingerprints) {
  const Evaluation evaluation = evaluation_of(
      {{"rules/files.yaml",
        "id: files\ntitle: t\nseverity: note\nabout: content\nfor: container\nrequire: { format: sst }\nmessage: 'is {format}'\n"}},
      "{ a.pem: { pem: [leaf] }, b.pem: { pem: [inter] }, c.pem: { pem: [other] } }");
  ASSERT_EQ(evaluation.findings.size(), 3u);
  std::set<std::string> different;
  for (const Finding& finding : evaluation.findings) different.insert(finding.fingerprint);
  EXPECT_EQ(different.size(), 3u);
}

TEST_F(RuleEvaluation, FindingsAreSortedBySeverityPlaceAndRule) {
  const auto about_leaf = [](const std::string& id, const std::string& severity, const std::string& question = "content") {
    return yaml::SourceFile{"rules/" + id + ".yaml", "id: " + id + "\ntitle: t\nseverity: " + severity + "\nabout: " + question +
                                                         "\nfor: certificate\nwhen: { role: leaf }\nrequire: { version: 1 }\nmessage: m\n"};
  };
  const auto order_of = [&](const std::vector<yaml::SourceFile>& rules) {
    std::string order;
    const Evaluation evaluation = evaluation_of(rules);
    for (const Finding& finding : evaluation.findings) order += std::to_string(*finding.location.entry) + finding.rule->id + " ";
    return order;
  };
  EXPECT_EQ(order_of({about_leaf("c", "note"), about_leaf("b", "error"), about_leaf("a", "note")}), "1b 2b 1a 1c 2a 2c ");
  // What does not keep the server from working is behind the others of its severity.
  EXPECT_EQ(order_of({about_leaf("a", "error", "protection"), about_leaf("b", "error"), about_leaf("c", "note")}), "1b 2b 1a 2a 1c 2c ");
}

}  // namespace evaluate_test
}  // namespace chainlint::rules
