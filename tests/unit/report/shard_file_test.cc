// The report of a shard: what is written is read back exactly, and what is damaged is an error.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "archive/archive_writer.h"
#include "chainlint/policy/output_format.h"
#include "chainlint/report/output.h"
#include "chainlint/report/shard.h"
#include "hostile_report.h"
#include "json/shard_lines.h"
#include "unit/temporary_folder.h"

namespace chainlint::report::test {
namespace shard_file_test {

using Json = nlohmann::ordered_json;

constexpr const char* kVersion = "0.1.0";

template <class T>
Json archived(const T& value) {
  return ArchiveWriter().write(value);
}

// Every member that may be absent is there, and has a value of its own.
Report full_report(const std::string& text) {
  Report report = hostile_report(text);
  BundleReport& bundle = report.bundles[0];
  bundle.renewal->brought = {true, false};
  bundle.renewal->brought_open = {true};
  bundle.renewal->changes[0].findings = {0, 1};
  bundle.renewal->others = {1};
  bundle.entries[0].matches = {0};
  bundle.clients = {{.client = text, .reason = text, .cause = chain::RefusalCause::policy, .certificate = text}};
  SendingReport& sending = bundle.sending.emplace();
  sending.alternatives = {{bundle.sent, text}};
  sending.remarks = {text};
  bundle.tried = {{{"aa"}, {text}, chain::StopReason::anchor, 3, text}};
  bundle.configured_at = {Location{.path = text, .entry = 1, .line = 2, .end_line = 3, .column = 4, .offset = 1ull << 60, .inner = text}};
  bundle.timeline->leaf_ended = Instant(-1);
  bundle.rollout->steps[0].pins = {{text, text, text, text}};
  return report;
}

// The report as that of shard 2 of 3, with a bundle that is in another one, and findings about the run.
Report shard_report(const std::string& text) {
  Report report = full_report(text);
  report.bundles[0].number = 1;
  auto shard = std::make_shared<Shard>();
  shard->number = 2;
  shard->count = 3;
  shard->run.version = kVersion;
  shard->run.run = report.run;
  shard->run.policy = report.policy;
  shard->run.meta = report.meta;
  shard->run.inputs = report.inputs;
  shard->run.skipped = report.skipped;
  shard->run.timeline = true;
  shard->run.bundles = {{"other", {"other.pem"}}, {text, {text, text}}};
  shard->outcome.waivers = {{Location{.path = text, .line = 3}, true, {}}};
  shard->outcome.gone = {0, 7};
  shard->outcome.baseline = BaselineReport{text, 8, 2};
  BundleReport& of_run = shard->outcome.of_run.emplace_back();
  of_run.of_run = true;
  of_run.findings = {report.bundles[0].findings[0]};
  report.shard = shard;
  return report;
}

class Written {
 public:
  explicit Written(const std::string& content) : path(folder.write("shard.jsonl", content)) {}

  Result<ShardFile, std::string> open() const { return ShardFile::open(path, make_shard_tables(), kVersion); }
  std::string problem() const {
    const auto opened = open();
    return opened ? "" : opened.error();
  }

  const TemporaryFolder folder;
  const std::string path;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// With the digest that the lines have now.
std::string with_digest(std::vector<std::string> lines) {
  Digest256 digest{};
  std::string text;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    digest = digest_of_lines(digest, lines[i]);
    text += lines[i] + "\n";
  }
  return text + R"({"kind":"shard","part":"end","sha256":")" + to_hex(digest) + "\"}\n";
}

class ShardText : public ::testing::TestWithParam<std::string> {};

TEST_P(ShardText, IsReadBackExactly) {
  const Report report = shard_report(GetParam());
  const Written written(write_jsonl(report, true));
  auto file = written.open();
  ASSERT_TRUE(file) << written.problem();
  EXPECT_EQ(file->number(), 2u);
  EXPECT_EQ(file->count(), 3u);
  EXPECT_EQ(file->places(), std::vector<std::size_t>{1});
  EXPECT_EQ(archived(file->run()), archived(report.shard->run));
  EXPECT_EQ(differences(file->run(), report.shard->run), std::vector<std::string>());
  const auto bundle = file->next();
  ASSERT_TRUE(bundle && *bundle) << bundle.error();
  EXPECT_EQ(archived(**bundle), archived(report.bundles[0]));
  EXPECT_EQ(archived(*(*bundle)->entries[0].certificate), archived(*report.bundles[0].entries[0].certificate));
  Report whole = report, again = report;
  again.bundles = {**bundle};
  whole.shard = again.shard = {};
  for (const OutputFormat format : policy::kOutputFormatNames.values()) {
    EXPECT_EQ(write_output(again, format, View::findings, {}), write_output(whole, format, View::findings, {})) << to_string(format);
  }
  EXPECT_EQ(archived(file->outcome()), archived(report.shard->outcome));
  const auto last = file->next();
  EXPECT_TRUE(last && !*last);
}

INSTANTIATE_TEST_SUITE_P(Texts, ShardText, ::testing::Values("site.pem", hostile_text()),
                         [](const auto& each) { return std::string(each.index == 0 ? "Plain" : "Hostile"); });

TEST(ShardFile, NamesTheShardToRunAgain) {
  const std::string whole = write_jsonl(shard_report("site.pem"), true);
  for (const std::size_t left_out : {std::size_t{1}, std::size_t{40}, whole.size() / 3}) {
    const std::string problem = Written(whole.substr(0, whole.size() - left_out)).problem();
    EXPECT_TRUE(problem.ends_with(" is incomplete, because the run that wrote it did not finish; run shard 2/3 again")) << problem;
  }
  EXPECT_TRUE(Written(whole.substr(0, whole.find('\n') + 100)).problem().ends_with("did not finish; run this shard again"));
  EXPECT_NE(Written(whole + whole).problem().find("there are lines after the last one; run shard 2/3 again"), std::string::npos);
  for (const char* other : {"", "{}", "{\"kind\":\"run\",\"at\":1}\n", "\n\n"}) {
    EXPECT_NE(Written(other).problem().find(" is not the report of a shard"), std::string::npos) << other;
  }
}

TEST(ShardFile, FindsEveryChangedByte) {
  const std::string whole = write_jsonl(shard_report("site.pem"), true);
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x01);
    EXPECT_NE(Written(damaged).problem(), "") << at;
  }
}

// Replaces a value anywhere in the JSON by another one.
class Vandal {
 public:
  explicit Vandal(std::uint32_t seed) : random_(seed) {}

  std::size_t pick(std::size_t below) { return random_() % below; }

  void damage(Json& json) {
    Json* at = &json;
    while (at->is_structured() && !at->empty() && pick(6) != 0) {
      at = &*std::next(at->begin(), static_cast<std::ptrdiff_t>(pick(at->size())));
    }
    static const Json kValues[] = {nullptr,
                                   true,
                                   false,
                                   0,
                                   1,
                                   -1,
                                   2,
                                   255,
                                   1ull << 63,
                                   1e300,
                                   "",
                                   "0",
                                   "z",
                                   Json::array(),
                                   Json::object(),
                                   Json::array({0}),
                                   Json::array({"c3"}),
                                   Json::array({Json::array({Json::array()})})};
    if (at->is_array() && !at->empty() && pick(3) == 0) {
      at->erase(at->begin() + static_cast<std::ptrdiff_t>(pick(at->size())));
    } else if (at->is_array() && !at->empty() && pick(3) == 0) {
      at->push_back(Json((*at)[pick(at->size())]));
    } else {
      *at = kValues[pick(std::size(kValues))];
    }
  }

 private:
  std::mt19937 random_;
};

// The digest is right: somebody meant it. Every report is refused or can be written in every format.
TEST(ShardFile, BelievesNothing) {
  const Report report = shard_report("site.pem");
  const std::vector<std::string> lines = lines_of(write_jsonl(report, true));
  Vandal vandal(1);
  std::size_t refused = 0, accepted = 0;
  for (int i = 0; i < 3500; ++i) {
    std::vector<std::string> damaged = lines;
    std::string& line = damaged[vandal.pick(lines.size() - 1)];
    if (!line.starts_with(kShardLine)) continue;
    Json json = Json::parse(line);
    vandal.damage(json["value"]);
    line = json.dump();
    const Written written(with_digest(damaged));
    auto file = written.open();
    if (!file) {
      ++refused;
      continue;
    }
    auto bundle = file->next();
    if (!bundle) {
      ++refused;
      continue;
    }
    ASSERT_TRUE(*bundle);
    ++accepted;
    Report again = report;
    again.run = file->run().run;
    again.inputs = file->run().inputs;
    again.bundles = {**bundle};
    for (const OutputFormat format : policy::kOutputFormatNames.values()) write_output(again, format, View::findings, {});
  }
  EXPECT_GT(refused, 1000u);
  EXPECT_GT(accepted, 100u);
}

TEST(ShardFile, IsOfOneVersion) {
  const Written written(write_jsonl(shard_report("site.pem"), true));
  const auto file = ShardFile::open(written.path, make_shard_tables(), "0.2.0");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error(),
            "'" + written.path + "' was written by chainlint 0.1.0, but this is chainlint 0.2.0; check and merge with the same version");
}

TEST(ShardDifferences, NameWhatDiffers) {
  const ShardedRun run = shard_report("site.pem").shard->run;
  const auto changed = [&](auto change) {
    ShardedRun other = run;
    change(other);
    return differences(run, other);
  };
  using Words = std::vector<std::string>;
  EXPECT_EQ(changed([](ShardedRun& other) { other.run.rules_sha256 = "x"; }), Words{"the rules"});
  EXPECT_EQ(changed([](ShardedRun& other) { other.run.data_sha256 = "x"; }), Words{"the data about CAs, targets and clients"});
  EXPECT_EQ(changed([](ShardedRun& other) { other.run.arguments = {"check"}; }), Words{"the options ('site.pem' and nothing)"});
  EXPECT_EQ(changed([](ShardedRun& other) { other.inputs[0].sha256 = "x"; }), Words{"the input 'site.pem'"});
  EXPECT_EQ(changed([](ShardedRun& other) { other.bundles.pop_back(); }), Words{"the bundle 'site.pem'"});
  EXPECT_EQ(changed([](ShardedRun& other) { other.run.files[0].second = "x"; }),
            Words{"the file 'site.pem' that the options or the policy name"});
  EXPECT_EQ(changed([](ShardedRun& other) { other.strict = true; }), Words{"the options that decide how reports look, or the policy"});
}

}  // namespace shard_file_test
}  // namespace chainlint::report::test
