#include "inputs/secret_references.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "chainlint/base/text.h"

namespace chainlint::run {
namespace {

using formats::Container;
using formats::MaterialName;
using formats::ServingObject;
using Relation = formats::ServingObject::Relation;

constexpr std::size_t kNamesakesShown = 3;

template <class Files, class Visit>
void for_each_container(Files& read, const Visit& visit) {
  for (auto& file : read) {
    for (auto& found : file.containers) visit(found.container);
  }
}

// Objects of one namespace; without one, of one folder, because an overlay often adds the namespace.
std::string place_of(const MaterialName& secret) {
  return secret.name_space.empty() ? "/" + std::filesystem::path(secret.location.path).parent_path().string() : secret.name_space;
}

std::string full_name(const MaterialName& secret) { return secret.object.substr(secret.object.find(' ') + 1); }

}  // namespace

SecretIndex::SecretIndex(const std::vector<FileContents>& read) {
  for_each_container(read, [&](const Container& container) {
    if (container.serving.empty()) return;
    std::set<std::string> objects;
    for (const formats::Entry& entry : container.entries) {
      if (entry.certificate != nullptr) objects.insert(entry.object);
    }
    for (const ServingObject& serving : container.serving) {
      if (serving.relation != Relation::creates) continue;
      for (const MaterialName& secret : serving.materials) {
        const Known known{&secret, objects.contains(secret.object)};
        by_name_.emplace(secret.name, known);
        by_place_.emplace(place_of(secret), known);
      }
    }
  });
}

const Location* SecretIndex::find(const MaterialName& secret) const {
  const auto [begin, end] = by_name_.equal_range(secret.name);
  const Known* best = nullptr;
  for (auto at = begin; at != end; ++at) {
    const Known& known = at->second;
    const std::string& other = known.secret->name_space;
    if (other != secret.name_space && !other.empty() && !secret.name_space.empty()) continue;
    const auto rank = [&](const Known& each) { return std::pair(each.secret->name_space == secret.name_space, each.has_certificates); };
    if (best == nullptr || rank(known) > rank(*best)) best = &known;
  }
  return best == nullptr ? nullptr : &best->secret->location;
}

bool SecretIndex::has_neighbours(const MaterialName& secret) const {
  const auto [begin, end] = by_place_.equal_range(place_of(secret));
  return std::any_of(begin, end, [](const auto& each) { return each.second.has_certificates; });
}

std::vector<std::string> SecretIndex::namesakes(const MaterialName& secret) const {
  std::vector<std::string> names;
  const auto [begin, end] = by_name_.equal_range(secret.name);
  for (auto at = begin; at != end && names.size() < kNamesakesShown; ++at) names.push_back(in_quotes(full_name(*at->second.secret)));
  return names;
}

void note_missing_secrets(std::vector<FileContents>& read) {
  const SecretIndex secrets(read);
  std::size_t manifests = 0;
  bool damaged = false;  // what is missing may be there, or in what a template becomes
  for_each_container(read, [&](const Container& container) {
    if (container.format != formats::Format::kubernetes) return;
    ++manifests;
    damaged = damaged || container.has_error() || container.has_diagnostic("yaml-template");
  });
  std::set<std::string> told;
  std::vector<std::pair<Container*, Diagnostic>> missing;
  for_each_container(read, [&](Container& container) {
    for (const ServingObject& serving : container.serving) {
      if (serving.relation != Relation::serves && serving.relation != Relation::serves_from_pool) continue;
      for (const MaterialName& secret : serving.materials) {
        if (secret.name.empty() || secrets.find(secret) != nullptr || !told.insert(secret.object).second) continue;
        const std::vector<std::string> others = secrets.namesakes(secret);
        const bool expected = secrets.has_neighbours(secret) && !damaged;
        missing.emplace_back(&container,
                             Diagnostic{expected ? Severity::warning : Severity::note,
                                        expected ? "kubernetes-secret-missing" : "kubernetes-secret-not-supplied",
                                        "Secret " + in_quotes(full_name(secret)) + " of " + in_quotes(serving.object) + " is not in the " +
                                            (manifests == 1 ? "manifest" : count_noun(manifests, "manifest")) + " of the input" +
                                            (others.empty() ? "" : "; the name is that of " + join_and(others) + " in another namespace"),
                                        secret.location});
      }
    }
  });
  for (auto& [container, diagnostic] : missing) container->diagnostics.push_back(std::move(diagnostic));
}

}  // namespace chainlint::run
