#include "chainlint/profiles/library.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "profile_loader.h"

namespace chainlint::profiles {
namespace {

template <class T>
const T* find_named(const std::vector<T>& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const T& item) { return item.name == name; });
  return found == list.end() ? nullptr : &*found;
}

// Of two short words any is near the other.
std::string suggestion(std::string_view typed, const std::vector<std::string>& known) {
  const auto near = typed.size() < 3 ? std::nullopt : nearest(typed, known);
  return near ? "; did you mean '" + *near + "'?" : "";
}

}  // namespace

const Profile* ProfileLibrary::target(std::string_view name) const { return find_named(targets, name); }
const chain::ClientModel* ProfileLibrary::client(std::string_view name) const { return find_named(clients, name); }

LoadedProfiles load_profiles(const std::vector<yaml::SourceFile>& own) {
  ProfileLoader loader;
  for (const yaml::SourceFile& source : shipped_profile_files()) loader.add(source);
  for (const yaml::SourceFile& source : own) loader.add(source);
  return loader.finish();
}

Result<Target> find_target(const ProfileLibrary& library, std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string_view name = text.substr(0, at);
  const Profile* profile = library.target(name);
  if (profile == nullptr) {
    std::vector<std::string> names;
    for (const Profile& known : library.targets) names.push_back(known.name);
    return Error{
        "target-unknown", "there is no target " + in_quotes(name) + "; allowed are " + join_and(names) + suggestion(name, names), {}};
  }
  if (at == std::string_view::npos) return Target{profile, ""};
  const std::string version(text.substr(at + 1));
  const std::vector<std::string>& versions = profile->versions;
  if (std::find(versions.begin(), versions.end(), version) != versions.end()) return Target{profile, version};
  const std::string known = versions.empty() ? "it has none" : "allowed are " + join_and(versions) + suggestion(version, versions);
  return Error{"target-version-unknown", "the target " + in_quotes(name) + " has no version " + in_quotes(version) + "; " + known, {}};
}

}  // namespace chainlint::profiles
