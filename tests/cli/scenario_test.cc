// Runs every *.scenario beside this file. With CHAINLINT_UPDATE_SCENARIOS=1 it writes what came out into the files instead: read the
// difference before it is committed.
#include "scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace chainlint::test {
namespace {

std::vector<std::string> scenario_paths() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(CHAINLINT_SOURCE_DIR) + "/tests/cli")) {
    if (entry.path().extension() == ".scenario") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

class ScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioTest, AnswersAsWritten) {
  const Scenario scenario = read_scenario(GetParam());
  for (const char* name : {"description", "command"}) ASSERT_NE(scenario.find(name), nullptr) << "no section " << name;
  if (const Section* needs = scenario.find("needs")) {
    std::istringstream programs(needs->text);
    for (std::string program; programs >> program;) {
      if (std::system(("command -v '" + program + "' >/dev/null 2>&1").c_str()) != 0) GTEST_SKIP() << program << " is not installed";
    }
  }
  const Outcome outcome = run_scenario(scenario);
  if (const char* update = std::getenv("CHAINLINT_UPDATE_SCENARIOS"); update != nullptr && std::string(update) == "1") {
    update_scenario(scenario, outcome);
    return;
  }
  const auto expected = [&](const char* name) { return scenario.find(name) == nullptr ? std::string() : scenario.find(name)->text; };
  EXPECT_EQ(std::to_string(outcome.status) + "\n", expected("status")) << outcome.err;
  EXPECT_TRUE(matches(expected("stdout"), outcome.out)) << "expected:\n" << expected("stdout") << "\nactual:\n" << outcome.out;
  EXPECT_TRUE(matches(expected("stderr"), outcome.err)) << "expected:\n" << expected("stderr") << "\nactual:\n" << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(CommandLine, ScenarioTest, testing::ValuesIn(scenario_paths()), test_name);

}  // namespace
}  // namespace chainlint::test
