// Certificates of a PFX that Java keeps to trust them: a trust store of their own.
#include <gtest/gtest.h>

#include "store_case.h"
#include "written_bundle.h"

namespace chainlint::write {
namespace trust_entries_test {

// Marks entries, counted from one, as Java does.
void trust(Planning& planning, const std::vector<std::size_t>& entries) {
  for (const std::size_t entry : entries) planning.bundle.containers[0].entries[entry - 1].trusted_certificate = true;
}

TEST(TrustEntries, AreNoStrangersNoRootsAndNoCopies) {
  const Family family;
  Planning planning(family);
  planning.file("site.p12", {"leaf", "inter", "policy", "root", "alien", "inter"}, formats::Format::pkcs12).anchors({"root"});
  trust(planning, {4, 5, 6});
  const FixPlan plan = planning.plan();
  EXPECT_TRUE(plan.edits.empty());
  EXPECT_TRUE(plan.fixes.empty());
}

TEST(TrustEntries, AreNotNamedByTheEditOfTheChain) {
  const Family family;
  Planning planning(family);
  planning.file("site.p12", {"leaf", "inter", "policy", "root", "alien"}, formats::Format::pkcs12).anchors({"root"});
  trust(planning, {5});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"leaf", "inter", "policy"}));
}

TEST(TrustEntries, AreStrangersWithoutTheMark) {
  const Family family;
  Planning planning(family);
  planning.file("site.p12", {"leaf", "inter", "policy", "alien"}, formats::Format::pkcs12).anchors({"root"});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"leaf", "inter", "policy"}));
}

TEST(TrustEntries, OfAWrittenFileStayWithTheirNames) {
  using namespace store_test;
  const Store file(fixture("foreign/keytool-truststore.p12"), {"fixture"});
  ASSERT_FALSE(file.read.entries.empty());
  const Store after = file.after(holding({stranger()}));
  const auto trusted = [](const Store& store) {
    std::vector<std::string> found;
    for (const formats::Entry& entry : store.read.entries) {
      if (entry.trusted_certificate) found.push_back(entry.label + " " + to_hex(entry.certificate->sha256()));
    }
    return found;
  };
  EXPECT_FALSE(trusted(file).empty());
  EXPECT_EQ(trusted(after), trusted(file));
  EXPECT_EQ(after.read.entries.size(), file.read.entries.size() + 1);
}

}  // namespace trust_entries_test
}  // namespace chainlint::write
