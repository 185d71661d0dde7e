// A run in shards: whatever their number, the merged report is that of the run without them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "chainlint/policy/output_format.h"
#include "scenario.h"

namespace chainlint::test {
namespace shards_test {

namespace fs = std::filesystem;

// Waivers that accept findings, that nothing meets, that have expired and that cannot be understood; a baseline of which an entry is gone;
// parameters that only some bundles have.
constexpr const char* kPolicy =
    "targets: [nginx, iis]\n"
    "clients: [openssl3, go]\n"
    "baseline: baseline.json\n"
    "rules: { key-plaintext: note }\n"
    "overrides:\n"
    "  - { paths: [\"in/healthy/**\"], rules: { leaf-expiring: { params: { days: 9000 } } } }\n"
    "waivers:\n"
    "  - { rule: chain-missing-intermediate, paths: [\"in/missing-intermediate/**\"], reason: known, owner: web, expires: 2027-03-31 }\n"
    "  - { rule: leaf-expired, paths: [\"in/healthy/site.pem\"], reason: unused, owner: web, expires: 2027-03-31 }\n"
    "  - { rule: leaf-expired, paths: [\"elsewhere/**\"], reason: out of scope, owner: web, expires: 2027-03-31 }\n"
    "  - { rule: chain-stale-intermediate, paths: [\"in/**\"], reason: ended, owner: web, expires: 2025-03-31 }\n";

class Shards : public testing::Test {
 protected:
  Shards() {
    fs::create_directory(place_.path() / "in");
    for (const char* folder : {"healthy", "missing-intermediate", "stale-intermediate", "expired-leaf", "expired-copy", "several-leaves",
                               "private-ca", "pem-traps", "key-mismatch", "renewal", "pfx-protection", "windows-stores"}) {
      fs::copy(fs::path(CHAINLINT_SOURCE_DIR) / "fixtures/made" / folder, place_.path() / "in" / folder, fs::copy_options::recursive);
    }
    write_text(place_.path() / "in/\xFFname.pem", read_text(place_.path() / "in/healthy/site.pem"));
    write_text(place_.path() / "in/notes.txt", "no certificate\n");
    write_text(place_.path() / "in/broken.p12", "0\n");
    write_text(place_.path() / ".chainlint.yaml", kPolicy);
    fs::create_directory(place_.path() / "gone");
    fs::copy(place_.path() / "in/missing-intermediate/site.pem", place_.path() / "in/gone.pem");
    run("chainlint baseline write --at 2026-11-01 --anchors none --output baseline.json in/gone.pem in/several-leaves/site.pem", 0);
    fs::remove(place_.path() / "in/gone.pem");
  }

  std::string run(const std::string& command, int status) const {
    const Outcome outcome = place_.run(command);
    EXPECT_EQ(outcome.status, status) << command << "\n" << outcome.err;
    return outcome.out + outcome.err;
  }

  // Writes 1.jsonl and so on to a folder of that name.
  void check_shards(std::size_t count, const std::string& options) const {
    const std::string folder = "of-" + std::to_string(count);
    fs::create_directories(place_.path() / folder);
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string number = std::to_string(i);
      place_.run("chainlint check --shard " + number + "/" + std::to_string(count) + " --format jsonl --report " + folder + "/" + number +
                 ".jsonl " + options);
    }
  }

  // A format and a file for all of them.
  static std::string outputs(const std::string& folder) {
    std::string options;
    for (const policy::OutputFormat format : policy::kOutputFormatNames.values()) {
      const std::string name(to_string(format));
      options += " --format " + name + " --report " + folder + "/" + name;
    }
    return options;
  }

  std::string text_of(const std::string& file) const { return read_text(place_.path() / file); }

  // The names of the bundles in the report of a shard.
  std::set<std::string> bundles_in(const std::string& file) const {
    std::set<std::string> names;
    for (const std::string& line : lines_of(text_of(file))) {
      if (!line.starts_with("{\"kind\":\"bundle\"")) continue;
      const auto json = nlohmann::json::parse(line);
      if (!json["entries"].empty()) names.insert(json["name"]);
    }
    return names;
  }

  const Workplace place_;
};

constexpr const char* kOptions = "--at 2026-11-01 --anchors none --jobs 2 ";

TEST_F(Shards, AreTogetherTheRunByteForByte) {
  fs::create_directory(place_.path() / "single");
  fs::create_directory(place_.path() / "merged");
  run("chainlint check " + std::string(kOptions) + outputs("single") + " in", 3);
  for (const std::size_t count : {1u, 2u, 3u, 7u}) {
    check_shards(count, kOptions + std::string("--timeline in"));
    const std::string folder = "of-" + std::to_string(count);
    run("chainlint merge" + outputs("merged") + " $(ls " + folder + "/*.jsonl | sort -r)", 3);
    for (const policy::OutputFormat format : policy::kOutputFormatNames.values()) {
      const std::string name(to_string(format));
      EXPECT_EQ(text_of("merged/" + name), text_of("single/" + name)) << count << " shards, " << name;
      EXPECT_FALSE(text_of("merged/" + name).empty());
    }
  }
}

TEST_F(Shards, HaveTheOptionsOfTheRun) {
  const std::string options =
      kOptions + std::string("--min-severity warning --verbose --group-by bundle --fail-on never --previous in/healthy/site.pem ");
  const std::string single = run("chainlint check " + options + "in/expired-leaf/site.pem", 0);
  check_shards(2, options + "in/expired-leaf/site.pem");
  EXPECT_EQ(run("chainlint merge of-2/*.jsonl", 0), single);
  EXPECT_EQ(run("chainlint merge --group-by cause --quiet of-2/*.jsonl", 0),
            run("chainlint check " + std::string(kOptions) +
                    "--min-severity warning --fail-on never --group-by cause --quiet --previous "
                    "in/healthy/site.pem in/expired-leaf/site.pem",
                0));
  const std::string page = "--format html --title 'Change 7' --meta ticket=CHG-7 ";
  check_shards(3, options + "--timeline in/expired-leaf/site.pem");
  EXPECT_EQ(run("chainlint merge " + page + "of-3/*.jsonl", 0), run("chainlint check " + options + page + "in/expired-leaf/site.pem", 0));
}

// Neither the order of the files nor other files move a bundle to another shard.
TEST_F(Shards, AreDecidedByContent) {
  check_shards(3, kOptions + std::string("in/healthy in/expired-leaf in/several-leaves in/private-ca"));
  std::vector<std::set<std::string>> before;
  std::size_t all = 0;
  for (const char* file : {"of-3/1.jsonl", "of-3/2.jsonl", "of-3/3.jsonl"}) {
    before.push_back(bundles_in(file));
    all += before.back().size();
  }
  EXPECT_GT(all, 6u);
  check_shards(3, kOptions + std::string("in/unrelated in/private-ca in/several-leaves in/expired-leaf in/renewal in/healthy"));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_FALSE(before[i].empty());
    const std::set<std::string> now = bundles_in("of-3/" + std::to_string(i + 1) + ".jsonl");
    EXPECT_TRUE(std::includes(now.begin(), now.end(), before[i].begin(), before[i].end())) << i;
  }
}

TEST_F(Shards, CanBeRunAgain) {
  check_shards(2, kOptions + std::string("in"));
  const std::string whole = text_of("of-2/2.jsonl"), single = run("chainlint check " + std::string(kOptions) + "in", 3);
  write_text(place_.path() / "of-2/2.jsonl", whole.substr(0, whole.size() * 2 / 3));
  EXPECT_NE(run("chainlint merge of-2/1.jsonl of-2/2.jsonl", 2).find("run shard 2/2 again"), std::string::npos);
  place_.run("chainlint check --shard 2/2 --format jsonl --report of-2/2.jsonl " + std::string(kOptions) + "in");
  EXPECT_EQ(text_of("of-2/2.jsonl"), whole);
  EXPECT_EQ(run("chainlint merge of-2/1.jsonl of-2/2.jsonl", 3), single);
}

// In the report of a shard nothing is said that the other shards decide.
TEST_F(Shards, SayNothingOfWhatOthersDecide) {
  check_shards(2, kOptions + std::string("in/healthy/site.pem in/missing-intermediate/site.pem in/expired-leaf/site.pem"));
  for (const char* file : {"of-2/1.jsonl", "of-2/2.jsonl"}) {
    std::string usual;
    for (const std::string& line : lines_of(text_of(file))) {
      if (!line.starts_with("{\"kind\":\"shard\"")) usual += line + "\n";
    }
    EXPECT_EQ(usual.find("\"rule\":\"waiver-unused\""), std::string::npos);
    EXPECT_NE(usual.find("\"rule\":\"waiver-expired\""), std::string::npos);
  }
  EXPECT_NE(run("chainlint merge --format json of-2/*.jsonl", 1).find("\"rule\":\"waiver-unused\""), std::string::npos);
}

}  // namespace shards_test
}  // namespace chainlint::test
