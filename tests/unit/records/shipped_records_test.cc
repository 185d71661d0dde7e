// The shipped files. Keys were computed from the certificates with `openssl x509 -pubkey | openssl pkey -pubin -outform der | openssl
// sha256`; dates are those of the sources that the entries name.
#include <algorithm>

#include "record_text.h"

namespace chainlint::records {
namespace shipped_records_test {

constexpr const char* kEntrustG2 = "76ee8590374c715437bbca6bba6028eadde2dc6dbbb8c3f610e851f11d1ab7f5";
constexpr const char* kDigiCertGlobalRoot = "aff988906dde12955d9bebbf928fdcc31cce328d5b9384f21c8941ca26e20391";

// The entry of a program about a key.
const Distrust* distrust_of(const std::string& program, const std::string& key, DistrustCompares compares) {
  for (const Distrust& distrust : shipped_records().distrusts) {
    const bool about = std::any_of(distrust.cas.begin(), distrust.cas.end(), [&](const CaIdentity& ca) { return ca.key_sha256 == key; });
    if (distrust.program == program && distrust.compares == compares && about) return &distrust;
  }
  return nullptr;
}

TEST(ShippedRecords, LoadWithoutAProblem) {
  const LoadedRecords loaded = load_records({});
  for (const std::string& problem : loaded.problems) ADD_FAILURE() << problem;
  EXPECT_GT(loaded.records.public_roots.size(), 450u);
  EXPECT_GT(loaded.records.distrusts.size(), 20u);
  EXPECT_FALSE(loaded.records.rotations.empty());
  EXPECT_FALSE(loaded.records.store_gaps.empty());
  EXPECT_FALSE(loaded.records.events.empty());
  EXPECT_EQ(loaded.records.date, Instant::parse("2026-11-22"));
}

TEST(ShippedRecords, KnowPublicRootsByTheirKeys) {
  EXPECT_TRUE(shipped_records().is_public_root(kKey));       // ISRG Root X1
  EXPECT_TRUE(shipped_records().is_public_root(kOtherKey));  // ISRG Root X2
  EXPECT_TRUE(shipped_records().is_public_root(kEntrustG2));
  EXPECT_FALSE(shipped_records().is_public_root(std::string(64, '0')));
}

TEST(ShippedRecords, KnowPublicRootsByNameAndKeyId) {
  EXPECT_NE(shipped_records().public_root_named("ISRG Root X1", "79b459e67bb6e5e40173800888c81a58f6e99b6e"), nullptr);
  EXPECT_EQ(shipped_records().public_root_named("ISRG Root X2", "79b459e67bb6e5e40173800888c81a58f6e99b6e"), nullptr);
}

TEST(ShippedRecords, EntrustEndsInChromeWithTheTimestampsOfElevenNovember) {
  const Distrust* chrome = distrust_of("Chrome", kEntrustG2, DistrustCompares::earliest_sct);
  ASSERT_NE(chrome, nullptr);
  EXPECT_EQ(chrome->from.seconds() - 1, 1731369599);  // sct_not_after_sec of the Chrome Root Store
}

TEST(ShippedRecords, EntrustEndsInMozillaWithLeavesOfNovember) {
  const Distrust* mozilla = distrust_of("Mozilla", kEntrustG2, DistrustCompares::not_before);
  ASSERT_NE(mozilla, nullptr);
  EXPECT_EQ(mozilla->from, *Instant::parse("2024-12-01"));
}

TEST(ShippedRecords, FirstGenerationOfDigiCertIsGone) {
  for (const char* program : {"Chrome", "Mozilla"}) {
    const Distrust* gone = distrust_of(program, kDigiCertGlobalRoot, DistrustCompares::everything);
    ASSERT_NE(gone, nullptr) << program;
    EXPECT_EQ(gone->from, *Instant::parse("2026-04-15"));
  }
}

TEST(ShippedRecords, EveryEntryHasItsSource) {
  const Records& records = shipped_records();
  std::vector<const RecordNote*> notes;
  for (const Distrust& each : records.distrusts) notes.push_back(&each.note);
  for (const Rotation& each : records.rotations) notes.push_back(&each.note);
  for (const StoreGap& each : records.store_gaps) notes.push_back(&each.note);
  for (const CaEvent& each : records.events) notes.push_back(&each.note);
  for (const RecordNote* note : notes) {
    EXPECT_FALSE(note->summary.empty());
    EXPECT_FALSE(note->source.title.empty()) << note->summary;
    EXPECT_TRUE(note->source.url.starts_with("https://")) << note->summary;
    EXPECT_LE(note->source.date, *records.date) << note->summary;
  }
}

// A record without a key is recognized by a name, which any CA may have.
TEST(ShippedRecords, NamesWithoutAKeyHaveTheirOrganization) {
  for (const Distrust& distrust : shipped_records().distrusts) {
    for (const CaIdentity& ca : distrust.cas) EXPECT_FALSE(ca.key_sha256.empty() && ca.organization.empty()) << ca.name;
  }
  for (const CaEvent& event : shipped_records().events) {
    for (const CaIdentity& ca : event.cas) EXPECT_FALSE(ca.key_sha256.empty() && ca.organization.empty()) << ca.name;
  }
}

}  // namespace shipped_records_test
}  // namespace chainlint::records
