#include "chainlint/rules/library.h"

#include <algorithm>

#include "library_loader.h"

namespace chainlint::rules {
namespace {

template <class Owned>
auto* find_by_id(const std::vector<std::unique_ptr<Owned>>& sorted, std::string_view id) {
  const auto found =
      std::lower_bound(sorted.begin(), sorted.end(), id, [](const auto& item, std::string_view wanted) { return item->id < wanted; });
  const Owned* item = found != sorted.end() && (*found)->id == id ? found->get() : nullptr;
  return item;
}

}  // namespace

bool is_rule_test_path(std::string_view path) { return path.ends_with(".test.yaml") || path.ends_with(".test.yml"); }

RuleLibrary::Loaded RuleLibrary::load(const std::vector<yaml::SourceFile>& files, const std::vector<yaml::SourceFile>& own) {
  LibraryLoader loader;
  for (const auto* list : {&files, &own}) {
    for (const yaml::SourceFile& file : *list) {
      if (!is_rule_test_path(file.path)) loader.add(file);
    }
  }
  LibraryLoader::Result result = loader.finish();
  Loaded loaded;
  loaded.library.rules_ = std::move(result.rules);
  loaded.library.sets_ = std::move(result.sets);
  loaded.problems = std::move(result.problems);
  return loaded;
}

const Rule* RuleLibrary::find_rule(std::string_view id) const {
  if (const Rule* rule = find_by_id(rules_, id)) return rule;
  for (const std::unique_ptr<Rule>& rule : rules_) {
    if (std::find(rule->formerly.begin(), rule->formerly.end(), id) != rule->formerly.end()) return rule.get();
  }
  return nullptr;
}

const RuleSet* RuleLibrary::find_set(std::string_view id) const { return find_by_id(sets_, id); }

}  // namespace chainlint::rules
