// What files of records say, and how a user's file takes the place of a shipped one.
#include "record_text.h"

namespace chainlint::records {
namespace record_reader_test {

TEST(RecordReader, ReadsADistrustForEachOfItsPrograms) {
  const Records records = read_one(
      "distrust:\n"
      "  - { programs: [Chrome, Mozilla], from: 2024-11-12, compares: earliest_sct, summary: S, unverified: true,\n"
      "      cas: [{ name: A, key: " +
      std::string(kKey) + " }, { name: B, organization: O, key_id: \"79b4\" }], " + record_source() + " }\n");
  ASSERT_EQ(records.distrusts.size(), 2u);
  EXPECT_EQ(records.distrusts[0].program, "Chrome");
  const Distrust& distrust = records.distrusts[1];
  EXPECT_EQ(distrust.program, "Mozilla");
  EXPECT_EQ(distrust.from, *Instant::parse("2024-11-12"));
  EXPECT_EQ(distrust.compares, DistrustCompares::earliest_sct);
  ASSERT_EQ(distrust.cas.size(), 2u);
  EXPECT_EQ(distrust.cas[0].key_sha256, kKey);
  EXPECT_EQ(distrust.cas[1], (CaIdentity{"B", "O", "", "79b4"}));
  EXPECT_EQ(distrust.note.summary, "S");
  EXPECT_TRUE(distrust.note.unverified);
  EXPECT_EQ(distrust.note.source.url, "https://example.com/");
  EXPECT_EQ(distrust.note.source.date, *Instant::parse("2026-02-01"));
}

TEST(RecordReader, ReadsCasAsLinesToo) {
  const Records records = read_one("events:\n  - kind: expires\n    on: 2026-05-15\n    summary: S\n    cas: |\n      " +
                                   std::string(kKey) + " Root with blanks\n      " + kOtherKey + " B\n    " + record_source() + "\n");
  ASSERT_EQ(records.events.size(), 1u);
  ASSERT_EQ(records.events[0].cas.size(), 2u);
  EXPECT_EQ(records.events[0].cas[0], (CaIdentity{"Root with blanks", "", kKey, ""}));
}

TEST(RecordReader, ReadsRotationsGapsAndEvents) {
  const Records records =
      read_one("rotations:\n  - { ca: C, from: 2025-01-02, before: [X], after: [Y, Z], summary: S, " + record_source() +
               " }\nstore_gaps:\n  - { client: Android, before: \"7.1.1\", cas: [{ name: R }], summary: S, " + record_source() +
               " }\nevents:\n  - { kind: revoked, on: 2026-05-15T12:00:00Z, summary: S, " + record_source() + " }\n");
  ASSERT_EQ(records.rotations.size(), 1u);
  EXPECT_EQ(records.rotations[0].after, (std::vector<std::string>{"Y", "Z"}));
  ASSERT_EQ(records.store_gaps.size(), 1u);
  EXPECT_EQ(records.store_gaps[0].before, "7.1.1");
  ASSERT_EQ(records.events.size(), 1u);
  EXPECT_EQ(records.events[0].kind, CaEvent::Kind::revoked);
  EXPECT_EQ(records.events[0].on, *Instant::parse("2026-05-15T12:00:00Z"));
  EXPECT_TRUE(records.events[0].cas.empty());
}

TEST(RecordReader, FindsAPublishedKeyByItsDigest) {
  const Records records = read_one("leaked_keys:\n  - summary: S\n    keys: |\n      " + std::string(kKey) + " a key\n      " + kOtherKey +
                                   " another\n    " + record_source() + "\n");
  const Records::Leak leak = records.leak_of(kOtherKey);
  ASSERT_NE(leak.entry, nullptr);
  EXPECT_EQ(leak.entry->note.summary, "S");
  EXPECT_EQ(leak.key->name, "another");
  EXPECT_EQ(records.leak_of(std::string(64, '0')).entry, nullptr);
}

TEST(RecordReader, ReadsPublicRootsLineByLine) {
  const Records records = read_one("programs: [mozilla]\n" + record_source() + "\npublic_roots: |\n  " + kKey + " 79b4 ISRG Root X1\n  " +
                                   kOtherKey + " - Root with blanks\n");
  ASSERT_EQ(records.public_roots.size(), 2u);
  EXPECT_EQ(records.public_roots[0].programs, std::vector<std::string>{"mozilla"});
  EXPECT_EQ(records.public_roots[1].ca, (CaIdentity{"Root with blanks", "", kOtherKey, ""}));
  EXPECT_TRUE(records.is_public_root(kKey));
  EXPECT_FALSE(records.is_public_root(""));
  EXPECT_EQ(records.public_root_named("ISRG Root X1", "79b4"), &records.public_roots[0]);
  EXPECT_EQ(records.public_root_named("ISRG Root X1", "79b5"), nullptr);
  EXPECT_EQ(records.public_root_named("Root with blanks", ""), nullptr);
}

TEST(RecordReader, CountsADistrustedKeyAsPublic) {
  const Records records =
      read_one("distrust:\n  - { programs: [Chrome], from: 2024-11-12, compares: everything, summary: S, cas: [{ name: A, key: " +
               std::string(kKey) + " }, { name: B }], " + record_source() + " }\n");
  EXPECT_TRUE(records.is_public_root(kKey));
  EXPECT_FALSE(records.is_public_root(kOtherKey));
}

TEST(RecordReader, OwnFileOfTheSameNameReplacesTheShippedOne) {
  ASSERT_FALSE(shipped_records().store_gaps.empty());
  const LoadedRecords loaded = load_records({record_file("store_gaps: []\n", "store-gaps")});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  EXPECT_TRUE(loaded.records.store_gaps.empty());
  EXPECT_EQ(loaded.records.distrusts.size(), shipped_records().distrusts.size());
}

TEST(RecordReader, OwnFileOfAnotherNameAddsToTheShippedOnes) {
  const LoadedRecords loaded =
      load_records({record_file("store_gaps:\n  - { client: Till, cas: [{ name: R }], summary: S, " + record_source() + " }\n")});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  EXPECT_EQ(loaded.records.store_gaps.size(), shipped_records().store_gaps.size() + 1);
}

TEST(RecordReader, AreAsOldAsTheOldestFile) {
  const LoadedRecords older = load_records({record_file("store_gaps: []\n")});
  EXPECT_EQ(older.records.date, Instant::parse("2026-03-01"));
  yaml::SourceFile newer = record_file("store_gaps: []\n");
  newer.text.replace(newer.text.find("2026"), 4, "2099");
  EXPECT_EQ(load_records({newer}).records.date, shipped_records().date);
}

}  // namespace record_reader_test
}  // namespace chainlint::records
