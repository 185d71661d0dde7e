#include "chainlint/run/bundle_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "chainlint/formats/file_name.h"
#include "inputs/file_contents.h"
#include "inputs/input_index.h"
#include "inputs/secret_references.h"

namespace chainlint::run {
namespace {

// The files that stand for trust, so that they are never taken for the chain of a bundle that is next to them.
class TrustPaths {
 public:
  explicit TrustPaths(const RunOptions& options) {
    for (const auto* list : {&options.anchors, &options.pools}) {
      for (const std::string& path : *list) paths_.push_back(canonical(path));
    }
  }

  bool hold(const std::string& path) {
    if (paths_.empty()) return false;
    const std::filesystem::path file(path);
    if (const std::string folder = file.parent_path().string(); folder != folder_ || canonical_folder_.empty()) {
      folder_ = folder;
      canonical_folder_ = canonical(folder.empty() ? "." : folder);
    }
    const std::string own = canonical_folder_ + "/" + file.filename().string();
    return std::any_of(paths_.begin(), paths_.end(),
                       [&](const std::string& other) { return own == other || own.starts_with(other + "/"); });
  }

 private:
  static std::string canonical(const std::string& path) {
    std::error_code error;
    return std::filesystem::weakly_canonical(path, error).string();
  }

  std::vector<std::string> paths_;
  std::string folder_, canonical_folder_;  // of the last file that was asked about
};

// One bundle of several files; told, not guessed. Where the first is divided (a keystore of several aliases), one a unit.
std::vector<formats::Bundle> join_told(std::vector<formats::FoundContainer> first, std::vector<formats::Container> others) {
  std::vector<formats::Bundle> bundles;
  if (first.size() == 1 && first.front().container.format != formats::Format::archive) {
    bundles = formats::make_bundles(std::move(first)).bundles;
  } else {
    formats::Bundle bundle;
    bundle.name = first.front().container.path;
    for (formats::FoundContainer& found : first) bundle.containers.push_back(std::move(found.container));
    bundles.push_back(std::move(bundle));
  }
  for (formats::Bundle& bundle : bundles) bundle.containers.insert(bundle.containers.end(), others.begin(), others.end());
  return bundles;
}

bool holds_leaf_certificate(const formats::Container& container) {
  return std::any_of(container.entries.begin(), container.entries.end(), [](const formats::Entry& entry) { return entry.is_leaf(); });
}

bool holds_leaf(const std::vector<formats::FoundContainer>& containers) {
  return std::any_of(containers.begin(), containers.end(),
                     [](const formats::FoundContainer& found) { return holds_leaf_certificate(found.container); });
}

class BundleReader {
 public:
  BundleReader(const RunOptions& options, const formats::ReadOptions& reading, formats::CertificateCache& certificates, ListedFiles& listed,
               std::vector<KeptFile>* kept, const FileSource& source)
      : options_(options), reading_(reading), certificates_(certificates), listed_(listed), kept_(kept), source_(source) {}

  std::vector<ReadBundle> read(const InputFiles& found, const ToldInputs& told, RunProgress* progress) {
    std::vector<InputFile> files = found.files;
    std::vector<ToldFiles> joined = told.bundles;
    add_parts(files, joined);
    std::vector<FileContents> read = read_files(source_, files, reading_, certificates_, options_.jobs, progress);
    note_missing_secrets(read);
    describe(read);
    for (std::size_t i = 0; i < files.size(); ++i) {
      paths_.push_back(files[i].path);
      if (kept_ != nullptr) kept_->push_back({files[i].path, read[i].containers});
    }
    for (const ToldFiles& bundle : joined) join(bundle, read);
    group(std::move(read));
    std::stable_sort(done_.begin(), done_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<ReadBundle> bundles;
    bundles.reserve(done_.size());
    for (auto& [number, bundle] : done_) bundles.push_back(std::move(bundle));
    return bundles;
  }

 private:
  // Files of --key and --chain belong to the only bundle of the policy, else to the only path.
  void add_parts(std::vector<InputFile>& files, std::vector<ToldFiles>& joined) const {
    if (options_.chain_files.empty() && options_.key_files.empty()) return;
    const bool path_alone = joined.empty() && files.size() == 1;
    if (path_alone) joined.push_back({nullptr, {0}, false, ""});
    if (joined.size() != 1) return;
    const auto add = [&](const std::vector<std::string>& paths, formats::FileUse use) {
      for (const std::string& path : paths) {
        joined.front().files.push_back(files.size());
        files.push_back({path, true, use});
      }
    };
    add(options_.chain_files, formats::FileUse::chain);
    add(options_.key_files, formats::FileUse::key);
  }

  void describe(std::vector<FileContents>& read) {
    TrustPaths trust(options_);
    std::size_t count = listed_.inputs.size();
    for (const FileContents& file : read) count += file.containers.size();
    listed_.inputs.reserve(count);
    for (std::size_t i = 0; i < read.size(); ++i) {
      for (formats::FoundContainer& found : read[i].containers) {
        const bool again = !numbers_.try_emplace(found.container.path, i).second;
        if (!again || found.container.use != formats::FileUse::key) listed_.inputs.push_back(report::describe_input(found.container));
        found.apart = trust.hold(found.container.path);
        if (found.apart && !found.named) trust_.insert(i);
      }
      std::move(read[i].skipped.begin(), read[i].skipped.end(), std::back_inserter(listed_.skipped));
    }
  }

  // A server takes the key alone from a file that --key names: its certificates are dropped, and the whole file where it is the bundle's
  // own.
  std::vector<formats::FoundContainer> parts_of(std::size_t file, const std::vector<FileContents>& read) const {
    std::vector<formats::FoundContainer> parts;
    for (const formats::FoundContainer& found : read[file].containers) {
      const bool key_file = found.container.use == formats::FileUse::key, key = found.container.count(formats::EntryKind::private_key) > 0;
      const bool again = key_file && numbers_.at(found.container.path) != file;
      if (key && again) continue;
      parts.push_back(found);
      if (!key_file || !(key || again)) continue;
      std::erase_if(parts.back().container.entries,
                    [](const formats::Entry& entry) { return entry.kind == formats::EntryKind::certificate; });
    }
    return parts;
  }

  void join(const ToldFiles& told, const std::vector<FileContents>& read) {
    std::vector<std::vector<formats::FoundContainer>> files;
    std::size_t number = told.files.front();
    for (const std::size_t file : told.files) {
      told_.insert(file);
      number = std::min(number, file);
      files.push_back(parts_of(file, read));
    }
    std::vector<formats::Bundle> bundles =
        told.plan == nullptr && files.front().size() > 1 ? join_to_archive(std::move(files)) : join_files(std::move(files), told.walked);
    for (formats::Bundle& bundle : bundles) {
      if (!told.name.empty()) name(bundle, told.name, bundles.size() > 1);
      add(number, std::move(bundle), told.plan, false);
    }
  }

  // The members of an archive are divided as the files of a folder; what the options name joins each bundle with its only leaf.
  std::vector<formats::Bundle> join_to_archive(std::vector<std::vector<formats::FoundContainer>> files) {
    formats::Bundles made = formats::make_bundles(files.front());
    const auto is_server = [](const formats::Bundle& bundle) {
      return std::any_of(bundle.containers.begin(), bundle.containers.end(), holds_leaf_certificate);
    };
    std::set<Digest256> leaves;  // several folders with the same certificate are for several servers
    for (const formats::Bundle& bundle : made.bundles) {
      for (const formats::Container& container : bundle.containers) {
        for (const formats::Entry& entry : container.entries) {
          if (entry.is_leaf()) leaves.insert(entry.certificate->sha256());
        }
      }
    }
    if (leaves.size() != 1) return join_files(std::move(files), false);
    for (formats::Bundle& bundle : made.bundles) {
      for (auto file = files.begin() + 1; is_server(bundle) && file != files.end(); ++file) {
        for (const formats::FoundContainer& found : *file) bundle.containers.push_back(found.container);
      }
    }
    std::erase_if(made.bundles, [](const formats::Bundle& bundle) { return bundle.containers.front().entries.empty(); });
    note_copies(made.copies);
    return std::move(made.bundles);
  }

  void add(std::size_t number, formats::Bundle bundle, const BundlePlan* plan, bool trust) {
    std::vector<std::string> files;
    for (const formats::Container& container : bundle.containers) {
      const std::string& path = paths_[numbers_.at(container.path)];
      if (std::find(files.begin(), files.end(), path) == files.end()) files.push_back(path);
    }
    done_.emplace_back(number, ReadBundle{std::move(bundle), plan, nullptr, trust, std::move(files)});
  }

  // "www", "www [alias]".
  static void name(formats::Bundle& bundle, const std::string& name, bool several) {
    const std::string& path = bundle.containers.front().path;
    const std::string unit = several && bundle.name.starts_with(path) ? bundle.name.substr(path.size()) : "";
    bundle.name = name + unit;
  }

  // The bundles that no option or policy specifies. Those that begin with a specified file are evaluated already.
  void group(std::vector<FileContents> read) {
    std::size_t count = 0;
    for (const FileContents& file : read) count += file.containers.size();
    std::vector<formats::FoundContainer> containers;
    containers.reserve(count);
    for (FileContents& each : read) {
      FileContents file = std::exchange(each, {});  // freed at once
      std::move(file.containers.begin(), file.containers.end(), std::back_inserter(containers));
    }
    std::unordered_map<std::string, formats::Container> doubtful;
    for (const formats::FoundContainer& found : containers) {
      if (!found.container.has_doubt()) continue;
      formats::Container& kept = doubtful[found.container.path];
      kept = found.container;
      kept.entries.clear();
    }
    formats::Bundles made = formats::make_bundles(std::move(containers));
    note_copies(made.copies);
    for (formats::Bundle& bundle : made.bundles) {
      const std::size_t number = numbers_.at(bundle.containers.front().path);
      const bool trust = bundle.containers.size() == 1 && trust_.contains(number);
      if (!told_.contains(number)) add(number, std::move(bundle), nullptr, trust);
    }
    // A copy of another file is no bundle; what its reader says of it is evaluated nevertheless.
    for (const formats::Bundles::Copy& copy : made.copies) {
      const auto found = doubtful.find(copy.path);
      const std::size_t number = numbers_.at(copy.path);
      if (found == doubtful.end() || told_.contains(number)) continue;
      formats::Bundle bundle;
      bundle.name = copy.path;
      bundle.containers.push_back(std::move(found->second));
      add(number, std::move(bundle), nullptr, trust_.contains(number));
    }
  }

  void note_copies(const std::vector<formats::Bundles::Copy>& copies) {
    if (copies.empty()) return;
    InputIndex inputs(listed_.inputs);
    for (const formats::Bundles::Copy& copy : copies) {
      if (told_.contains(numbers_.at(copy.path))) continue;
      if (report::InputReport* input = inputs.find(copy.path)) input->part_of = copy.of;
    }
  }

  const RunOptions& options_;
  const formats::ReadOptions& reading_;
  formats::CertificateCache& certificates_;
  ListedFiles& listed_;
  std::vector<KeptFile>* kept_;
  const FileSource& source_;
  std::vector<std::string> paths_;                        // of files
  std::unordered_map<std::string, std::size_t> numbers_;  // of files, by the paths of their containers
  std::unordered_set<std::size_t> told_, trust_;
  std::vector<std::pair<std::size_t, ReadBundle>> done_;  // with the number of the first file, which is their order
};

}  // namespace

std::vector<formats::Bundle> join_files(std::vector<std::vector<formats::FoundContainer>> files, bool walked) {
  if (walked) std::stable_partition(files.begin(), files.end(), holds_leaf);
  std::vector<formats::FoundContainer> first;
  std::vector<formats::Container> others;
  for (std::vector<formats::FoundContainer>& containers : files) {
    if (first.empty()) {
      first = std::move(containers);
    } else {
      for (formats::FoundContainer& found : containers) others.push_back(std::move(found.container));
    }
  }
  if (first.empty()) return {};
  return join_told(std::move(first), std::move(others));
}

std::vector<ReadBundle> read_bundles(const RunOptions& options, const InputFiles& found, const ToldInputs& told,
                                     const formats::ReadOptions& reading, formats::CertificateCache& certificates, ListedFiles& listed,
                                     std::vector<KeptFile>* kept, RunProgress* progress, const FileSource& source) {
  return BundleReader(options, reading, certificates, listed, kept, source).read(found, told, progress);
}

}  // namespace chainlint::run
