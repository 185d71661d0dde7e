// Every mistake of a file of records is found, with its place.
#include <algorithm>

#include "chainlint/base/limits.h"
#include "record_text.h"

namespace chainlint::records {
namespace record_errors_test {

// The first line of each problem of the file.
std::vector<std::string> mistakes(const yaml::SourceFile& file) {
  std::vector<std::string> lines;
  for (const std::string& problem : load_records({file}).problems) lines.push_back(problem.substr(0, problem.find('\n')));
  return lines;
}

std::vector<std::string> mistakes(const std::string& body) { return mistakes(record_file(body)); }

using Lines = std::vector<std::string>;

TEST(RecordErrors, AllMistakesOfAnEntryAreListed) {
  EXPECT_EQ(mistakes("distrust:\n"
                     "  - programs: [Chrome]\n"
                     "    from: tomorrow\n"
                     "    compares: sct\n"
                     "    sumary: S\n"
                     "    cas: [{ name: A, key: 12AB }]\n"
                     "    source: { title: T, url: \"example.com\", date: 2026-02-30 }\n"),
            (Lines{
                "own.yaml:4:5: error: an entry of distrust lacks the required key 'summary'",
                "own.yaml:5:11: error: 'from' is a day or a time such as 2026-06-01 or 2026-06-01T12:00:00Z, not 'tomorrow'",
                "own.yaml:6:15: error: 'compares' is one of not_before, earliest_sct and everything, not 'sct'",
                "own.yaml:7:5: error: an entry of distrust has no key 'sumary'",
                "own.yaml:8:27: error: 'key' is the SHA-256 of a public key: 64 lower-case hexadecimal digits, not '12AB'",
                "own.yaml:9:30: error: 'url' begins with https:// or http://, but it is 'example.com'",
                "own.yaml:9:51: error: 'date' is a day or a time such as 2026-06-01 or 2026-06-01T12:00:00Z, not '2026-02-30'",
            }));
}

TEST(RecordErrors, AMisspeltKeyGetsASuggestion) {
  const std::vector<std::string> problems = load_records({record_file("store_gap: []\n")}).problems;
  ASSERT_FALSE(problems.empty());
  EXPECT_NE(problems.back().find("did you mean 'store_gaps'?"), std::string::npos) << problems.back();
}

TEST(RecordErrors, NameAndDateAreRequired) {
  EXPECT_EQ(mistakes(yaml::SourceFile{"own.yaml", "records: own\nstore_gaps: []\n"}),
            Lines{"own.yaml:1:1: error: a file of records lacks the required key 'date'"});
  EXPECT_EQ(mistakes(yaml::SourceFile{"own.yaml", "records: My Records\ndate: 2026-01-01\nstore_gaps: []\n"}),
            Lines{"own.yaml:1:10: error: 'records' is a name of lower-case letters, digits and '-', not 'My Records'"});
}

TEST(RecordErrors, AFileWithoutAListHasNoEntries) {
  EXPECT_EQ(mistakes(""), Lines{"own.yaml:1:1: error: a file of records has one list or more: public_roots, distrust, rotations, "
                                "store_gaps, events, leaked_keys"});
}

TEST(RecordErrors, AMistakeInAPublicRootIsOnItsLine) {
  const std::string head = "programs: [mozilla]\n" + record_source() + "\npublic_roots: |\n";
  const std::string form =
      "a public root is the SHA-256 of its key, its subject key identifier (or '-'), both in lower-case hexadecimal digits, and its name, "
      "with "
      "a blank between them";
  EXPECT_EQ(
      mistakes(head + "  " + kKey + " - A\n  " + kOtherKey + " xyz B\n  " + kKey + " - C\n  D\n"),
      (Lines{"own.yaml:7:1: error: " + form, "own.yaml:8:1: error: the key of 'C' is in this file twice", "own.yaml:9:1: error: " + form}));
}

TEST(RecordErrors, AMistakeInACaIsOnItsLine) {
  EXPECT_EQ(
      mistakes("events:\n  - kind: expires\n    on: 2026-05-15\n    summary: S\n    " + record_source() + "\n    cas: |\n      " + kKey +
               " A\n      B\n"),
      Lines{"own.yaml:10:1: error: a line of 'cas' is the SHA-256 of a key in lower-case hexadecimal digits, a blank, and the name of "
            "the CA"});
}

TEST(RecordErrors, PublicRootsNeedTheirPrograms) {
  EXPECT_EQ(mistakes(record_source() + "\npublic_roots: |\n  " + kKey + " - A\n"),
            Lines{"own.yaml:1:1: error: a file of records lacks the required key 'programs'"});
}

TEST(RecordErrors, TwoFilesOfOneNameDisagree) {
  yaml::SourceFile second = record_file("store_gaps: []\n");
  second.path = "second.yaml";
  const std::vector<std::string> problems = load_records({record_file("store_gaps: []\n"), second}).problems;
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].substr(0, problems[0].find('\n')), "second.yaml:1:10: error: the records 'own' are already in own.yaml");
}

TEST(RecordErrors, WhatDoesNotParseIsNoRecord) {
  EXPECT_EQ(mistakes(yaml::SourceFile{"own.yaml", "records: own\ndate: 2026-01-01\nevents: [\n"}).size(), 1u);
  EXPECT_EQ(mistakes(yaml::SourceFile{"own.yaml", "- records: own\n"}),
            Lines{"own.yaml:1:1: error: the file is a list, not a file of records; it names itself with 'records:'"});
}

TEST(RecordErrors, ListsHaveALimit) {
  std::string body = "events:\n";
  for (std::size_t i = 0; i <= RecordLimits::kEntries; ++i) body += "  - x\n";
  EXPECT_EQ(mistakes(body), Lines{"own.yaml:4:3: error: 'events' has 20001 entries; at most 20000 are allowed in one file"});
}

}  // namespace record_errors_test
}  // namespace chainlint::records
