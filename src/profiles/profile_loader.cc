#include "profile_loader.h"

#include <algorithm>
#include <array>

#include "chainlint/base/text.h"
#include "chainlint/yaml/mapping_reader.h"
#include "client_reader.h"
#include "target_reader.h"

namespace chainlint::profiles {
namespace {

// A name must be tellable from a file name and from a version on the command line.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  }) && !text.ends_with(".yaml");
}

template <class Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

}  // namespace

template <class T>
void Descriptions<T>::add(yaml::LoadedFile& file) {
  const yaml::Node& value = *file.find(kind_);
  const auto name = yaml::read_text(value, in_quotes(kind_), file.problems);
  if (!name) return;
  if (!is_name(*name)) {
    file.problems.add(value.position,
                      in_quotes(kind_) + " is a name of lower-case letters, digits, '-', '_' and '.', not " + in_quotes(*name));
    return;
  }
  Description*& known = by_name_[*name];
  if (known != nullptr && !file.replaces(*known->file)) {
    file.problems.add(value.position, "the " + kind_ + " " + in_quotes(*name) + " is already in " + printable(known->file->source.path));
    return;
  }
  all_.push_back(std::make_unique<Description>());
  Description& added = *all_.back();
  added.file = &file;
  added.name = *name;
  added.replaced = known;
  known = &added;
}

template <class T>
typename Descriptions<T>::Description* Descriptions<T>::base_of(Description& description) {
  const yaml::Node* extends = description.file->find("extends");
  if (extends == nullptr) return nullptr;
  const auto name = yaml::read_text(*extends, "'extends'", description.file->problems);
  if (!name) return nullptr;
  if (*name == description.name && description.replaced != nullptr) return description.replaced;
  const auto found = by_name_.find(*name);
  if (found == by_name_.end()) {
    description.file->problems.add(extends->position, "there is no " + kind_ + " " + in_quotes(*name),
                                   yaml::did_you_mean(*name, names_of(by_name_)));
    return nullptr;
  }
  if (found->second->in_progress) {
    description.file->problems.add(
        extends->position, *name == description.name
                               ? "the " + kind_ + " " + in_quotes(*name) + " extends itself"
                               : "the " + kind_ + "s " + in_quotes(*name) + " and " + in_quotes(description.name) + " extend each other");
    return nullptr;
  }
  return found->second;
}

// As deep as there are files: each is in progress once.
template <class T>
const T& Descriptions<T>::resolve(Description& description) {
  if (description.resolved) return description.value;
  description.in_progress = true;
  if (Description* base = base_of(description)) description.value = resolve(*base);
  description.in_progress = false;
  description.resolved = true;
  description.value.name = description.name;
  description.value.source_path = description.file->source.path;
  reader_(*description.file->parsed.root, description.value, description.file->problems);
  if (description.value.title.empty()) {
    description.file->problems.add(description.file->parsed.root->position, "a " + kind_ + " lacks the required key 'title'");
  }
  return description.value;
}

template <class T>
std::vector<T> Descriptions<T>::resolve() {
  std::vector<T> values;
  for (const auto& description : all_) resolve(*description);
  for (const auto& [name, description] : by_name_) {
    if (description != nullptr) values.push_back(description->value);
  }
  return values;
}

ProfileLoader::ProfileLoader() : targets_("target", read_target), clients_("client", read_client) {}

void ProfileLoader::add(const yaml::SourceFile& source) {
  static constexpr std::array<std::string_view, 7> kKeys{"target", "client", "title", "description", "extends", "family", "evidence"};
  static constexpr yaml::FileKind kKind{"a target or client", "a profile has the key 'target' or 'client' with its name", kKeys};
  yaml::LoadedFile& file = files_.add(source, kKind);
  if (file.find("target") != nullptr) {
    targets_.add(file);
  } else if (file.find("client") != nullptr) {
    clients_.add(file);
  } else if (file.parsed.root) {
    file.problems.add(file.parsed.root->position, "a profile has the key 'target' or 'client' with its name");
  }
}

LoadedProfiles ProfileLoader::finish() {
  LoadedProfiles loaded;
  loaded.library.targets = targets_.resolve();
  loaded.library.clients = clients_.resolve();
  loaded.problems = files_.problems();
  return loaded;
}

}  // namespace chainlint::profiles
