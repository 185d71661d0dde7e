// Which Secrets the Kubernetes objects of a run name, and whether they are in it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "inputs/file_contents.h"

namespace chainlint::run {

// The Secrets of a run, and what creates some. Borrows the files.
class SecretIndex {
 public:
  explicit SecretIndex(const std::vector<FileContents>& read);

  // Where the Secret is or what creates it; null where neither is known. An object without a namespace may be of any, and comes after those
  // of the same namespace; a Secret with certificates comes before a template of it.
  const Location* find(const formats::MaterialName& secret) const;

  // Whether certificates of Secrets of the same namespace are part of the run; without a namespace, those in the same folder count.
  bool has_neighbours(const formats::MaterialName& secret) const;

  // Secrets with this name in other namespaces.
  std::vector<std::string> namesakes(const formats::MaterialName& secret) const;

 private:
  struct Known {
    const formats::MaterialName* secret = nullptr;
    bool has_certificates = false;
  };
  std::multimap<std::string, Known> by_name_, by_place_;  // by_place_: by the namespace, without one by the folder
};

// Adds to the first reference to a Secret that is not part of the run a diagnostic: "kubernetes-secret-missing" where the run has others of
// its namespace, otherwise a note, because Secrets are kept out of repositories.
void note_missing_secrets(std::vector<FileContents>& read);

}  // namespace chainlint::run
