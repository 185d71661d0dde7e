#include "chainlint/policy/baseline.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "waiver_sample.h"

namespace chainlint::policy::test {
namespace baseline_test {

using Json = nlohmann::json;

// In the bundle of the leaf with digest A.
policy::BaselinePlace in(const std::string& path) { return {path, kDigestA, path}; }

bool holds(const policy::BaselineTable& table, const rules::Finding& finding, const policy::BaselinePlace& place) {
  return table.acceptance_of(finding, place).has_value();
}

bool was_there(const rules::Finding& before, const policy::BaselinePlace& place_before, const rules::Finding& now,
               const policy::BaselinePlace& place_now) {
  return holds(policy::BaselineTable({baseline_entry(before, place_before)}, "baseline.json"), now, place_now);
}

bool was_there(const rules::Finding& before, const std::string& path_before, const rules::Finding& now, const std::string& path_now) {
  return was_there(before, in(path_before), now, in(path_now));
}

rules::Finding of_root() {
  rules::Finding root = sample_finding("chain-root-included", kDigestB);
  root.role = "root";
  return root;
}

rules::Finding without_certificate(rules::Finding finding) {
  finding.subject = facts::SubjectKind::container;
  finding.subject_sha256 = finding.subject_key_sha256 = finding.role = "";
  return finding;
}

std::string problems_of(const std::string& text) {
  std::string all;
  for (const std::string& problem : policy::read_baseline("baseline.json", text).problems) all += problem + "\n";
  return all;
}

std::string baseline_of(const std::string& entries) { return "{\"baseline\": \"1.0\", \"entries\": [" + entries + "]}"; }

TEST(Baseline, KnowsAFindingInAnyFolder) {
  rules::Finding now = sample_finding();
  now.location = Location{.path = "moved/b.pem", .line = 40};
  now.message = "another wording";
  EXPECT_TRUE(was_there(sample_finding(), "certs/a.pem", now, "moved/b.pem"));
}

TEST(Baseline, TakesTheSameDefectOfAnotherCertificateForNew) {
  EXPECT_FALSE(was_there(sample_finding(), "a.pem", sample_finding("leaf-expired", kDigestB), "a.pem"));
}

TEST(Baseline, TakesAnotherRuleOrRoleForNew) {
  EXPECT_FALSE(was_there(sample_finding(), "a.pem", sample_finding("leaf-expiring"), "a.pem"));
  rules::Finding intermediate = sample_finding();
  intermediate.role = "intermediate";
  EXPECT_FALSE(was_there(sample_finding(), "a.pem", intermediate, "a.pem"));
}

TEST(Baseline, KnowsAPrivateKeyByItsPublicHalf) {
  rules::Finding key = sample_finding("key-weak");
  key.subject = facts::SubjectKind::key;
  key.role = "";
  EXPECT_TRUE(was_there(key, "a.key", key, "b.key"));
  EXPECT_EQ(baseline_entry(key, in("a.key")).by, policy::BaselineEntry::By::key);
  EXPECT_EQ(baseline_entry(key, in("a.key")).identity, kDigestC);
}

TEST(Baseline, KnowsAKeyWithTheLeafBesideIt) {
  rules::Finding key = sample_finding("key-leaf-mismatch");
  key.subject = facts::SubjectKind::key;
  key.subject_key_sha256 = kDigestC;
  policy::ReadBaseline read =
      policy::read_baseline("baseline.json", policy::write_baseline({policy::baseline_entry(key, {"a.key", kDigestB, "a.pem"})}, "0.1.0"));
  ASSERT_TRUE(read.problems.empty());
  policy::BaselineTable table(std::move(read.entries), "baseline.json");
  EXPECT_FALSE(holds(table, key, {"a.key", kDigestC, "a.pem"}));
  EXPECT_TRUE(holds(table, key, {"moved.key", kDigestB, "moved.pem"}));
}

TEST(Baseline, TakesTheSameCertificateInAnotherBundleForNew) {
  EXPECT_TRUE(was_there(of_root(), {"a.pem", kDigestA, "a.pem"}, of_root(), {"moved.pem", kDigestA, "moved.pem"}));
  EXPECT_FALSE(was_there(of_root(), {"a.pem", kDigestA, "a.pem"}, of_root(), {"b.pem", kDigestC, "b.pem"}));
  EXPECT_FALSE(was_there(of_root(), {"a.pem", kDigestA, "a.pem"}, of_root(), {"a.pem", "", "a.pem"}));
}

TEST(Baseline, KnowsABundleWithoutALeafByItsPath) {
  EXPECT_TRUE(was_there(of_root(), {"roots.pem", "", "roots.pem"}, of_root(), {"roots.pem", "", "roots.pem"}));
  EXPECT_FALSE(was_there(of_root(), {"roots.pem", "", "roots.pem"}, of_root(), {"others.pem", "", "others.pem"}));
}

TEST(Baseline, IsReadAsItWasWritten) {
  const policy::BaselineEntry entries[] = {policy::baseline_entry(of_root(), {"a.pem", kDigestA, "a.pem"}),
                                           policy::baseline_entry(of_root(), {"r.pem", "", "r.pem"}),
                                           baseline_entry(sample_finding(), in("a.pem"))};
  const std::string text = policy::write_baseline({std::begin(entries), std::end(entries)}, "0.1.0");
  EXPECT_EQ(Json::parse(text)["baseline"], "1.1");
  const policy::ReadBaseline read = policy::read_baseline("baseline.json", text);
  ASSERT_EQ(read.entries.size(), 3u) << problems_of(text);
  EXPECT_EQ(write_baseline(read.entries, "0.1.0"), text);
  policy::BaselineTable table(read.entries, "baseline.json");
  EXPECT_TRUE(holds(table, of_root(), {"b.pem", kDigestA, "b.pem"}));
  EXPECT_TRUE(holds(table, of_root(), {"r.pem", "", "r.pem"}));
  EXPECT_TRUE(holds(table, sample_finding(), in("b.pem")));
  EXPECT_FALSE(holds(table, of_root(), {"b.pem", kDigestC, "b.pem"}));
}

TEST(Baseline, OfVersion10IsAboutACertificateInEveryBundle) {
  const std::string role_of_root = "\"certificate\": \"" + std::string(kDigestB) + "\", \"role\": \"root\"";
  const policy::ReadBaseline read =
      policy::read_baseline("baseline.json", baseline_of("{\"rule\": \"chain-root-included\", " + role_of_root + "}"));
  ASSERT_EQ(read.entries.size(), 1u);
  const policy::BaselineTable table(read.entries, "baseline.json");
  EXPECT_TRUE(holds(table, of_root(), {"a.pem", kDigestA, "a.pem"}));
  EXPECT_TRUE(holds(table, of_root(), {"b.pem", kDigestC, "b.pem"}));
  EXPECT_TRUE(holds(table, of_root(), {"r.pem", "", "r.pem"}));
}

TEST(Baseline, OfVersion10KnowsAKeyWithTheLeafBesideIt) {
  rules::Finding key = sample_finding("key-weak");
  key.subject = facts::SubjectKind::key;
  key.role = "";
  const std::string of_key = "\"key\": \"" + std::string(kDigestC) + "\", \"leaf\": \"" + std::string(kDigestA) + "\"";
  const policy::ReadBaseline read = policy::read_baseline("baseline.json", baseline_of("{\"rule\": \"key-weak\", " + of_key + "}"));
  ASSERT_EQ(read.entries.size(), 1u);
  const policy::BaselineTable table(read.entries, "baseline.json");
  EXPECT_TRUE(holds(table, key, in("a.key")));
  EXPECT_FALSE(holds(table, key, {"a.key", kDigestB, "a.key"}));
}

TEST(Baseline, KnowsWhatHasNoCertificateByItsPath) {
  const rules::Finding container = without_certificate(sample_finding("pem-bom"));
  EXPECT_TRUE(was_there(container, "roots.pem", container, "roots.pem"));
  EXPECT_FALSE(was_there(container, "roots.pem", container, "others.pem"));
}

TEST(Baseline, KeepsTheRulesFormerIds) {
  rules::Rule renamed = *shipped_library().find_rule("leaf-expired");
  renamed.id = "leaf-ended";
  renamed.formerly = {"leaf-expired"};
  rules::Finding now = sample_finding();
  now.rule = &renamed;
  EXPECT_TRUE(was_there(sample_finding(), "a.pem", now, "a.pem"));
}

TEST(Baseline, CountsWhatAWaiverAcceptsAsMet) {
  policy::BaselineTable table({baseline_entry(sample_finding(), in("a.pem"))}, "baseline.json");
  rules::Finding finding = sample_finding();
  finding.accepted = rules::Acceptance{rules::Acceptance::Kind::waiver, "why", "who", "", std::nullopt, {}};
  table.note(finding, in("a.pem"));
  EXPECT_EQ(table.gone([](const std::string&) { return true; }), std::vector<std::size_t>());
}

TEST(Baseline, CountsWhatIsGoneOfWhatWasLookedAt) {
  policy::BaselineTable table(
      {baseline_entry(sample_finding(), in("a.pem")), baseline_entry(sample_finding("leaf-expired", kDigestB), in("b.pem")),
       baseline_entry(sample_finding("leaf-expiring"), in("c.pem"))},
      "baseline.json");
  rules::Finding finding = sample_finding();
  table.note(finding, in("a.pem"));
  EXPECT_EQ(table.gone([](const std::string&) { return true; }).size(), 2u);
  EXPECT_EQ(table.gone([](const std::string& path) { return path == "b.pem"; }).size(), 1u);
}

TEST(Baseline, IsTheSameInAnyOrderAndContainsEachEntryOnce) {
  const policy::BaselineEntry a = baseline_entry(sample_finding(), in("a.pem")),
                              b = baseline_entry(sample_finding("leaf-expired", kDigestB), in("b.pem"));
  const policy::BaselineEntry copy = baseline_entry(sample_finding(), in("copy.pem"));
  EXPECT_EQ(policy::write_baseline({a, b, copy}, "0.1.0"), policy::write_baseline({copy, b, a}, "0.1.0"));
  EXPECT_EQ(Json::parse(policy::write_baseline({a, b, copy}, "0.1.0"))["entries"].size(), 2u);
}

TEST(Baseline, IsWrittenAsJsonOneEntryALine) {
  rules::Finding finding = sample_finding();
  finding.message = "a \"quoted\" name\\with a tab\t";
  policy::BaselineEntry entry = baseline_entry(finding, in("certs/a.pem"));
  entry.subject = "CN=M\xC3\xBCnchen";
  const std::string text = policy::write_baseline({entry}, "0.1.0");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  const Json json = Json::parse(text);
  EXPECT_EQ(json["tool"]["version"], "0.1.0");
  EXPECT_EQ(json["entries"][0]["certificate"], kDigestA);
  EXPECT_EQ(json["entries"][0]["hint"]["subject"], "CN=M\xC3\xBCnchen");
  const policy::ReadBaseline read = policy::read_baseline("baseline.json", text);
  ASSERT_EQ(read.entries.size(), 1u) << problems_of(text);
  EXPECT_EQ(read.entries[0].message, entry.message);
  EXPECT_EQ(write_baseline(read.entries, "0.1.0"), text);
}

TEST(Baseline, OfNothingIsReadToo) {
  EXPECT_EQ(problems_of(policy::write_baseline({}, "0.1.0")), "");
  EXPECT_TRUE(policy::read_baseline("baseline.json", policy::write_baseline({}, "0.1.0")).entries.empty());
}

TEST(BaselineFile, OfAnotherKindIsReportedOnce) {
  EXPECT_EQ(problems_of("{\"version\": \"2.1.0\", \"runs\": [], \"x\": 1}"),
            "baseline.json:1:1: error: the file is a mapping with other keys, not a baseline; 'chainlint baseline write' writes one\n");
}

TEST(BaselineFile, OfALaterVersionIsRefused) {
  EXPECT_NE(problems_of("{\"baseline\": \"2.0\", \"entries\": []}").find("has version '2.0'; this program reads version 1"),
            std::string::npos);
}

TEST(BaselineFile, ThatIsCutShortIsRefused) {
  const std::string text = policy::write_baseline({baseline_entry(sample_finding(), in("a.pem"))}, "0.1.0");
  for (std::size_t size = 0; size + 2 < text.size(); ++size) EXPECT_NE(problems_of(text.substr(0, size)), "") << size;
}

TEST(BaselineFile, ShowsEveryMistakeWithItsPlace) {
  const std::string problems =
      problems_of(baseline_of("\n{\"rule\": \"x\", \"certificate\": \"AB\"},\n{\"rule\": \"x\", \"rolle\": \"leaf\"}\n"));
  EXPECT_NE(problems.find("baseline.json:2:30: error: a SHA-256 has 64 hexadecimal digits in lower case, not 'AB'"), std::string::npos);
  EXPECT_NE(problems.find("baseline.json:3:1: error: an entry has one of 'certificate', 'key' and 'path'"), std::string::npos);
  EXPECT_NE(problems.find("baseline.json:3:15: error: an entry has no key 'rolle'"), std::string::npos);
}

}  // namespace baseline_test
}  // namespace chainlint::policy::test
