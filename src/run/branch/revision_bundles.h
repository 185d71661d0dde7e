// Bundles as they are at a revision.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/formats/reader.h"
#include "chainlint/run/branch.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/policy_bundles.h"
#include "chainlint/run/run_options.h"
#include "inputs/revision_files.h"

namespace chainlint::run {

// A bundle at the revision. Paths in it are those of the repository, from its top.
struct RevisionBundle {
  formats::Bundle bundle;
  std::string key;                 // the same as that of its successor in the run: path of its first file or name in the policy, and unit
  std::vector<std::string> files;  // from which its containers come
  bool touched = false;            // the branch changed or deleted one of them
};

// As git writes it: "origin/main:certs/www.pem". In the top folder "origin/main:./www.pem", so that the name of the file is alone.
formats::Bundle named_by_revision(formats::Bundle bundle, const std::string& revision);

// With the passwords that the configurations which the branch changed contain at the revision.
formats::ReadOptions reading_at_revision(Branch& branch, const RunOptions& options, formats::ReadOptions reading);

// The key of a bundle of the run; empty where its first file is not in the repository.
std::string key_of(const ReadBundle& read, RepositoryPaths& paths);

// Something at the revision that could not be read, and why.
struct RevisionProblem {
  std::string path, message;
  bool grave = true;  // a file of the run; else one that only might have been renamed
};

// Reads what the revision has in place of the files of a run, and groups it as the run would. A file that the branch did not change, nor
// the revision since, is not read again. Borrows all that it is made from.
class RevisionReader {
 public:
  RevisionReader(Branch& branch, const RunOptions& options, const formats::ReadOptions& reading, formats::CertificateCache& certificates,
                 const InputFiles& found, const std::vector<KeptFile>& kept);

  // Whether the branch changed the file of the run.
  bool changed(const std::string& file);

  // The bundles that stand where the changed ones of the run do, and those of which a file is gone: by their neighbours in the folder,
  // where the run walked it. `copies` finds a bundle by the key of a file that has the same in it.
  struct Found {
    std::vector<RevisionBundle> bundles;
    std::unordered_map<std::string, std::size_t> by_key;
  };
  Found bundles(const std::vector<ReadBundle>& of_run, const BundlePlans* plans);

  // What one file contains at the revision; empty where it is not there, of an unknown kind or cannot be read.
  const std::vector<formats::FoundContainer>& at_revision(const std::string& path);

  // The Secrets ("Secret web/www-tls") that files which the branch changed contained at the revision.
  const std::set<std::string>& changed_secrets();

  // Whether the folder is in one that the run walked.
  bool walked(const std::string& folder) const;

  const std::vector<RevisionProblem>& problems() const { return problems_; }

 private:
  void choose(const std::vector<ReadBundle>& of_run);
  void choose_deleted();
  void choose_place(const RepositoryPlace& place);
  void read_all(const std::vector<std::string>& paths);
  void add_read(const std::string& path, formats::FoundContainer found);
  const KeptFile* unchanged(const std::string& path);
  void note_problem(const std::string& path, const Error& error);
  bool is_apart(const std::string& path) const;
  std::vector<std::string> files_of(const policy::PolicyBundle& told);
  void add(formats::Bundle bundle, std::string key, Found& found);
  void add_told(const std::vector<ReadBundle>& of_run, const BundlePlans* plans, Found& found);
  void add_loose(Found& found);

  Branch& branch_;
  RevisionFiles source_;
  const RunOptions& options_;
  const formats::ReadOptions& reading_;
  formats::CertificateCache& certificates_;
  const std::vector<KeptFile>& kept_;
  std::vector<std::string> walked_, apart_;              // from the top
  std::unordered_map<std::string, std::size_t> places_;  // of the files of the run: into `kept_`
  std::unordered_map<std::string, bool> changed_;
  std::set<std::string> folders_of_run_, folders_, files_, told_;
  std::map<std::string, std::vector<formats::FoundContainer>> read_;
  std::unordered_map<std::string, std::string> file_of_;  // by the path of a container
  std::optional<std::set<std::string>> changed_secrets_;
  std::vector<RevisionProblem> problems_;
};

}  // namespace chainlint::run
