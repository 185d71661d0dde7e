#include <gtest/gtest.h>

#include <map>

#include "chainlint/report/writer.h"
#include "hostile_report.h"
#include "text/contents_csv.h"
#include "text/csv_row.h"
#include "well_formed.h"

namespace chainlint::report::test {
namespace csv_writer_test {

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& csv) {
  const auto records = csv_records(csv);
  std::vector<Row> rows;
  for (std::size_t i = 1; i < records.size(); ++i) {
    Row& row = rows.emplace_back();
    for (std::size_t k = 0; k < records[0].size(); ++k) row[records[0][k]] = records[i].at(k);
  }
  return rows;
}

TEST(CsvWriter, HasALineAFinding) {
  const std::vector<Row> rows = rows_of(write_csv(sample_report()));
  ASSERT_EQ(rows.size(), 1u);
  Row row = rows[0];
  EXPECT_EQ(row["record"], "finding");
  EXPECT_EQ(row["bundle"], "site.pem");
  EXPECT_EQ(row["rule"], "chain-missing-intermediate");
  EXPECT_EQ(row["severity"], "error");
  EXPECT_EQ(row["about"], "path");
  EXPECT_EQ(row["subject"], "chain");
  EXPECT_EQ(row["sha256"], "aa11");
  EXPECT_EQ(row["line"], "3");
  EXPECT_EQ(row["fingerprint"], "f00d");
  EXPECT_EQ(row["waived"], "");
  EXPECT_EQ(row["kind"], "server");
}

TEST(CsvWriter, HasItsHeadWhereNothingIsFound) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  EXPECT_TRUE(write_csv(report).starts_with("record,bundle,target,rule,severity,about,subject,role,sha256,path,entry,line,message,fix,"));
  EXPECT_TRUE(rows_of(write_csv(report)).empty());
}

TEST(CsvWriter, SaysWhoAcceptedWhatUntilWhen) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  Row row = rows_of(write_csv(report)).at(0);
  EXPECT_EQ(row["waived"], "waiver");
  EXPECT_EQ(row["owner"], "network team");
  EXPECT_EQ(row["expires"], "2027-03-31T23:59:59Z");
}

TEST(CsvWriter, HasLinesForAllThatIsNoFinding) {
  std::vector<std::string> records;
  for (Row& row : rows_of(write_csv(hostile_report("a")))) records.push_back(row["record"]);
  EXPECT_EQ(records, (std::vector<std::string>{"diagnostic", "finding", "finding", "not-evaluated", "change", "change", "event", "fleet"}));
}

TEST(CsvWriter, SaysWhichChangeAFindingIsAbout) {
  std::vector<Row> rows = rows_of(write_csv(hostile_report("a")));
  EXPECT_EQ(rows[1]["change"], "chain");
  EXPECT_EQ(rows[1]["judgement"], "breaks");
  EXPECT_EQ(rows[2]["change"], "");
}

TEST(CsvWriter, ListsEntriesForShow) {
  Report report = sample_report();
  CertificateReport leaf = *sample_leaf();
  leaf.names = {"www.example.com", "example.com"};
  report.bundles[0].entries[0].certificate = std::make_shared<const CertificateReport>(std::move(leaf));
  report.inputs[0].diagnostics = {{Severity::error, "pem-truncated", "block does not end", Location{.line = 7}}};
  std::vector<Row> rows = rows_of(write_contents_csv(report));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0]["kind"], "diagnostic");
  EXPECT_EQ(rows[0]["path"], "site.pem");
  EXPECT_EQ(rows[0]["diagnostic"], "error: block does not end");
  EXPECT_EQ(rows[1]["kind"], "certificate");
  EXPECT_EQ(rows[1]["role"], "leaf");
  EXPECT_EQ(rows[1]["names"], "www.example.com; example.com");
}

TEST(CsvWriter, SaysForShowWhatACertificateSays) {
  Report report = sample_report();
  CertificateReport leaf = *sample_leaf();
  CertificateDetails& details = leaf.details.emplace();
  details.sha1 = "5ba1";
  details.ca = true;
  details.path_length = 0;
  details.extended_key_usage = {"serverAuth", "clientAuth"};
  details.timestamps = 3;
  details.critical = {"keyUsage"};
  report.bundles[0].entries[0].certificate = std::make_shared<const CertificateReport>(std::move(leaf));
  Row row = rows_of(write_contents_csv(report)).at(0);
  EXPECT_EQ(row["sha1"], "5ba1");
  EXPECT_EQ(row["ca"], "true");
  EXPECT_EQ(row["path_length"], "0");
  EXPECT_EQ(row["extended_key_usage"], "serverAuth; clientAuth");
  EXPECT_EQ(row["signed_certificate_timestamps"], "3");
  EXPECT_EQ(row["critical_extensions"], "keyUsage");
}

// RFC 4180 section 2.
TEST(CsvRow, QuotesWhatWouldEndAValue) {
  EXPECT_EQ(report::csv_row({"a", "b,c", "d\"e", ""}), "a,\"b,c\",\"d\"\"e\",\r\n");
  EXPECT_EQ(report::csv_value("two\r\nlines"), "two lines");
}

// https://owasp.org/www-community/attacks/CSV_Injection
TEST(CsvRow, IsNoFormula) {
  EXPECT_EQ(report::csv_value("=1+1"), "'=1+1");
  EXPECT_EQ(report::csv_value("+1"), "'+1");
  EXPECT_EQ(report::csv_value("-1"), "'-1");
  EXPECT_EQ(report::csv_value("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(report::csv_value("\t=1"), "'\\u{9}=1");
  EXPECT_EQ(report::csv_value("\r=1"), "' =1");
  EXPECT_EQ(report::csv_value("\xEF\xBC\x9D"
                              "1"),
            "'\xEF\xBC\x9D"
            "1");
  EXPECT_EQ(report::csv_value("a=1"), "a=1");
  EXPECT_EQ(report::csv_value("-"), "-");
}

}  // namespace csv_writer_test
}  // namespace chainlint::report::test
