// The shipped profiles and client models, with those of the user laid over them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/profiles/profile.h"
#include "chainlint/yaml/document.h"

namespace chainlint {

// Owns what it holds; pointers into it live as long.
struct ProfileLibrary {
  std::vector<Profile> targets;      // sorted by name
  std::vector<ClientModel> clients;  // sorted by name

  const Profile* target(std::string_view name) const;
  const ClientModel* client(std::string_view name) const;
};

// A YAML file of a user or of the shipped ones: `target: NAME` or `client: NAME` at its top.
struct ProfileSource {
  std::string path;
  std::string text;
};

// What came of reading profiles. All mistakes are collected; where there is one the library must not be used.
struct LoadedProfiles {
  ProfileLibrary library;
  std::vector<std::string> problems;  // `path:line:column: error: ...` with source line, caret and suggestion
};

// The shipped ones, then `own` over them: a name that is there already is replaced, `extends: NAME` takes over what is not said.
LoadedProfiles load_profiles(const std::vector<ProfileSource>& own);

// "iis", "windows-server@2016": a profile of the library, or an error with a suggestion.
Result<Target> find_target(const ProfileLibrary& library, std::string_view text);

}  // namespace chainlint
