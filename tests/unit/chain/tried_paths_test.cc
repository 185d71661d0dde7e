#include "path/tried_paths.h"

#include <gtest/gtest.h>

#include "case.h"
#include "chainlint/base/limits.h"

namespace chainlint::chain {
namespace tried_paths_test {

// "leaf old root: reason" a line.
std::string tried(Case& chain) {
  chain.request.explain = true;
  chain.run();
  std::string text;
  for (const TriedPath& path : chain.analysis.tried) {
    for (std::size_t i = 0; i < path.certificates.size(); ++i) text += (i == 0 ? "" : " ") + chain.name_of(path.certificates[i]);
    text += ": " + path.reason + "\n";
  }
  return text;
}

TEST(TriedPaths, AreNoneWhereThereIsOneWay) {
  Case chain(R"(
  root: { subject: "CN=Root", ca: true }
  leaf: { issuer: root, dns: [www.example.com] }
)");
  chain.file({"leaf"}).anchors({"root"});
  EXPECT_EQ(tried(chain), "");
  EXPECT_TRUE(chain.valid());
}

TEST(TriedPaths, NameTheProblemOfAnExpiredCopy) {
  Case chain(R"(
  root: { subject: "CN=Root", ca: true }
  old:  { subject: "CN=CA", issuer: root, ca: true, not_before: 2020-01-01, not_after: 2025-01-01 }
  new:  { subject: "CN=CA", issuer: root, ca: true, key: same-as:old }
  leaf: { issuer: old, dns: [www.example.com] }
)");
  chain.file({"leaf", "old", "new"}).anchors({"root"});
  EXPECT_EQ(tried(chain), "leaf old root: 'CA': expired on 2025-01-01\n");
  EXPECT_EQ(chain.path(), "leaf new root");
  EXPECT_EQ(chain.analysis.tried[0].problems, 1u);
  EXPECT_EQ(chain.analysis.tried[0].stop, StopReason::anchor);
}

TEST(TriedPaths, SayThatOneIsLongerOrOlderOrHasOtherKeyIds) {
  Case chain(R"(
  old:   { subject: "CN=Old Root", ca: true }
  root:  { subject: "CN=Root", ca: true }
  cross: { subject: "CN=Root", issuer: old, ca: true, key: same-as:root }
  first: { subject: "CN=CA", issuer: root, ca: true, not_before: 2024-01-01 }
  inter: { subject: "CN=CA", issuer: root, ca: true, key: same-as:first, not_before: 2025-06-01 }
  odd:   { subject: "CN=CA", issuer: root, ca: true, key: same-as:first, subject_key_id: 0102 }
  leaf:  { issuer: first, dns: [www.example.com] }
)");
  chain.file({"leaf", "cross", "first", "inter", "odd"}).anchors({"old", "root"});
  EXPECT_EQ(tried(chain),
            "leaf first root: has an older 'CA' than the chosen path\n"
            "leaf first cross old: longer than the chosen path\n"
            "leaf inter cross old: longer than the chosen path\n"
            "leaf odd root: key id in the AKI of 'leaf' does not match the SKI of its issuer\n"
            "leaf odd cross old: key id in the AKI of 'leaf' does not match the SKI of its issuer\n");
}

TEST(TriedPaths, NameWalksThatEndBeforeAnAnchor) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true }
  other: { subject: "CN=Other Root", ca: true }
  lost:  { subject: "CN=Lost Root", ca: true }
  inter: { subject: "CN=CA", issuer: root, ca: true }
  cross: { subject: "CN=CA", issuer: other, ca: true, key: same-as:inter }
  third: { subject: "CN=CA", issuer: lost, ca: true, key: same-as:inter }
  leaf:  { issuer: inter, dns: [www.example.com] }
)");
  chain.file({"leaf", "inter", "cross", "third", "other"}).anchors({"root"});
  EXPECT_EQ(tried(chain),
            "leaf cross other: ends at the untrusted root 'Other Root'\n"
            "leaf third: issuer 'Lost Root' of 'CA' is missing\n");
}

TEST(TriedPaths, NameCertificatesOfTheRightNameWithAnotherKey) {
  Case chain(R"(
  root:    { subject: "CN=Root", ca: true }
  inter:   { subject: "CN=CA", issuer: root, ca: true }
  rekeyed: { subject: "CN=CA", issuer: root, ca: true }
  silent:  { subject: "CN=CA", issuer: root, ca: true, subject_key_id: none }
  leaf:    { issuer: inter, dns: [www.example.com] }
)");
  chain.file({"leaf", "inter", "rekeyed", "silent"}).anchors({"root"});
  const std::string text = tried(chain);
  EXPECT_NE(text.find("leaf rekeyed: 'CA' has a different key than the one that signed 'leaf'\n"), std::string::npos) << text;
  EXPECT_NE(text.find("leaf silent: the signature of 'leaf' does not verify with this key of 'CA'\n"), std::string::npos) << text;
}

TEST(TriedPaths, NameACertificateWithTheNameOfAMissingIssuer) {
  Case chain(R"(
  root:    { subject: "CN=Root", ca: true }
  inter:   { subject: "CN=CA", issuer: root, ca: true }
  rekeyed: { subject: "CN=CA", issuer: root, ca: true }
  leaf:    { issuer: inter, dns: [www.example.com] }
)");
  chain.file({"leaf", "rekeyed"}).anchors({"root"});
  EXPECT_EQ(tried(chain), "leaf rekeyed: 'CA' has a different key than the one that signed 'leaf'\n");
  EXPECT_EQ(chain.path(), "leaf");
}

TEST(TriedPaths, AreBoundedAndChangeNothing) {
  std::string description = "  root: { subject: \"CN=Root\", ca: true }\n";
  std::vector<std::string> file = {"leaf"};
  for (int level = 1; level <= 6; ++level) {
    for (int copy = 0; copy < 4; ++copy) {
      const std::string name = "l" + std::to_string(level) + "c" + std::to_string(copy);
      const std::string above = level == 1 ? "root" : "l" + std::to_string(level - 1) + "c0";
      description += "  " + name + ": { subject: \"CN=Level " + std::to_string(level) + "\", issuer: " + above + ", ca: true" +
                     (copy == 0 ? "" : ", key: same-as:l" + std::to_string(level) + "c0, serial: " + std::to_string(copy)) + " }\n";
      file.push_back(name);
    }
  }
  Case chain(description + "  leaf: { issuer: l6c0, dns: [www.example.com] }\n");
  chain.file(file).anchors({"root"});
  tried(chain);
  EXPECT_EQ(chain.analysis.tried.size(), ChainLimits::kTriedPaths);
  EXPECT_EQ(chain.analysis.candidates, 1u);
  EXPECT_FALSE(chain.analysis.limit_reached);
  EXPECT_TRUE(chain.valid());
}

}  // namespace tried_paths_test
}  // namespace chainlint::chain
