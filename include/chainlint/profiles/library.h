// The shipped profiles and client models, with those of the user, which may replace them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/profiles/profile.h"
#include "chainlint/yaml/document.h"

namespace chainlint::profiles {

// Owns its content; pointers into it are valid as long as it exists.
struct ProfileLibrary {
  std::vector<Profile> targets;             // sorted by name
  std::vector<chain::ClientModel> clients;  // sorted by name

  const Profile* target(std::string_view name) const;
  const chain::ClientModel* client(std::string_view name) const;
};

// The shipped files, compiled into the program: rules/targets/*.yaml and rules/clients/*.yaml. A file has `target: NAME` or `client: NAME`
// at its top; the other keys are the members of Profile and ClientModel by their names, and `extends: NAME`.
const std::vector<yaml::SourceFile>& shipped_profile_files();

// The result of reading profiles. All mistakes are collected; where there is one the library must not be used.
struct LoadedProfiles {
  ProfileLibrary library;
  std::vector<std::string> problems;  // `path:line:column: error: ...` with source line, caret and suggestion
};

// The shipped ones, then `own` over them: a name that is there already is replaced, `extends: NAME` inherits the keys that are not set. A
// profile that extends the one it replaces builds on the shipped one.
LoadedProfiles load_profiles(const std::vector<yaml::SourceFile>& own);

// "iis", "windows-server@2016": a profile of the library, or an error that lists what there is, with a suggestion.
Result<Target> find_target(const ProfileLibrary& library, std::string_view text);

}  // namespace chainlint::profiles
