#include "library_loader.h"

#include <algorithm>
#include <array>
#include <set>

#include "chainlint/base/limits.h"
#include "foreign_file.h"
#include "rule_reader.h"

namespace chainlint::rules {
namespace {

template <class Map>
std::vector<std::string> keys(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.emplace_back(name);
  return names;
}

bool is_set_file(const yaml::Node& root, const std::string& path) {
  if (root.find("set") != nullptr) return true;
  return root.find("id") == nullptr && (path.starts_with("sets/") || path.find("/sets/") != std::string::npos);
}

std::string place(const std::string& path, yaml::Position position) {
  return printable(path) + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

}  // namespace

void LibraryLoader::add(const yaml::SourceFile& source) {
  static constexpr std::array<std::string_view, 20> kKeys{
      "id",  "title",    "severity", "about", "change",        "for",          "params",     "when", "require", "message",
      "fix", "fix_when", "why",      "since", "severity_when", "explained_by", "references", "set",  "extends", "rules"};
  static constexpr std::string_view kFirstKeys[] = {
      "id", "title", "formerly", "severity", "about", "change", "for", "set", "extends", "description", "assume_server_chain", "rules"};
  static constexpr yaml::FileKind kKind{"a rule", "a rule is a mapping of keys to values: 'id: our-rule'", kKeys, foreign_document,
                                        kFirstKeys};
  yaml::LoadedFile& file = files_.add(source, kKind);
  if (!file.parsed.root) return;
  const yaml::Node& root = *file.parsed.root;
  if (is_set_file(root, source.path)) {
    add_set(root, file);
  } else {
    add_rule(root, file);
  }
  file.parsed.root.reset();  // the rule or set has all of it, and the next file uses the memory again
}

void LibraryLoader::add_rule(const yaml::Node& root, yaml::LoadedFile& file) {
  std::unique_ptr<Rule> rule = read_rule(root, file.source, file.problems);
  if (rule->id.empty()) return;
  const yaml::Position position = root.find("id")->position;
  if (const auto first = rules_.find(rule->id); first != rules_.end()) {
    const Place& other = first->second.place;
    file.problems.add(position, "the rule id " + in_quotes(rule->id) + " is already used by " +
                                    (other.file->source.shipped() ? "the shipped rule " : "") +
                                    place(other.file->source.path, other.position) + "; each rule needs its own id");
    return;
  }
  if (const yaml::Node* entries = root.find("explained_by");
      entries != nullptr && entries->items.size() == rule->outcome->explained_by.size()) {
    for (std::size_t i = 0; i < entries->items.size(); ++i) {
      const yaml::Node* id = entries->items[i].find("rule");
      explaining_.push_back({{&file, (id != nullptr ? id : &entries->items[i])->position}, rule->id, i});
    }
  }
  const std::string_view id = rule->id;
  rules_.emplace(id, LoadedRule{std::move(rule), {&file, position}});
}

void LibraryLoader::add_set(const yaml::Node& root, yaml::LoadedFile& file) {
  WrittenRuleSet written = read_rule_set(root, file.source.path, file.problems);
  if (written.id.empty()) return;
  const auto first = sets_.find(written.id);
  if (first != sets_.end()) {
    const yaml::SourceFile& other = first->second.file->source;
    file.problems.add(written.position, "the rule set " + in_quotes(written.id) + " is already in " +
                                            (other.shipped() ? "the shipped " : "") + place(other.path, first->second.written.position) +
                                            "; each set needs its own id");
    return;
  }
  const std::string id = written.id;
  sets_.emplace(id, LoadedSet{&file, std::move(written)});
}

void LibraryLoader::check_former_ids() {
  for (const auto& [id, loaded] : rules_) {
    const Place& own = loaded.place;
    for (const std::string& former : loaded.rule->formerly) {
      const auto current = rules_.find(former);
      const auto [other, added] = former_ids_.emplace(former, loaded.rule.get());
      if (current != rules_.end()) {
        const Place& taken = current->second.place;
        own.file->problems.add(own.position,
                               "the former id " + in_quotes(former) + " is the id of " + place(taken.file->source.path, taken.position));
      } else if (!added) {
        own.file->problems.add(own.position, "the former id " + in_quotes(former) + " is also the id of " + in_quotes(other->second->id));
      }
    }
  }
}

// "'a' is explained by 'b', which is explained by 'a'": the shortest way from a rule back to itself; empty where there is none.
std::string LibraryLoader::explaining_circle(const std::string& id) const {
  std::map<std::string, std::string> effects{{id, ""}};  // of each rule that was met, the one that names it
  std::vector<std::string> met{id};
  for (std::size_t i = 0; i < met.size(); ++i) {
    const auto rule = rules_.find(met[i]);
    if (rule == rules_.end()) continue;
    for (const Explanation& explanation : rule->second.rule->outcome->explained_by) {
      if (explanation.rule == id) {
        std::vector<std::string> way;
        for (std::string at = met[i]; !at.empty(); at = effects.at(at)) way.push_back(at);
        std::string text = in_quotes(id);
        for (auto step = way.rbegin() + 1; step < way.rend(); ++step) text += " is explained by " + in_quotes(*step) + ", which";
        return text + " is explained by " + in_quotes(id);
      }
      if (effects.emplace(explanation.rule, met[i]).second) met.push_back(explanation.rule);
    }
  }
  return "";
}

void LibraryLoader::check_explanations() {
  for (const Explaining& each : explaining_) {
    Lazy<RuleOutcome>& outcome = rules_.at(each.rule).rule->outcome;
    const std::string& cause = outcome->explained_by[each.number].rule;
    const Rule* rule = find_rule(cause);
    if (rule == nullptr) {
      each.place.file->problems.add(each.place.position, "there is no rule " + in_quotes(cause),
                                    each.place.file->problems.did_you_mean(cause, keys(rules_)));
    } else if (rule->id != cause) {
      RuleOutcome renamed = *outcome;
      renamed.explained_by[each.number].rule = rule->id;
      outcome = std::move(renamed);
    }
  }
  std::set<std::string> checked;
  for (const Explaining& each : explaining_) {
    if (!checked.insert(each.rule).second) continue;
    const std::string circle = explaining_circle(each.rule);
    if (!circle.empty()) each.place.file->problems.add(each.place.position, circle + "; an explanation must lead to a cause");
  }
}

const Rule* LibraryLoader::find_rule(std::string_view id) const {
  const auto found = rules_.find(id);
  if (found != rules_.end()) return found->second.rule.get();
  const auto former = former_ids_.find(id);
  return former == former_ids_.end() ? nullptr : former->second;
}

void LibraryLoader::extend(LoadedSet& set, Members& members) {
  for (const WrittenRuleSet::Name& name : set.written.extends) {
    const auto base = sets_.find(name.id);
    if (base == sets_.end()) {
      set.file->problems.add(name.position, "there is no rule set " + in_quotes(name.id),
                             set.file->problems.did_you_mean(name.id, keys(sets_)));
    } else if (base->second.in_progress) {
      set.file->problems.add(name.position, circle(name.id));
    } else if (resolving_.size() > RuleFileLimits::kSetDepth) {
      set.file->problems.add(name.position, "more than " + std::to_string(RuleFileLimits::kSetDepth) + " rule sets extend one another");
    } else {
      const Members& inherited = resolve(base->second);
      for (std::size_t i = 0; i < inherited.size(); ++i) {
        if (inherited[i].rule != nullptr) members[i] = inherited[i];
      }
    }
  }
}

void LibraryLoader::add_members(LoadedSet& set, Members& members) {
  if (set.written.all_rules) {
    for (const auto& [id, loaded] : rules_) members[loaded.number] = {loaded.rule.get(), std::nullopt};
  }
  std::map<std::string_view, yaml::Position> own;
  for (const WrittenRuleSet::Name& name : set.written.rules) {
    const Rule* rule = find_rule(name.id);
    if (rule == nullptr) {
      set.file->problems.add(name.position, "there is no rule " + in_quotes(name.id),
                             set.file->problems.did_you_mean(name.id, keys(rules_)));
      continue;
    }
    const auto [first, added] = own.emplace(rule->id, name.position);
    if (!added) {
      set.file->problems.add(
          name.position, "the rule " + in_quotes(rule->id) + " occurs twice; the first is on line " + std::to_string(first->second.line));
      continue;
    }
    members[rules_.at(rule->id).number] = {rule, name.severity};
  }
}

// "'a' extends 'b', which extends 'a'": from the set that is met again to itself.
std::string LibraryLoader::circle(const std::string& id) const {
  if (resolving_.back() == id) return "the rule set " + in_quotes(id) + " extends itself";
  std::string text = "rule sets extend one another in a circle: ";
  for (auto name = std::find(resolving_.begin(), resolving_.end(), id); name != resolving_.end(); ++name) {
    text += in_quotes(*name) + " extends ";
  }
  return text + in_quotes(id);
}

const LibraryLoader::Members& LibraryLoader::resolve(LoadedSet& set) {
  if (set.members) return *set.members;
  set.in_progress = true;
  resolving_.push_back(set.written.id);
  Members members(rules_.size(), {nullptr, std::nullopt});
  extend(set, members);
  add_members(set, members);
  set.in_progress = false;
  resolving_.pop_back();
  return set.members.emplace(std::move(members));
}

LibraryLoader::Result LibraryLoader::finish() {
  check_former_ids();
  check_explanations();
  std::size_t number = 0;
  for (auto& [id, loaded] : rules_) loaded.number = number++;
  Result result;
  for (auto& [id, set] : sets_) {
    RuleSet& resolved = *result.sets.emplace_back(std::make_unique<RuleSet>());
    resolved.id = id;
    resolved.title = set.written.title;
    resolved.description = set.written.description;
    resolved.assume_server_chain = set.written.assume_server_chain;
    for (const RuleSet::Member& member : resolve(set)) {
      if (member.rule != nullptr) resolved.members.push_back(member);
    }
  }
  for (auto& [id, loaded] : rules_) result.rules.push_back(std::move(loaded.rule));
  result.problems = files_.problems();
  return result;
}

}  // namespace chainlint::rules
