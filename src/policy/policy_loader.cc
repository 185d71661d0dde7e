#include "policy_loader.h"

#include <algorithm>
#include <filesystem>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/rules/library.h"
#include "known_names.h"
#include "secrets.h"

namespace chainlint::policy {
namespace {

std::string normal(const std::string& path) { return std::filesystem::path(path).lexically_normal().string(); }

template <class T>
void append(std::vector<T>& from, std::vector<T>& to) {
  for (T& item : from) to.push_back(std::move(item));
}

}  // namespace

PolicyLoader::File& PolicyLoader::read(const std::string& path, std::string text, bool shipped) {
  files_.push_back({});
  File& file = files_.back();
  file.shipped = shipped;
  file.source = {path, std::move(text)};
  if (file.source.text.size() > PolicyLimits::kFileBytes) {
    file.problems.add({}, "the file has " + std::to_string(file.source.text.size()) + " bytes; the limit for a policy is 1 MiB");
    file.source.text.clear();
    return file;
  }
  const yaml::Parsed parsed = yaml::parse(file.source, policy_file_kind());
  if (!shipped) file.source = without_secrets(file.source, parsed.root ? &*parsed.root : nullptr);
  file.problems.append(parsed.problems);
  PolicyScope scope(path, file.problems);
  if (parsed.root) file.written = read_policy_file(*parsed.root, scope);
  return file;
}

void PolicyLoader::add_rule_set(File& file, const PlacedWord& name) {
  PolicyScope scope(file.source.path, file.problems);
  if (is_path_like(name.text)) {
    policy_.rule_sets.emplace_back(scope.resolve_as_path(name.text), scope.origin(name.position));
    return;
  }
  const std::vector<std::string>& known = shipped_rule_set_names();
  if (std::find(known.begin(), known.end(), name.text) == known.end()) {
    file.problems.add(name.position,
                      "there is no rule set " + in_quotes(name.text) + "; built in are " + join_and(known) +
                          "; the path of a file or folder must contain a slash: './rules'",
                      file.problems.did_you_mean(name.text, known));
    return;
  }
  policy_.rule_sets.emplace_back(name.text, scope.origin(name.position));
}

void PolicyLoader::extend(File& file, const PlacedWord& name) {
  const std::vector<std::string>& sets = shipped_rule_set_names();
  if (std::find(sets.begin(), sets.end(), name.text) != sets.end()) {
    policy_.rule_sets.emplace_back(name.text, PolicyOrigin{file.source.path, name.position});
    return;
  }
  if (is_path_like(name.text)) {
    extend_file(file, name);
    return;
  }
  if (const yaml::SourceFile* shipped = find_policy_template(name.text)) {
    const auto known = std::find_if(files_.begin(), files_.end(), [&](const File& other) { return other.source.path == shipped->path; });
    if (known == files_.end()) enter(file, name, read(shipped->path, std::string(shipped->content()), true));
    return;
  }
  std::vector<std::string> known = sets;
  const std::vector<std::string> templates = policy_template_names();
  known.insert(known.end(), templates.begin(), templates.end());
  file.problems.add(name.position,
                    "there is no rule set or template " + in_quotes(name.text) + "; the sets are " + join_and(sets) + ", the templates " +
                        join_and(templates) + "; the path of a policy file must contain a slash: './base.yaml'",
                    file.problems.did_you_mean(name.text, known));
}

void PolicyLoader::extend_file(File& file, const PlacedWord& name) {
  const std::string path = PolicyScope(file.source.path, file.problems).resolve(name.text);
  const auto known = std::find_if(files_.begin(), files_.end(), [&](const File& other) { return normal(other.source.path) == path; });
  if (known != files_.end()) {
    if (!known->in_progress) return;
    std::string circle;
    for (auto step = std::find(trail_.begin(), trail_.end(), &*known); step != trail_.end(); ++step) {
      circle += (*step)->source.path + " -> ";
    }
    file.problems.add(name.position, "'extends' is circular: " + printable(circle + known->source.path));
    return;
  }
  if (files_.size() >= PolicyLimits::kFiles) {
    file.problems.add(name.position, "a policy consists of at most " + std::to_string(PolicyLimits::kFiles) + " files");
    return;
  }
  const Result<std::string> text = open_(path);
  if (!text) {
    file.problems.add(name.position, "'extends' names " + in_quotes(path) + ", which " + text.error().message);
    return;
  }
  enter(file, name, read(path, *text, false));
}

void PolicyLoader::enter(File& file, const PlacedWord& name, File& next) {
  if (trail_.size() >= PolicyLimits::kExtendsDepth) {
    std::string way;
    for (const File* step : trail_) way += step->source.path + " -> ";
    file.problems.add(name.position, "'extends' is more than " + std::to_string(PolicyLimits::kExtendsDepth) +
                                         " files deep: " + printable(way + next.source.path));
    return;
  }
  follow(next);
}

void PolicyLoader::follow(File& file) {
  file.in_progress = true;
  trail_.push_back(&file);
  for (const PlacedWord& name : file.written.extends) extend(file, name);
  for (const PlacedWord& name : file.written.rule_sets) add_rule_set(file, name);
  merge(file);
  trail_.pop_back();
  file.in_progress = false;
}

void PolicyLoader::merge(File& file) {
  Policy& own = file.written.policy;
  append(own.rules, policy_.rules);
  append(own.overrides, policy_.overrides);
  append(own.waivers, policy_.waivers);
  append(own.remarks, policy_.remarks);
  for (PolicyBundle& bundle : own.bundles) {
    std::erase_if(policy_.bundles, [&](const PolicyBundle& other) { return other.name == bundle.name; });
  }
  append(own.bundles, policy_.bundles);
  if (!own.outputs.empty()) policy_.outputs = std::move(own.outputs);
  if (file.written.has_issuance) {
    policy_.issuance = own.issuance;
    policy_.issuance_origin = own.issuance_origin;
  }
  merge_options(file);
}

// Sources of passwords are one thing, of several options.
void PolicyLoader::merge_options(File& file) {
  std::vector<PolicyOption>& own = file.written.policy.options;
  std::erase_if(policy_.options, [&](const PolicyOption& other) {
    const bool said = std::any_of(own.begin(), own.end(), [&](const PolicyOption& option) { return option.option == other.option; });
    return said || (file.written.has_passwords && other.option.name().starts_with("--password-"));
  });
  append(own, policy_.options);
}

// What files that the policy names under `targets` and `clients` call themselves. One that cannot be read is reported where it is used.
std::vector<std::string> PolicyLoader::own_names(std::string_view key) {
  std::vector<std::string> names;
  for (File& file : files_) {
    const auto& words = key == "target" ? file.written.names.targets : file.written.names.clients;
    for (const PlacedWord& word : words) {
      if (!is_path_like(word.text)) continue;
      const std::string path = PolicyScope(file.source.path, file.problems).resolve(word.text);
      const Result<std::string> text = open_(path);
      if (!text) continue;
      const yaml::Parsed parsed = yaml::parse({path, *text});
      const yaml::Node* name = parsed.root ? parsed.root->find(key) : nullptr;
      if (name != nullptr && name->as_text()) names.push_back(*name->as_text());
    }
  }
  return names;
}

void PolicyLoader::validate_names() {
  const std::vector<std::string> own_targets = own_names("target"), own_clients = own_names("client");
  for (File& file : files_) {
    for (const PlacedWord& word : file.written.names.targets) {
      if (!is_path_like(word.text)) validate_target(word, own_targets, file.problems);
    }
    for (const PlacedWord& word : file.written.names.clients) {
      if (!is_path_like(word.text)) validate_client(word, own_clients, file.problems);
    }
  }
}

LoadedPolicy PolicyLoader::load(const yaml::SourceFile& file) {
  follow(read(file.path, std::string(file.content()), false));
  validate_names();
  return finish();
}

LoadedPolicy PolicyLoader::finish() {
  LoadedPolicy loaded;
  for (File& file : files_) {
    for (std::string& problem : file.problems.format(file.source)) loaded.problems.push_back(std::move(problem));
    if (!file.shipped) policy_.files.push_back(file.source.path);
    policy_.sources.push_back(std::move(file.source));
  }
  loaded.policy = std::move(policy_);
  return loaded;
}

}  // namespace chainlint::policy
