// Rules: conditions over facts with the words that a finding needs. Written in YAML, compiled once, evaluated for every subject.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/lazy.h"
#include "chainlint/facts/registry.h"
#include "chainlint/facts/subject.h"
#include "chainlint/rules/change_kind.h"
#include "chainlint/yaml/document.h"

namespace chainlint::rules {

// Three-valued logic (Kleene): unknown where a fact is unavailable.
enum class Truth { no, unknown, yes };

class Condition;  // compiled; private to the layer

struct Reference {
  std::string title;
  std::string url;  // empty where there is none on the web
};

// A parameter of a rule: a number, text or list with a default, which may step with a date ("398 days, 200 for certificates issued from
// 2026-03-15").
struct Parameter {
  facts::FactType type = facts::FactType::integer;
  std::string unit;
  facts::FactValue default_value;
  struct Step {
    Instant from;
    facts::FactValue value;
  };
  std::optional<facts::FactReference> by;  // the time fact that chooses the step
  std::vector<Step> steps;                 // ascending
  std::optional<std::int64_t> min, max;    // of an integer: what a policy may set it to
  std::string sentence;
};

struct Message;  // compiled; private to the layer

// A text of a rule with {fact} and {$parameter} in it.
struct Template {
  std::string text;                         // as written
  std::shared_ptr<const Message> compiled;  // null: the text is taken as it is
};

// One act after the other, each a sentence or a command.
using Steps = std::vector<Template>;

// For descriptions of a rule: "<leaf subject display>" in place of {leaf.subject.display}.
std::string describe(const Template& text);
std::string describe(const Steps& steps);

// Which question a rule answers. A finding answers only one of them.
enum class Question {
  path,        // is there a valid path from the leaf to an anchor
  sending,     // what will the server send
  client,      // what will a client accept of it
  content,     // what is in the file: names, keys, validity periods, syntax
  protection,  // who can read the private key: git, other users, whoever knows the password. The server works nevertheless
};
inline constexpr EnumNames<Question::protection> kQuestionNames{"path", "sending", "client", "content", "protection"};
constexpr std::string_view to_string(Question question) { return kQuestionNames[question]; }

// Another rule whose finding is the cause of a finding of this rule, where both are about one thing (share_cause).
struct Explanation {
  std::string rule;                       // its current id
  std::shared_ptr<const Condition> when;  // over the facts of the effect's subject; null: always
};

// What is asked of a subject.
struct RuleLogic {
  std::shared_ptr<const Condition> when;     // null: always
  std::shared_ptr<const Condition> require;  // never null
  std::map<std::string, Parameter> parameters;
};

// What is said of a subject that does not meet the rule.
struct RuleOutcome {
  struct Escalation {
    Severity severity;
    std::shared_ptr<const Condition> when;
  };
  std::vector<Escalation> escalations;  // the first whose condition holds replaces the severity
  Template message;
  struct Detail {
    std::string name;  // "expected issuer"
    Template value;
  };
  std::vector<Detail> details;  // what the message leaves out: distinguished names, key identifiers, serial numbers, URLs
  Steps fix;                    // empty where the rule has none
  struct Remedy {
    std::shared_ptr<const Condition> when;
    Steps fix;
  };
  std::vector<Remedy> remedies;           // the first whose condition holds replaces the fix
  std::vector<Explanation> explained_by;  // no chain of them leads back to this rule
  std::string why;
  std::vector<Reference> references;
  std::string since;
};

// One compiled rule. Immutable; safe to share between threads.
//
// The two parts of a shipped rule are compiled when they are first used: a run evaluates some of the rules, and few of them find anything.
struct Rule {
  std::string id;
  std::string title;
  Severity severity = Severity::warning;
  facts::SubjectKind subject = facts::SubjectKind::bundle;
  Question about = Question::content;
  std::optional<ChangeKind> change;  // what of a renewal it evaluates; nothing: none in particular
  std::vector<std::string> formerly;
  std::string source_path;  // the file it was loaded from
  Lazy<RuleLogic> logic;
  Lazy<RuleOutcome> outcome;
};

// Which rules run with which severity.
struct RuleSet {
  std::string id;
  std::string title;
  std::string description;
  bool assume_server_chain = false;  // CA files are treated as server chains too
  struct Member {
    const Rule* rule;
    std::optional<Severity> severity;  // replaces the rule's own and its escalations
  };
  std::vector<Member> members;                        // sorted by rule id
  std::vector<std::shared_ptr<const Rule>> adjusted;  // rules that a policy changed, for members to point at
};

}  // namespace chainlint::rules
