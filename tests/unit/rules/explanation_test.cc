// `explained_by`: which findings are folded under others, and mistakes in rule files.
#include <gtest/gtest.h>

#include "bench.h"
#include "chainlint/formats/reader.h"
#include "chainlint/rules/evaluate.h"
#include "unit/minted.h"

namespace chainlint::rules {
namespace explanation_test {

// Every subject of the kind has a finding of such a rule, or every one for which `more` (a `when`) holds.
yaml::SourceFile always(const std::string& id, const std::string& severity, const std::string& subject, const std::string& more = "") {
  const std::string require = subject == "bundle" || subject == "chain" ? "{ bundle.kind: crl }"
                              : subject == "container"                  ? "{ format: sst }"
                              : subject == "key"                        ? "{ bits: 1 }"
                              : subject == "link"                       ? "{ signature: invalid }"
                                                                        : "{ version: 1 }";
  return {"rules/" + id + ".yaml", "id: " + id + "\ntitle: t\nseverity: " + severity + "\nabout: content\nfor: " + subject +
                                       "\nrequire: " + (subject == "bundle" ? "{ kind: crl }" : require) + "\nmessage: m\n" + more};
}

// A leaf with its key, its intermediate, and another leaf, in files of their own.
class Explanations : public ::testing::Test {
 protected:
  // "effect<cause" for each finding, sorted as evaluate() sorts them: "b:1 a:1<b".
  std::string explained(std::vector<yaml::SourceFile> rules) {
    const mint::Minted minted = minted_from(
        "certificates:\n"
        "  inter: { subject: 'CN=Example CA', ca: true }\n"
        "  leaf:  { subject: 'CN=www.example.com', issuer: inter, dns: [www.example.com] }\n"
        "files: { leaf.pem: { pem: [leaf, key(leaf)] }, inter.pem: { pem: [inter] } }\n");
    formats::Bundle bundle;
    for (const mint::File& file : minted.files) {
      bundle.containers.push_back(formats::read_container(file.name, file.content, {}, certificates_));
    }
    chain::ChainRequest request;
    request.at = *Instant::parse("2026-06-01");
    request.anchors = request.pool = &anchors_;
    const chain::BundleAnalysis analysis = chain::analyze(bundle, request, verifier_);
    rules.push_back({"sets/all.yaml", "set: all\ntitle: t\nrules: all\n"});
    const RuleLibrary::Loaded loaded = RuleLibrary::load(rules);
    EXPECT_EQ(loaded.problems, Texts{});
    if (!loaded.problems.empty()) return "";
    const Evaluation evaluation = evaluate(*loaded.library.sets().front(), {bundle, analysis, request, ""});
    std::map<std::string, std::string> ids;
    for (const Finding& finding : evaluation.findings) ids[finding.fingerprint] = finding.rule->id;
    std::string text;
    for (const Finding& finding : evaluation.findings) {
      text += (text.empty() ? "" : " ") + finding.rule->id;
      if (!finding.explained_by.empty()) text += "<" + ids[finding.explained_by];
    }
    return text;
  }

  formats::CertificateCache certificates_;
  crypto::SignatureVerifier verifier_;
  chain::AnchorSet anchors_;
};

const std::string kLeaf = "when: { role: leaf }\n", kIssuer = "when: { role: { not: leaf } }\n";

TEST_F(Explanations, AnEffectOfTheSameCertificateIsFoldedUnderItsCause) {
  EXPECT_EQ(explained({always("a", "error", "certificate", kLeaf + "explained_by: [b]\n"), always("b", "error", "certificate", kLeaf)}),
            "b a<b");
}

TEST_F(Explanations, WhatIsAboutAnotherCertificateExplainsNothing) {
  EXPECT_EQ(explained({always("a", "error", "certificate", kLeaf + "explained_by: [b]\n"), always("b", "error", "certificate", kIssuer)}),
            "b a")
      << "sorted by file: inter.pem, leaf.pem";
}

TEST_F(Explanations, TheWholeAndItsPartsShareACause) {
  EXPECT_EQ(explained({always("a", "error", "certificate", kLeaf + "explained_by: [b]\n"), always("b", "error", "bundle")}), "b a<b");
  EXPECT_EQ(explained({always("a", "error", "bundle", "explained_by: [b]\n"), always("b", "error", "certificate", kIssuer)}), "b a<b");
  EXPECT_EQ(explained({always("a", "error", "key", "explained_by: [b]\n"), always("b", "error", "chain")}), "b a<b");
}

TEST_F(Explanations, ALinkSharesACauseWithItsTwoCertificatesAndAKeyWithItsOwn) {
  EXPECT_EQ(explained({always("a", "error", "link", "explained_by: [b]\n"), always("b", "error", "certificate", kIssuer)}), "b a<b");
  EXPECT_EQ(explained({always("a", "error", "link", "explained_by: [b]\n"), always("b", "error", "certificate", kLeaf)}), "b a<b");
  EXPECT_EQ(explained({always("a", "error", "key", "explained_by: [b]\n"), always("b", "error", "certificate", kLeaf)}), "b a<b");
  EXPECT_EQ(explained({always("a", "error", "key", "explained_by: [b]\n"), always("b", "error", "certificate", kIssuer)}), "b a");
}

TEST_F(Explanations, AContainerExplainsWhatIsInIt) {
  const std::string of_inter = "when: { path: inter.pem }\n", of_leaf = "when: { path: leaf.pem }\n";
  EXPECT_EQ(explained({always("a", "error", "certificate", kLeaf + "explained_by: [b]\n"), always("b", "error", "container", of_leaf)}),
            "b a<b");
  EXPECT_EQ(explained({always("a", "error", "certificate", kLeaf + "explained_by: [b]\n"), always("b", "error", "container", of_inter)}),
            "b a");
  EXPECT_EQ(explained({always("a", "error", "key", "explained_by: [b]\n"), always("b", "error", "container", of_inter)}), "b a");
  EXPECT_EQ(explained({always("a", "error", "key", "explained_by: [b]\n"), always("b", "error", "container", of_leaf)}), "b a<b");
}

TEST_F(Explanations, AnEffectThatIsMoreSevereThanItsCauseIsCounted) {
  EXPECT_EQ(explained({always("a", "error", "bundle", "explained_by: [b]\n"), always("b", "warning", "bundle")}), "a b");
  EXPECT_EQ(explained({always("a", "note", "bundle", "explained_by: [b]\n"), always("b", "warning", "bundle")}), "b a<b");
}

TEST_F(Explanations, OfSeveralCausesTheFirstFindingIsTaken) {
  EXPECT_EQ(
      explained({always("a", "note", "bundle", "explained_by: [c, b]\n"), always("b", "error", "bundle"), always("c", "note", "bundle")}),
      "b c a<b");
}

TEST_F(Explanations, AChainOfExplanationsEndsAtTheRootCause) {
  EXPECT_EQ(explained({always("a", "error", "bundle", "explained_by: [b]\n"), always("b", "error", "bundle", "explained_by: [c]\n"),
                       always("c", "error", "bundle")}),
            "c a<c b<c");
}

TEST_F(Explanations, ACauseMayDependOnFactsOfTheEffect) {
  const auto effect = [](const std::string& kind) {
    return always("a", "error", "bundle", "explained_by: [{ rule: b, when: { kind: " + kind + " } }]\n");
  };
  EXPECT_EQ(explained({effect("server"), always("b", "error", "bundle")}), "b a<b");
  EXPECT_EQ(explained({effect("other"), always("b", "error", "bundle")}), "a b");
}

TEST_F(Explanations, AFormerIdIsUnderstood) {
  EXPECT_EQ(explained({always("a", "error", "bundle", "explained_by: [old]\n"), always("b", "error", "bundle", "formerly: [old]\n")}),
            "b a<b");
}

TEST(ExplanationErrors, AnUnknownRuleIsNamedWithASuggestion) {
  EXPECT_EQ(
      load_problems({always("leaf-old", "error", "bundle", "explained_by: [leaf-expred]\n"), always("leaf-expired", "error", "bundle")}),
      "rules/leaf-old.yaml:8:16: error: there is no rule 'leaf-expred'\n"
      "  | explained_by: [leaf-expred]\n"
      "  |                ^\n"
      "did you mean 'leaf-expired'?\n");
}

TEST(ExplanationErrors, ACircleIsAMistakeOfEveryRuleInIt) {
  EXPECT_EQ(load_problems({always("a", "error", "bundle", "explained_by: [b]\n"), always("b", "error", "bundle", "explained_by: [a]\n")}),
            "rules/a.yaml:8:16: error: 'a' is explained by 'b', which is explained by 'a'; an explanation must lead to a cause\n"
            "  | explained_by: [b]\n"
            "  |                ^\n"
            "rules/b.yaml:8:16: error: 'b' is explained by 'a', which is explained by 'b'; an explanation must lead to a cause\n"
            "  | explained_by: [a]\n"
            "  |                ^\n");
  EXPECT_EQ(load_problems({always("a", "error", "bundle", "explained_by: [a]\n")}),
            "rules/a.yaml:8:16: error: 'a' is explained by 'a'; an explanation must lead to a cause\n"
            "  | explained_by: [a]\n"
            "  |                ^\n");
}

TEST(ExplanationErrors, AnEntryIsAnIdOrARuleWithACondition) {
  EXPECT_EQ(load_problems({always("a", "error", "bundle", "explained_by: [{ rule: b }, 5, { rule: b, when: { knd: server } }]\n"),
                           always("b", "error", "bundle")}),
            "rules/a.yaml:8:16: error: an entry of 'explained_by' lacks the required key 'when'\n"
            "  | explained_by: [{ rule: b }, 5, { rule: b, when: { knd: server } }]\n"
            "  |                ^\n"
            "rules/a.yaml:8:29: error: an entry of 'explained_by' is text, not the number 5; put it between quotes\n"
            "  | explained_by: [{ rule: b }, 5, { rule: b, when: { knd: server } }]\n"
            "  |                             ^\n"
            "rules/a.yaml:8:51: error: a bundle has no fact 'knd'\n"
            "  | explained_by: [{ rule: b }, 5, { rule: b, when: { knd: server } }]\n"
            "  |                                                   ^\n"
            "did you mean 'kind'?\n");
}

}  // namespace explanation_test
}  // namespace chainlint::rules
