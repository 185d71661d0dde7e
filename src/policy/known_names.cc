#include "known_names.h"

#include <algorithm>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/profiles/library.h"
#include "chainlint/rules/library.h"

namespace chainlint::policy {
namespace {

// "path" of "rules/sets/path.yaml"; empty where the file is elsewhere.
std::string stem_in(std::string_view folder, std::string_view path) {
  const std::size_t end = path.rfind(".yaml");
  if (!path.starts_with(folder) || end == std::string_view::npos) return "";
  return std::string(path.substr(folder.size(), end - folder.size()));
}

template <class Files>
std::vector<std::string> stems_in(std::string_view folder, const Files& files) {
  std::vector<std::string> names;
  for (const auto& file : files) {
    if (std::string name = stem_in(folder, file.path); !name.empty()) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

const profiles::ProfileLibrary& shipped_profiles() {
  static const profiles::LoadedProfiles loaded = profiles::load_profiles({});
  return loaded.library;
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void unknown(const PlacedWord& word, std::string_view what, const std::vector<std::string>& known, yaml::Problems& problems) {
  problems.add(word.position,
               "there is no " + std::string(what) + " " + in_quotes(word.text) + "; allowed are " + join_and(known) +
                   ", and those in files that the policy names",
               problems.did_you_mean(word.text, known));
}

}  // namespace

const std::vector<std::string>& shipped_rule_set_names() {
  static const std::vector<std::string> names = stems_in("rules/sets/", rules::shipped_rule_files());
  return names;
}

std::vector<std::string> policy_template_names() { return stems_in("rules/templates/", shipped_policy_templates()); }

const yaml::SourceFile* find_policy_template(std::string_view name) {
  for (const yaml::SourceFile& file : shipped_policy_templates()) {
    if (stem_in("rules/templates/", file.path) == name) return &file;
  }
  return nullptr;
}

void validate_target(const PlacedWord& word, const std::vector<std::string>& own, yaml::Problems& problems) {
  const std::string name = word.text.substr(0, word.text.find('@'));
  if (has(own, name)) return;
  std::vector<std::string> known;
  for (const profiles::Profile& profile : shipped_profiles().targets) known.push_back(profile.name);
  if (!has(known, name)) {
    unknown(word, "target", known, problems);
    return;
  }
  const Result<profiles::Target> target = profiles::find_target(shipped_profiles(), word.text);
  if (!target) problems.add(word.position, target.error().message);
}

void validate_client(const PlacedWord& word, const std::vector<std::string>& own, yaml::Problems& problems) {
  if (word.text == "all" || has(own, word.text) || shipped_profiles().client(word.text) != nullptr) return;
  std::vector<std::string> known;
  for (const chain::ClientModel& client : shipped_profiles().clients) known.push_back(client.name);
  unknown(word, "client", known, problems);
}

}  // namespace chainlint::policy
