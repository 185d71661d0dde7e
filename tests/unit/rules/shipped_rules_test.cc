#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/rules/evaluate.h"
#include "chainlint/rules/library.h"
#include "chainlint/rules/test_runner.h"
#include "message.h"

namespace chainlint::rules {
namespace shipped_rules_test {

const RuleLibrary::Loaded& shipped() {
  static const RuleLibrary::Loaded loaded = RuleLibrary::load(shipped_rule_files());
  return loaded;
}

// As files of a user, of which everything is read at once.
TEST(ShippedRules, HaveNoMistakes) {
  std::vector<yaml::SourceFile> files;
  for (const yaml::SourceFile& file : shipped_rule_files()) files.push_back({file.path, std::string(file.content())});
  const RuleLibrary::Loaded loaded = RuleLibrary::load(files);
  for (const std::string& problem : loaded.problems) ADD_FAILURE() << problem;
  for (const auto& rule : loaded.library.rules()) {
    const std::vector<Explanation>& as_shipped = shipped().library.find_rule(rule->id)->outcome->explained_by;
    for (std::size_t i = 0; i < as_shipped.size(); ++i) {
      EXPECT_EQ(as_shipped[i].rule, rule->outcome->explained_by[i].rule) << rule->id << ": write the current id";
    }
  }
}

TEST(ShippedRules, LoadWithoutMistakes) {
  for (const std::string& problem : shipped().problems) ADD_FAILURE() << problem;
  EXPECT_FALSE(shipped().library.rules().empty());
}

TEST(ShippedRules, SayWhyAndHowToFixAndSinceWhen) {
  for (const auto& rule : shipped().library.rules()) {
    EXPECT_FALSE(rule->outcome->why.empty()) << rule->id;
    EXPECT_FALSE(rule->outcome->fix.empty()) << rule->id;
    EXPECT_FALSE(rule->outcome->since.empty()) << rule->id;
    EXPECT_FALSE(rule->outcome->references.empty()) << rule->id;
  }
}

TEST(ShippedRules, MessagesAreLowerCaseWithoutFullStop) {
  for (const auto& rule : shipped().library.rules()) {
    EXPECT_FALSE(rule->outcome->message.text.ends_with('.')) << rule->id;
    EXPECT_EQ(rule->outcome->message.text.find('\n'), std::string::npos) << rule->id;
  }
}

TEST(ShippedRules, TitlesAreShort) {
  for (const auto& rule : shipped().library.rules()) {
    EXPECT_LE(rule->title.size(), 60u) << rule->id << ": " << rule->title;
    EXPECT_FALSE(rule->title.ends_with('.')) << rule->id << ": " << rule->title;
    EXPECT_EQ(rule->title.find("something"), std::string::npos) << rule->id << ": " << rule->title;
  }
}

TEST(ShippedRules, MessagesHaveFewWordsAndCommonNames) {
  for (const auto& rule : shipped().library.rules()) {
    std::size_t literal = 0;
    for (const Message::Piece& piece : rule->outcome->message.compiled->pieces) {
      if (piece.kind == Message::Piece::Kind::text) literal += piece.text.size();
      if (piece.kind != Message::Piece::Kind::fact) continue;
      const std::string_view fact = piece.fact.definition->name;
      EXPECT_TRUE(fact != "subject" && fact != "issuer" && fact != "matched_subject")
          << rule->id << ": {" << fact << "} is a distinguished name; write {" << fact << ".display}";
    }
    EXPECT_LE(literal, 120u) << rule->id << ": " << rule->outcome->message.text;
  }
}

// Where the command at the end of a step begins; the end of the text where there is none.
std::size_t command_in(std::string_view step) {
  const std::size_t colon = step.rfind(": ");
  return colon == std::string_view::npos ? step.size() : colon + 2;
}

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

bool has_second_sentence(std::string_view step) {
  for (std::size_t at = step.find(". "); at != std::string_view::npos; at = step.find(". ", at + 1)) {
    if (at + 2 < step.size() && is_upper(step[at + 2])) return true;
  }
  return false;
}

// "Append it to site.pem.", "Run: keytool -list -keystore site.jks", or a fact that is such a text.
std::string defect_of_step(std::string_view step) {
  static constexpr std::string_view kPrograms[] = {"openssl ", "keytool ", "certutil ", "chainlint ", "git ", "kubectl ", "ssh-keygen "};
  if (step.empty()) return "it is empty";
  const bool fact = step.front() == '{' && step.find('}') + 1 == step.size();
  if (fact) return "";
  if (!is_upper(step.front()) && step.front() != '{') return "it does not start with a capital letter";
  if (has_second_sentence(step)) return "it is more than one sentence";
  const std::string_view command = step.substr(command_in(step));
  if (!step.ends_with('.')) return command.empty() ? "it is neither a sentence with a period nor a text with ': ' before a command" : "";
  const bool program =
      std::any_of(std::begin(kPrograms), std::end(kPrograms), [&](std::string_view name) { return command.starts_with(name); });
  return program ? "a period follows the command" : "";
}

TEST(ShippedRules, StepsOfAFixAreSentencesOrEndWithACommand) {
  EXPECT_EQ(defect_of_step("Replace {file} with NEW.pem."), "");
  EXPECT_EQ(defect_of_step("Encrypt it: openssl pkcs8 -topk8 -in KEY"), "");
  EXPECT_NE(defect_of_step("replace it."), "");
  EXPECT_NE(defect_of_step("Replace it"), "");
  EXPECT_NE(defect_of_step("Replace it. Then check the result."), "");
  EXPECT_NE(defect_of_step("Encrypt it: openssl pkcs8 -topk8 -in KEY."), "");
  const auto expect_steps = [](const Rule& rule, const Steps& steps) {
    EXPECT_LE(steps.size(), 4u) << rule.id;
    for (const Template& step : steps) EXPECT_EQ(defect_of_step(step.text), "") << rule.id << ": " << step.text;
  };
  for (const auto& rule : shipped().library.rules()) {
    expect_steps(*rule, rule->outcome->fix);
    for (const RuleOutcome::Remedy& remedy : rule->outcome->remedies) expect_steps(*rule, remedy.fix);
  }
}

std::size_t words_of(std::string_view text) {
  std::size_t count = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank && !inside) ++count;
    inside = !blank;
  }
  return count;
}

// People read about 240 words a minute (Brysbaert, 2019), so 40 words take ten seconds. A command is copied, not read.
TEST(ShippedRules, SayTheDefectAndTheFirstStepInTenSeconds) {
  const auto expect_short = [](const Rule& rule, const Steps& steps) {
    if (steps.empty()) return;
    const std::string_view step = steps.front().text;
    EXPECT_LE(words_of(rule.outcome->message.text) + words_of(step.substr(0, command_in(step))), 40u) << rule.id << ": " << step;
  };
  for (const auto& rule : shipped().library.rules()) {
    expect_short(*rule, rule->outcome->fix);
    for (const RuleOutcome::Remedy& remedy : rule->outcome->remedies) expect_short(*rule, remedy.fix);
  }
}

// Where the line after `line` begins. Lines count from 1.
std::size_t end_of_line(std::string_view text, std::size_t line) {
  std::size_t at = 0;
  for (; line > 0 && at < text.size(); --line) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return at;
}

// The messages of the findings in the tests of the shipped rules. Where a case says none, it gets a wrong one: the difference has the right
// one.
std::vector<std::string> tested_messages() {
  std::vector<std::string> messages;
  std::vector<yaml::SourceFile> files = shipped_rule_files();
  for (yaml::SourceFile& file : files) {
    if (!is_rule_test_path(file.path)) continue;
    file = {file.path, std::string(file.content())};
    const yaml::Parsed parsed = yaml::parse(file);
    const yaml::Node* cases = parsed.root ? parsed.root->find("cases") : nullptr;
    if (cases == nullptr) continue;
    for (auto test_case = cases->items.rbegin(); test_case != cases->items.rend(); ++test_case) {
      const yaml::Node *expect = test_case->find("expect"), *message = test_case->find("message");
      if (expect == nullptr || expect->scalar != "fail") continue;
      if (message != nullptr) {
        messages.push_back(message->scalar);
      } else {
        file.text.insert(end_of_line(file.text, expect->position.line), "    message: '@'\n");
      }
    }
  }
  const RuleTestRun run = run_rule_tests(shipped().library, files);
  for (const std::string& problem : run.problems) ADD_FAILURE() << problem;
  constexpr std::string_view kBefore = "but it is: ";
  for (const RuleTestResult& result : run.results) {
    for (std::size_t at = result.difference.find(kBefore); at != std::string::npos; at = result.difference.find(kBefore, at)) {
      at += kBefore.size();
      messages.push_back(result.difference.substr(at, result.difference.find('\n', at) - at));
    }
  }
  return messages;
}

TEST(ShippedRules, MessagesOfTheirTestsAreNotCut) {
  const std::vector<std::string> messages = tested_messages();
  EXPECT_GT(messages.size(), shipped().library.rules().size());
  for (const std::string& message : messages) {
    EXPECT_LE(message.size(), kMessageBytes) << message;
    EXPECT_FALSE(message.ends_with("...")) << message;
  }
}

TEST(ShippedRules, AreAllInTheSetAll) {
  const RuleSet* all = shipped().library.find_set("all");
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all->members.size(), shipped().library.rules().size());
}

TEST(ShippedRules, TheBuiltInSetsAreThere) {
  for (const char* id : {"recommended", "path", "public-web", "private-strict", "strict", "all"}) {
    const RuleSet* set = shipped().library.find_set(id);
    ASSERT_NE(set, nullptr) << id;
    EXPECT_FALSE(set->members.empty()) << id;
  }
}

TEST(ShippedRules, PassTheirTests) {
  ASSERT_TRUE(shipped().problems.empty());
  const RuleTestRun run = run_rule_tests(shipped().library, shipped_rule_files());
  for (const std::string& problem : run.problems) ADD_FAILURE() << problem;
  for (const RuleTestResult& result : run.results) {
    EXPECT_TRUE(result.ok) << result.place << ": " << result.rule << ": " << result.test_case << "\n" << result.difference;
  }
}

}  // namespace shipped_rules_test
}  // namespace chainlint::rules
