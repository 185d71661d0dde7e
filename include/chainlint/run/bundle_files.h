// From the files of a run to its bundles.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/chain/purposes.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/policy_bundles.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/run_progress.h"

namespace chainlint::run {

// The files of a run as its report lists them: complete once all of them were read.
struct ListedFiles {
  std::vector<report::InputReport> inputs;
  std::vector<std::string> skipped;
};

// A bundle of a run.
struct ReadBundle {
  formats::Bundle bundle;
  const BundlePlan* plan = nullptr;                  // null where the policy does not declare it
  std::shared_ptr<const PreviousMaterial> previous;  // its version at --previous-ref; null: that of the plan or of the run
  bool trust = false;                                // a file of --anchors or --pool that is in a folder of the run: it is not deployed
  std::vector<std::string> files;                    // from which its containers come: first that of the first container
  std::vector<std::string> missing;                  // where files were looked for that a configuration names and that are not there
  std::vector<std::string> newer;                    // files with a newer certificate, of which its diagnostics speak
  std::optional<chain::Purpose> purpose;             // was met and reads as no server's: what it is for unless a purpose is given
  bool server_expected = true;                       // hosts, targets and clients of the run apply to it
};

// A file of a run as it was read, before what it contains became part of bundles.
struct KeptFile {
  std::string path;
  std::vector<formats::FoundContainer> containers;
};

// One bundle of several files, as an option or the policy specifies it. Where the first is divided (a keystore of several aliases), one per
// unit. `walked`: some come from a folder, so that their order means nothing, and those with a leaf come first.
std::vector<formats::Bundle> join_files(std::vector<std::vector<formats::FoundContainer>> files, bool walked);

// Reads every file that was found, on all the threads of the options, and groups their content: as the policy specifies, if it does. A file
// of CA certificates or a key of a bundle of the policy completes others too, as any other of its folder would. Adds the inputs and what
// was skipped to `listed`, in the order of the files. Bundles are in the order of their first files. Where `kept` is not null, each file
// is added to it in their order. Files that were read are counted in `progress`, which may be null. `source` is where the files are.
std::vector<ReadBundle> read_bundles(const RunOptions& options, const InputFiles& found, const ToldInputs& told,
                                     const formats::ReadOptions& reading, formats::CertificateCache& certificates, ListedFiles& listed,
                                     std::vector<KeptFile>* kept = nullptr, RunProgress* progress = nullptr,
                                     const FileSource& source = disk());

}  // namespace chainlint::run
