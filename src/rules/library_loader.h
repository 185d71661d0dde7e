// Loads rule and rule-set files together and resolves the names between them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/rules/library.h"
#include "chainlint/yaml/loaded_file.h"
#include "rule_set_reader.h"

namespace chainlint::rules {

// Used once: add every file, then finish.
class LibraryLoader {
 public:
  void add(const yaml::SourceFile& source);

  struct Result {
    std::vector<std::unique_ptr<Rule>> rules;    // sorted by id
    std::vector<std::unique_ptr<RuleSet>> sets;  // sorted by id
    std::vector<std::string> problems;           // formatted, by file in the order in which they were added
  };
  Result finish();

 private:
  struct Place {
    yaml::LoadedFile* file;
    yaml::Position position;
  };
  struct LoadedRule {
    std::unique_ptr<Rule> rule;
    Place place;
    std::size_t number = 0;  // in the order of the ids
  };
  // One id in a rule's `explained_by`.
  struct Explaining {
    Place place;
    std::string rule;    // that has it
    std::size_t number;  // of the entry
  };
  // Of a set, one for each loaded rule, by its number. `rule` is null where it is not in the set.
  using Members = std::vector<RuleSet::Member>;
  struct LoadedSet {
    yaml::LoadedFile* file;
    WrittenRuleSet written;
    std::optional<Members> members{};  // nothing until its turn
    bool in_progress = false;          // being resolved: meeting it again is a circle
  };

  void add_rule(const yaml::Node& root, yaml::LoadedFile& file);
  void add_set(const yaml::Node& root, yaml::LoadedFile& file);
  void check_former_ids();
  void check_explanations();
  std::string explaining_circle(const std::string& id) const;
  const Rule* find_rule(std::string_view id) const;
  const Members& resolve(LoadedSet& set);
  std::string circle(const std::string& id) const;
  void extend(LoadedSet& set, Members& members);
  void add_members(LoadedSet& set, Members& members);

  yaml::FileLoader files_;
  std::map<std::string_view, LoadedRule> rules_;  // by ids that the rules own
  std::map<std::string_view, const Rule*> former_ids_;
  std::vector<Explaining> explaining_;
  std::map<std::string, LoadedSet> sets_;
  std::vector<std::string> resolving_;  // ids of the sets in progress, the outermost first
};

}  // namespace chainlint::rules
