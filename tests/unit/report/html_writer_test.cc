#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "chainlint/report/writer.h"
#include "sample_report.h"
#include "sample_timeline.h"

namespace chainlint::report::test {
namespace html_writer_test {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// The first complaint about how the elements of the page are nested; empty where every one is closed in its turn.
std::string nesting_mistake(const std::string& page) {
  static const std::set<std::string> kVoid{"meta", "!DOCTYPE"};
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    if (end == std::string::npos) return "no end of the tag at " + std::to_string(at);
    const std::string tag = page.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" /\n", tag.front() == '/' ? 1 : 0));
    if (tag.front() == '/') {
      if (open.empty() || "/" + open.back() != name) return "<" + tag + "> closes " + (open.empty() ? "nothing" : open.back());
      open.pop_back();
    } else if (tag.back() != '/' && !kVoid.contains(name)) {
      open.push_back(name);
    }
    at = end;
  }
  return open.empty() ? "" : "never closed: " + open.back();
}

// Values of an attribute, in their order.
std::vector<std::string> values_of(const std::string& page, const std::string& attribute) {
  std::vector<std::string> values;
  const std::string begin = " " + attribute + "=\"";
  for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at + 1)) {
    const std::size_t from = at + begin.size();
    values.push_back(page.substr(from, page.find('"', from) - from));
  }
  return values;
}

TEST(HtmlWriter, SaysTheVerdictFirst) {
  EXPECT_TRUE(has(write_html(sample_report()), "<h1>The bundle has errors</h1>"));
  EXPECT_TRUE(has(write_html(sample_timeline_report()), "<h1>All 2 bundles are good</h1>"));
}

TEST(HtmlWriter, NeverCallsGoodWhatWasNotRead) {
  Report report = sample_timeline_report();
  report.inputs[0].diagnostics.push_back({Severity::error, "pem-truncated", "ends in the middle", Location{.path = "a.pem"}});
  report.summary = summarize(report);
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "; 1 file could not be read in full</h1>"));
  EXPECT_TRUE(has(page, "<code>pem-truncated</code>"));
}

TEST(HtmlWriter, NeverCallsGoodWhatWasNotEvaluated) {
  Report report = sample_timeline_report();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), facts::SubjectKind::chain, "aa11", Location{.path = "a.pem"}, "the signature is of an unknown kind"});
  report.summary = summarize(report);
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "<h1>1 of 2 bundles could not be checked in full</h1>"));
  EXPECT_TRUE(has(page, "</code>: the signature is of an unknown kind <span class=\"small\">"));
}

TEST(HtmlWriter, ShowsFindingFixReasonAndReferences) {
  const std::string page = write_html(sample_report());
  EXPECT_TRUE(has(page, "'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle"));
  EXPECT_TRUE(has(page, "<strong>Fix</strong><ol><li>add 'CN=Example CA 2' after the leaf</li></ol>"));
  EXPECT_TRUE(has(page, "<dt>AKI</dt><dd>E8:F2:3F:89:00:00:00:00:00:00:00:00:00:00:00:00:82:59:C3:00</dd>"));
  EXPECT_TRUE(has(page, "<p>Clients do not fetch it.</p>"));
  EXPECT_TRUE(has(page, "<a href=\"https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2\" rel=\"noopener noreferrer\">"));
}

TEST(HtmlWriter, DrawsTheIssuerThatIsMissing) {
  EXPECT_TRUE(has(write_html(sample_report()),
                  "<div class=\"cert gone\"><div class=\"role\">✕ missing</div><div class=\"who\">Example CA 2</div></div>"));
}

TEST(HtmlWriter, ClosesEveryElementAndUsesEveryIdOnce) {
  Report report = sample_timeline_report();
  report.bundles.push_back(sample_report().bundles[0]);
  report.summary = summarize(report);
  const std::string page = write_html(report);
  EXPECT_EQ(nesting_mistake(page), "");
  const std::vector<std::string> ids = values_of(page, "id");
  const std::set<std::string> unique(ids.begin(), ids.end());
  EXPECT_EQ(unique.size(), ids.size());
  for (const std::string& target : values_of(page, "href")) {
    EXPECT_TRUE(!target.starts_with("#") || unique.contains(target.substr(1))) << target;
  }
}

TEST(HtmlWriter, LoadsNothingAndRunsItsOwnScriptAlone) {
  const std::string one = write_html(sample_report()), two = write_html(sample_timeline_report());
  EXPECT_TRUE(has(one, "content=\"default-src 'none'; style-src 'sha256-"));
  EXPECT_FALSE(has(one, "script"));
  EXPECT_TRUE(has(two, "; script-src 'sha256-"));
  EXPECT_EQ(count_of(two, "<script"), 1U);
  for (const char* part :
       {"<link", "<img", "<iframe", "@import", " src=", "url(h", " onload=", " style=", "unsafe-inline", "<script>\n</"}) {
    EXPECT_FALSE(has(two, part)) << part;
  }
}

TEST(HtmlWriter, SaysWhatWasNotChecked) {
  Report report = sample_report();
  EXPECT_TRUE(has(write_html(report), "<li>Revocation: no CRL was specified, and OCSP needs a network.</li>"));
  report.inputs[0].crls = 1;
  report.bundles[0].entries.push_back(report.bundles[0].entries[0]);
  report.bundles[0].entries[1].kind = formats::EntryKind::certificate_request;
  report.bundles[0].entries[1].checked = false;
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "<li>Revocation where the issuer's CRL is not among the files, and OCSP.</li>"));
  EXPECT_TRUE(has(page, "Entries that no rule evaluates: 1 certificate request."));
}

TEST(HtmlWriter, HasItsTitleAndTheLinesBelowIt) {
  Report report = sample_report();
  report.title = "Renewal <42>";
  report.meta = {{"ticket", "CHG-1"}, {"owner", "network & web"}};
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "<title>Renewal &lt;42&gt;: 1 error, 0 warnings</title>"));
  EXPECT_TRUE(has(page, "<p class=\"brand\">Renewal &lt;42&gt;</p>"));
  EXPECT_TRUE(has(page, "<dt>owner</dt><dd>network &amp; web</dd>"));
}

// Two places of one cause are one entry with both places, and its number of bundles decides its place.
TEST(HtmlWriter, ListsEachCauseOnce) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].name = report.bundles[1].findings[0].location.path = "other.pem";
  rules::Finding rare = report.bundles[0].findings[0];
  rare.message = "only here";
  rare.fingerprint = "1234";
  report.bundles[0].findings.insert(report.bundles[0].findings.begin(), rare);
  report.summary = summarize(report);
  const std::string page = write_html(report);
  EXPECT_EQ(count_of(page, "<div class=\"card cause error\""), 1U);
  EXPECT_TRUE(has(page, " · 2 causes · 2 bundles</p><div class=\"item\" id=\"f1\"><p><strong>"));
  EXPECT_LT(page.find("<strong>Fix</strong>"), page.find("id=\"f2\"><p><strong>only here</strong>"));
  EXPECT_TRUE(has(page,
                  "</strong></p><p class=\"small\"><a href=\"#b1\">site.pem:3</a>, <a "
                  "href=\"#b2\">other.pem:3</a></p>"));
}

TEST(HtmlWriter, ListsEachCertificateOnceAndWhereItIs) {
  Report report = sample_report();
  CertificateReport leaf = *sample_leaf();
  CertificateDetails& details = leaf.details.emplace();
  details.sha1 = "5ba1";
  details.signature_algorithm = "sha256WithRSAEncryption";
  report.bundles[0].entries[0].certificate = std::make_shared<const CertificateReport>(std::move(leaf));
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].name = report.bundles[1].entries[0].location.path = "other.pem";
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "1 different certificate, "));
  EXPECT_EQ(count_of(page, "<div>SHA-1 <code>5ba1</code></div><div>SHA-256 <code>aa11</code></div>"), 1U);
  EXPECT_EQ(count_of(page, "<a href=\"#c1\">CN=www.example.com</a>"), 2U);
}

// The row of the certificate says what the finding would repeat for each of hundreds.
TEST(HtmlWriter, RefersToTheRowOfACertificateInLargeRuns) {
  Report report = sample_report();
  report.bundles[0].findings[0].details.push_back({"issuer", "CN=Example CA 2"});
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "<dt>issuer</dt><dd>CN=Example CA 2</dd>"));
  EXPECT_FALSE(has(page, "<a href=\"#c1\">certificate</a>"));
  report.bundles.resize(51, report.bundles[0]);
  const std::string large = write_html(report);
  EXPECT_FALSE(has(large, "<dt>issuer</dt>"));
  EXPECT_TRUE(has(large, "<dt>expected issuer</dt>"));
  EXPECT_EQ(count_of(large, "<a href=\"#c1\">certificate</a>"), 1U);
}

TEST(HtmlWriter, NamesTargetsAtPlacesOnlyWhereTheyDiffer) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[0].target = report.bundles[1].target = "nginx";
  EXPECT_FALSE(has(write_html(report), "site.pem:3</a><span class=\"soft\"> on nginx"));
  report.bundles[1].target = "iis";
  EXPECT_TRUE(has(write_html(report), "site.pem:3</a><span class=\"soft\"> on nginx, iis</span>"));
}

TEST(HtmlWriter, SaysClientsOfOneVerdictInOneRow) {
  Report report = sample_report();
  const auto verdict = [](const char* client, bool accepted, const char* reason) {
    chain::ClientVerdict said;
    said.client = client;
    said.known = true;
    said.accepted = accepted;
    said.reason = reason;
    said.evidence = chain::Evidence::measured;
    return said;
  };
  report.bundles[0].clients = {verdict("go", true, "complete"), verdict("curl", false, "no issuer"), verdict("nss", false, "no issuer"),
                               verdict("java17", false, "other")};
  EXPECT_TRUE(has(write_html(report),
                  "<tr><td><span class=\"badge error\">refused</span></td><td>curl, nss</td><td>no issuer</td></tr>\n"
                  "<tr><td><span class=\"badge error\">refused</span></td><td>java17</td><td>other</td></tr>\n"
                  "<tr><td><span class=\"badge good\">accepted</span></td><td>go</td><td>complete</td></tr>\n"));
}

// One drawing, with the place that each certificate is sent from.
TEST(HtmlWriter, DrawsOnceWhatIsSentAlongTheIntendedPath) {
  Report report = sample_report();
  report.bundles[0].sent[0].store = "My";
  const std::string page = write_html(report);
  EXPECT_EQ(count_of(page, "<ol class=\"chain"), 1U);
  EXPECT_TRUE(has(page, "Sent, and the intended path"));
  EXPECT_TRUE(has(page, "<span>from store My</span>"));
}

TEST(HtmlWriter, NamesThePasswordThatIsNoSecret) {
  formats::Container container;
  container.path = "site.jks";
  container.format = formats::Format::jks;
  container.facts.password = formats::PasswordUse::changeit;
  container.facts.mac = crypto::Protection{};
  Report report = sample_report();
  report.inputs = {describe_input(container)};
  EXPECT_TRUE(has(write_html(report), "opened with the well-known password 'changeit'"));
}

// The CA that breaks 82 bundles comes before the leaf that breaks one a week earlier, if both do so soon.
TEST(HtmlWriter, ListsTheEventOfMostBundlesFirst) {
  Report report = sample_timeline_report();
  report.at = *Instant::parse("2027-01-01");
  renewal::FleetEvent leaf = report.fleet[0];
  leaf.message = "leaf expires";
  leaf.at = leaf.at.plus_days(-7);
  leaf.bundles = {"a.pem"};
  report.fleet.insert(report.fleet.begin(), leaf);
  std::string page = write_html(report);
  EXPECT_LT(page.find("<strong>intermediate"), page.find("<strong>leaf expires"));
  report.at = *Instant::parse("2026-11-01");
  page = write_html(report);
  EXPECT_LT(page.find("<strong>leaf expires"), page.find("<strong>intermediate"));
}

TEST(HtmlWriter, EscapesEverythingFromFiles) {
  const std::string evil = "</style></title><script>alert(1)</script>\x01\xFF\xE2\x80\xAE\" onload='x";
  Report report = sample_timeline_report();
  report::BundleReport& bundle = report.bundles[0];
  bundle.name = bundle.files[0] = bundle.target = bundle.missing = report.inputs[0].path = evil;
  const auto certificate =
      std::make_shared<const CertificateReport>(CertificateReport{.subject = evil, .issuer = evil, .display = evil, .names = {evil}});
  for (ChainStepReport* step : {&bundle.path[0], &bundle.sent[1]}) {
    step->certificate = certificate;
    step->store = step->reason = step->location.path = evil;
    step->remarks = {evil};
  }
  renewal::TimelineEvent& event = bundle.timeline->events[0];
  event.message = event.display = event.begin[0].message = evil;
  report.fleet[0].bundles[0] = report.fleet[0].message = evil;
  report.skipped = {evil};
  report.run.arguments = {"check", evil};
  report.run.files = {{evil, evil}};
  report::EntryReport entry;
  entry.certificate = certificate;
  entry.label = entry.store = entry.description = evil;
  bundle.entries = {entry};
  const std::string page = write_html(report);
  EXPECT_EQ(count_of(page, "<script"), 1U);
  EXPECT_FALSE(has(page, "<script>alert"));
  EXPECT_FALSE(has(page, "\xE2\x80\xAE"));
  EXPECT_FALSE(has(page, "\xFF"));
  EXPECT_EQ(nesting_mistake(page), "");
  EXPECT_EQ(values_of(page, "onload").size(), 0U);
}

TEST(HtmlWriter, KeepsWhatIsWaivedApart) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  report.summary = summarize(report);
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "<h1>The bundle is good</h1>"));
  EXPECT_TRUE(has(page, "<h2 id=\"accepted\">Waivers and baseline</h2>"));
  EXPECT_FALSE(has(page, "<h2 id=\"findings\">"));
  EXPECT_TRUE(has(page, "by network team, CHG-1: replaced in March"));
}

TEST(HtmlWriter, GroupsByCauseWhatComesNext) {
  const std::string page = write_html(sample_timeline_report());
  EXPECT_TRUE(has(page, "<strong>intermediate 'Example CA 1' expires</strong>, which breaks 2 bundles."));
  EXPECT_TRUE(has(page, "<a href=\"#b1\">a.pem</a>, <a href=\"#b2\">b.pem</a>"));
}

TEST(HtmlWriter, ShowsTheImpactOfEachChangeOfARenewal) {
  Report report = sample_report();
  renewal::Change change;
  change.kind = rules::ChangeKind::names;
  change.impact = renewal::ChangeImpact::breaks;
  change.message = "loses api.example.com";
  change.before = {"api.example.com"};
  report.bundles[0].renewal = renewal::RenewalReview{};
  report.bundles[0].renewal->previous = "deployed.pem";
  report.bundles[0].renewal->changes = {change};
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, ">breaks</span></div></th><td><div>loses api.example.com"));
  EXPECT_EQ(nesting_mistake(page), "");
}

// What the fleet says of a bundle and what the table says are the same, whether or not the bundle has an error already.
TEST(HtmlWriter, CountsANewErrorAsATurnForTheWorseEverywhere) {
  Report report = sample_timeline_report();
  for (BundleReport& bundle : report.bundles) {
    bundle.timeline->now = renewal::Standing::error;
    for (renewal::TimelineEvent& event : bundle.timeline->events) event.before = event.after = renewal::Standing::error;
  }
  const std::string page = write_html(report);
  EXPECT_FALSE(has(page, "<span class=\"soft\">none</span>"));
  EXPECT_TRUE(has(page, "data-label=\"Next event\"><time datetime=\"2027-03-15T11:59:59Z\">2027-03-15</time>"));
  EXPECT_TRUE(has(page, ">new error</span>"));
}

TEST(HtmlWriter, LeavesDetailsOutOfLargeRunsAndSaysSo) {
  Report report = sample_timeline_report();
  while (report.bundles.size() < 1000) report.bundles.push_back(report.bundles.front());
  report.bundles.back() = sample_report().bundles[0];
  report.summary = summarize(report);
  const std::string page = write_html(report);
  EXPECT_TRUE(has(page, "details of the first 300 of 1000 bundles, highest severity first"));
  EXPECT_TRUE(has(page, "<a href=\"#b1\">site.pem</a>"));
  EXPECT_FALSE(has(page, "id=\"b301\""));
  EXPECT_EQ(nesting_mistake(page), "");
}

}  // namespace html_writer_test
}  // namespace chainlint::report::test
