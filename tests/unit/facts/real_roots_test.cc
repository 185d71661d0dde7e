// The shipped records and the roots that they are about, from the bundle of a distribution: CHAINLINT_REALFILES, or beside the checkout.
// Expected dates are those that the programs published (see the sources in rules/records).
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "record_bundle.h"
#include "unit/asn1/octets.h"

namespace chainlint::facts {
namespace real_roots_test {

std::vector<x509::CertificatePtr> read_roots() {
  const char* folder = std::getenv("CHAINLINT_REALFILES");
  const std::filesystem::path root = folder != nullptr ? folder : std::string(CHAINLINT_SOURCE_DIR) + "/../shared/realfiles";
  std::ifstream stream(root / "files" / "debian" / "ca-certificates.crt", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::string begin = "-----BEGIN CERTIFICATE-----";
  std::vector<x509::CertificatePtr> roots;
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::size_t from = at + begin.size();
    const Bytes der = asn1::base64(std::string_view(text).substr(from, text.find("-----END", from) - from));
    if (auto certificate = x509::Certificate::parse(der, crypto::sha256(der))) roots.push_back(*certificate);
  }
  return roots;
}

// The root of this name; null where there are no real files.
x509::CertificatePtr real_root(const std::string& name) {
  static const std::vector<x509::CertificatePtr> roots = read_roots();
  const auto found =
      std::find_if(roots.begin(), roots.end(), [&](const x509::CertificatePtr& each) { return each->subject().display() == name; });
  return found == roots.end() ? nullptr : *found;
}

// A leaf of these days below real roots, evaluated at a time by the shipped records.
class BelowRoot {
 public:
  BelowRoot(const std::string& not_before, const std::string& not_after, std::vector<x509::CertificatePtr> above, const std::string& at)
      : sample_("certificates:\n  root:  { ca: true }\n  inter: { issuer: root, ca: true }\n  leaf:  { issuer: inter, not_before: " +
                not_before + ", not_after: " + not_after + " }\n") {
    sample_.request.at = *Instant::parse(at);
    std::vector<chain::PathStep>& steps = sample_.analysis.path->steps;
    steps.pop_back();
    for (x509::CertificatePtr& each : above) steps.push_back({std::move(each), chain::StepSource::anchor, {}});
  }

  std::string text(const std::string& name) const { return to_string(sample_.fact(kChain, name)); }
  std::string issuance() const { return to_string(sample_.fact({SubjectKind::bundle, 0}, "issuance")); }

 private:
  SampleBundle sample_;
};

const std::string kNone = to_string(FactValue(std::vector<std::string>{}));

TEST(RealRoots, EntrustIsRefusedByTheDayOfIssue) {
  const x509::CertificatePtr root = real_root("Entrust Root Certification Authority - G2");
  if (!root) GTEST_SKIP() << "no real files";
  const auto programs = [&](const std::string& issued) {
    return BelowRoot(issued, "2025-11-01", {root}, "2025-06-01").text("distrust.programs");
  };
  EXPECT_EQ(programs("2024-11-11T23:59:59Z"), kNone);
  EXPECT_EQ(programs("2024-11-12"), "Chrome, Java");
  EXPECT_EQ(programs("2024-11-30T23:59:59Z"), "Chrome, Java");
  EXPECT_EQ(programs("2024-12-01"), "Chrome, Mozilla, Java");
}

TEST(RealRoots, FirstGenerationOfDigiCertIsRefusedByTheDayOfTheRun) {
  const x509::CertificatePtr root = real_root("DigiCert Global Root CA");
  if (!root) GTEST_SKIP() << "no real files";
  const BelowRoot before("2026-01-01", "2026-07-01", {root}, "2026-04-14T23:59:59Z");
  EXPECT_EQ(before.text("distrust.programs"), kNone);
  EXPECT_EQ(before.text("sunset.programs"), "Chrome, Mozilla");
  EXPECT_EQ(before.text("sunset.date"), "2026-04-15T00:00:00Z");
  const BelowRoot after("2026-01-01", "2026-07-01", {root}, "2026-04-15");
  EXPECT_EQ(after.text("distrust.programs"), "Chrome, Mozilla");
  EXPECT_EQ(after.text("sunset.programs"), kNone);
  EXPECT_EQ(after.issuance(), "public");
}

TEST(RealRoots, ACrossSignByAnOldRootIsNoDistrust) {
  const x509::CertificatePtr old_root = real_root("GlobalSign Root CA"), new_root = real_root("GTS Root R1");
  if (!old_root || !new_root) GTEST_SKIP() << "no real files";
  EXPECT_EQ(BelowRoot("2026-10-01", "2027-01-01", {old_root}, "2026-11-22").text("distrust.programs"), "Mozilla");
  EXPECT_EQ(BelowRoot("2026-10-01", "2027-01-01", {new_root, old_root}, "2026-11-22").text("distrust.programs"), kNone);
}

TEST(RealRoots, OldKeysAreDroppedWithinTheLifeOfALeaf) {
  const x509::CertificatePtr root = real_root("Go Daddy Root Certificate Authority - G2");
  if (!root) GTEST_SKIP() << "no real files";
  const BelowRoot longer("2026-11-01", "2027-05-01", {root}, "2026-11-22");
  EXPECT_EQ(longer.text("sunset.programs"), "Mozilla, Chrome");
  EXPECT_EQ(longer.text("sunset.date"), "2027-04-15T00:00:00Z");
  EXPECT_EQ(BelowRoot("2026-11-01", "2027-04-14", {root}, "2026-11-22").text("sunset.programs"), kNone);
}

TEST(RealRoots, OldDevicesLackIsrgRootX1) {
  const x509::CertificatePtr root = real_root("ISRG Root X1");
  if (!root) GTEST_SKIP() << "no real files";
  const BelowRoot leaf("2026-11-01", "2027-01-01", {root}, "2026-11-22");
  EXPECT_NE(leaf.text("store_gaps").find("Android before 7.1.1 lacks 'ISRG Root X1'"), std::string::npos);
  EXPECT_EQ(leaf.text("distrust.programs"), kNone);
  EXPECT_EQ(leaf.text("sunset.programs"), kNone);
}

TEST(RealRoots, AreKnownAsPublicByTheirKeys) {
  const std::vector<x509::CertificatePtr> roots = read_roots();
  if (roots.empty()) GTEST_SKIP() << "no real files";
  const auto known = std::count_if(roots.begin(), roots.end(), [](const x509::CertificatePtr& root) {
    return records::shipped_records().is_public_root(to_hex(crypto::sha256(root->public_key().der)));
  });
  EXPECT_GE(known, 140);
}

}  // namespace real_roots_test
}  // namespace chainlint::facts
