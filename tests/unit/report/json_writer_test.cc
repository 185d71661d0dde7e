#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace json_writer_test {

using Json = nlohmann::json;

TEST(JsonWriter, SaysWhatTheContractNames) {
  const Json json = Json::parse(write_json(sample_report(), true));
  EXPECT_EQ(json["schema_version"], "1.1");
  EXPECT_EQ(json["tool"], (Json{{"name", "chainlint"}, {"version", "0.1.0"}}));
  EXPECT_EQ(json["at"], "2026-11-01T00:00:00Z");
  EXPECT_EQ(json["inputs"][0]["format"], "pem");
  EXPECT_EQ(json["inputs"][0]["status"], "read");
  EXPECT_EQ(json["inputs"][0]["certificates"], 1);
  EXPECT_EQ(json["inputs"][0]["diagnostics"], Json::array());
  const Json& bundle = json["bundles"][0];
  EXPECT_EQ(bundle["target"], nullptr);
  EXPECT_EQ(bundle["entries"][0]["location"]["line"], 3);
  EXPECT_EQ(bundle["chain"], (Json{{"stop", "issuer_missing"}, {"sent", {"aa11"}}, {"path", {"aa11"}}, {"candidates", 1}}));
  const Json& finding = bundle["findings"][0];
  EXPECT_EQ(finding["rule"], "chain-missing-intermediate");
  EXPECT_EQ(finding["subject"],
            (Json{{"kind", "chain"}, {"sha256", "aa11"}, {"key_sha256", "bb22"}, {"role", "leaf"}, {"name", "www.example.com"}}));
  EXPECT_EQ(finding["details"]["expected issuer"], "CN=Example CA 2,O=Example");
  EXPECT_EQ(finding["fix_steps"], Json({"add 'CN=Example CA 2' after the leaf"}));
  EXPECT_EQ(finding["waived"], nullptr);
  EXPECT_EQ(finding["references"][1]["url"], nullptr);
  EXPECT_EQ(json["summary"], (Json{{"bundles", 1},
                                   {"errors", 1},
                                   {"warnings", 0},
                                   {"notes", 0},
                                   {"waived", 0},
                                   {"in_baseline", 0},
                                   {"not_evaluated", 0},
                                   {"unreadable", 0}}));
}

TEST(JsonWriter, SaysForShowAloneWhatACertificateSays) {
  Report report = sample_report();
  CertificateReport leaf = *sample_leaf();
  leaf.names = {"192.0.2.1"};
  CertificateDetails& details = leaf.details.emplace();
  details.sha1 = "5ba1";
  details.ca = false;
  details.name_kinds = {x509::GeneralNameKind::ip};
  details.permitted = {"DNS:example.com"};
  report.bundles[0].entries[0].certificate = std::make_shared<const CertificateReport>(std::move(leaf));
  const Json shown = Json::parse(write_json(report, false))["bundles"][0]["entries"][0];
  EXPECT_EQ(shown["sha1"], "5ba1");
  EXPECT_EQ(shown["basic_constraints"], (Json{{"ca", false}, {"path_length", nullptr}}));
  EXPECT_EQ(shown["subject_alt_names"], Json::array({{{"kind", "ip"}, {"name", "192.0.2.1"}}}));
  EXPECT_EQ(shown["name_constraints"], (Json{{"permitted", {"DNS:example.com"}}, {"excluded", Json::array()}}));
  EXPECT_EQ(shown["signed_certificate_timestamps"], nullptr);
  EXPECT_FALSE(Json::parse(write_json(report, true))["bundles"][0]["entries"][0].contains("sha1"));
}

TEST(JsonWriter, SaysWhoAcceptedAFindingUntilWhen) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  report.summary = summarize(report);
  const Json json = Json::parse(write_json(report, true));
  EXPECT_EQ(json["bundles"][0]["findings"][0]["waived"],
            (Json{{"kind", "waiver"},
                  {"reason", "replaced in March"},
                  {"owner", "network team"},
                  {"ticket", "CHG-1"},
                  {"expires", "2027-03-31T23:59:59Z"},
                  {"location", {{"path", ".chainlint.yaml"}, {"entry", nullptr}, {"line", 12}, {"column", 5}}}}));
  EXPECT_EQ(json["summary"]["waived"], 1);
  EXPECT_EQ(json["summary"]["errors"], 0);
}

TEST(JsonWriter, SaysWhatBecameOfTheBaseline) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted =
      rules::Acceptance{.kind = rules::Acceptance::Kind::baseline, .location = {.path = "baseline.json"}};
  report.baseline = BaselineReport{"baseline.json", 3, 2};
  report.summary = summarize(report);
  const Json json = Json::parse(write_json(report, true));
  EXPECT_EQ(json["baseline"], (Json{{"path", "baseline.json"}, {"entries", 3}, {"gone", 2}}));
  EXPECT_EQ(json["bundles"][0]["findings"][0]["waived"]["kind"], "baseline");
  EXPECT_EQ(json["bundles"][0]["findings"][0]["waived"]["reason"], nullptr);
  EXPECT_EQ(json["summary"]["in_baseline"], 1);
}

TEST(JsonWriter, SaysWhatItTakesToHaveTheReportAgain) {
  Report report = sample_report();
  report.inputs[0].sha256 = "cc33";
  report.run.arguments = {"check", "--at", "2026-11-01T00:00:00Z", "site.pem"};
  report.run.rules_sha256 = "dd44";
  report.run.data_sha256 = "ee55";
  report.run.data_date = "2026-10-01";
  report.run.files = {{"roots.pem", "ff66"}};
  const Json json = Json::parse(write_json(report, true));
  EXPECT_EQ(json["inputs"][0]["sha256"], "cc33");
  EXPECT_EQ(json["run"]["arguments"], (Json{"check", "--at", "2026-11-01T00:00:00Z", "site.pem"}));
  EXPECT_EQ(json["run"]["rules_sha256"], "dd44");
  EXPECT_EQ(json["run"]["data_date"], "2026-10-01");
  EXPECT_EQ(json["run"]["files"][0], (Json{{"path", "roots.pem"}, {"sha256", "ff66"}}));
}

TEST(JsonWriter, LeavesFindingsOutOfShow) {
  const Json json = Json::parse(write_json(sample_report(), false));
  EXPECT_FALSE(json["bundles"][0].contains("findings"));
  EXPECT_FALSE(json["bundles"][0].contains("not_evaluated"));
}

TEST(JsonWriter, IsJsonWhateverThePathIs) {
  Report report = sample_report();
  report.inputs[0].path = "a\"\\\n\xFF\xC3.pem";
  report.skipped.push_back("\x80");
  const Json json = Json::parse(write_json(report, true));
  EXPECT_EQ(json["inputs"][0]["path"], "a\"\\\n\xEF\xBF\xBD\xEF\xBF\xBD.pem");
}

TEST(JsonWriter, GivesNullForWhatIsNotKnown) {
  Report report = sample_report();
  report.bundles[0].stop.reset();
  report.bundles[0].entries[0].certificate = std::make_shared<const CertificateReport>();
  report.bundles[0].entries[0].location.line.reset();
  const Json bundle = Json::parse(write_json(report, true))["bundles"][0];
  EXPECT_EQ(bundle["chain"]["stop"], nullptr);
  EXPECT_EQ(bundle["entries"][0]["not_after"], nullptr);
  EXPECT_EQ(bundle["entries"][0]["location"]["line"], nullptr);
}

}  // namespace json_writer_test
}  // namespace chainlint::report::test
