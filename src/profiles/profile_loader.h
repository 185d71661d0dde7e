// Loads profiles and client models together and resolves what they extend.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chainlint/profiles/library.h"
#include "chainlint/yaml/loaded_file.h"

namespace chainlint::profiles {

// The descriptions of one kind (`T`: Profile or ClientModel) by name, each laid over what it extends.
template <class T>
class Descriptions {
 public:
  using Reader = void (*)(const yaml::Node& root, T& value, yaml::Problems& problems);

  // `kind` is the key that names one: "target".
  Descriptions(std::string_view kind, Reader reader) : kind_(kind), reader_(reader) {}

  // A file that has the key. A shipped name may be described again by one file of the user.
  void add(yaml::LoadedFile& file);

  // All that could be read, sorted by name.
  std::vector<T> resolve();

 private:
  struct Description {
    yaml::LoadedFile* file;
    std::string name;
    Description* replaced = nullptr;  // the shipped one of the same name
    T value{};
    bool resolved = false, in_progress = false;
  };

  const T& resolve(Description& description);
  Description* base_of(Description& description);

  std::string kind_;
  Reader reader_;
  std::map<std::string, Description*> by_name_;
  std::vector<std::unique_ptr<Description>> all_;
};

// Used once: add every file, the shipped ones first, then finish.
class ProfileLoader {
 public:
  ProfileLoader();
  void add(const yaml::SourceFile& source);
  LoadedProfiles finish();

 private:
  yaml::FileLoader files_;
  Descriptions<Profile> targets_;
  Descriptions<chain::ClientModel> clients_;
};

}  // namespace chainlint::profiles
