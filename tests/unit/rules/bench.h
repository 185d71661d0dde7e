// What the tests of rules share: conditions evaluated over values that the test says, and rule files loaded from text.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "chainlint/rules/library.h"
#include "condition_reader.h"

namespace chainlint::rules {

using Facts = std::map<std::string, facts::FactValue>;
using Texts = std::vector<std::string>;

// The subject of conditions is a certificate; `facts` are what it is like. Facts that are not said are computed and must not be requested.
class Bench {
 public:
  explicit Bench(const Facts& facts) : facts_(context_) {
    facts_.begin({facts::SubjectKind::certificate, 0});
    for (const auto& [name, value] : facts) {
      const Result<facts::FactReference> reference = facts::find_fact(facts::SubjectKind::certificate, name);
      EXPECT_TRUE(reference.ok()) << name;
      if (reference) facts_.assume(*reference, value);
    }
  }

  Answer evaluate(const std::string& yaml) {
    const yaml::SourceFile source{"condition.yaml", yaml};
    const yaml::Parsed parsed = yaml::parse(source);
    yaml::Problems problems;
    problems.append(parsed.problems);
    RuleScope scope(facts::SubjectKind::certificate, problems);
    condition_ = parsed.root ? read_condition(*parsed.root, scope) : Condition{};
    for (const std::string& problem : problems.format(source)) ADD_FAILURE() << problem;
    return problems.empty() ? chainlint::rules::evaluate(condition_, rule_, facts_) : Answer{Truth::unknown, nullptr};
  }

  FactValues& facts() { return facts_; }

 private:
  formats::Bundle bundle_;
  chain::BundleAnalysis analysis_;
  chain::ChainRequest request_;
  facts::FactContext context_{bundle_, analysis_, request_, ""};
  FactValues facts_;
  Rule rule_;
  Condition condition_;
};

inline Truth truth_of(const Facts& facts, const std::string& yaml) { return Bench(facts).evaluate(yaml).truth; }

// The problems of one rule file, as a user sees them, each followed by a new line.
inline std::string load_problems(const std::vector<yaml::SourceFile>& files) {
  std::string all;
  for (const std::string& problem : RuleLibrary::load(files).problems) all += problem + "\n";
  return all;
}

// A rule about certificates with the lines of `parts` after its id, title, severity and subject; `about` comes last.
inline yaml::SourceFile rule_file(const std::string& parts, const std::string& id = "sample") {
  return {"rules/" + id + ".yaml", "id: " + id + "\ntitle: A sample\nseverity: warning\nfor: certificate\n" + parts + "about: content\n"};
}

}  // namespace chainlint::rules
