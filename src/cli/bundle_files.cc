#include "bundle_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "in_parallel.h"
#include "input_index.h"

namespace chainlint::cli {
namespace {

// What one file holds: itself, or an archive and its members.
struct ReadFile {
  std::vector<FoundContainer> containers;
  std::vector<std::string> skipped;  // walked files and members of archives that are of no known kind
};

bool is_skippable(const Container& container) {
  return container.format == Format::unknown && container.entries.empty() && !container.has_diagnostic("file-unreadable") &&
         !container.has_diagnostic("file-too-large");
}

std::vector<Container> read_input(const std::string& path, const ReadOptions& reading, CertificateCache& certificates) {
  const Result<Bytes> content = read_file(path, reading.limits);
  if (content) return read_containers(path, *content, reading, certificates);
  Container container;
  container.path = path;
  container.status = ReadStatus::unreadable;
  container.diagnostics.push_back({Severity::error, content.error().code, content.error().message, content.error().location});
  return {std::move(container)};
}

// An archive in which nothing was recognised is of no known kind; one that was named is an input that could not be read.
void judge_archive(const InputFile& file, std::vector<Container>& containers, std::vector<std::string>& skipped) {
  Container& archive = containers.front();
  const bool any = std::any_of(containers.begin() + 1, containers.end(), [](const Container& c) { return c.format != Format::archive; });
  if (any || archive.has_error()) return;
  if (file.named) {
    archive.diagnostics.push_back({Severity::error, "archive-without-certificates",
                                   "holds no file of a known kind (" + std::to_string(skipped.size()) + " skipped)",
                                   Location{.path = archive.path}});
    archive.status = ReadStatus::unreadable;
  } else {
    skipped.insert(skipped.begin(), archive.path);
    containers.clear();
  }
}

ReadFile read_all_of(const InputFile& file, const ReadOptions& reading, CertificateCache& certificates) {
  ReadFile result;
  std::vector<Container> containers = read_input(file.path, reading, certificates);
  const bool archive = containers.front().format == Format::archive;
  const bool keep_unknown = file.named && !archive;
  std::vector<Container> known;
  for (Container& container : containers) {
    if (!keep_unknown && is_skippable(container)) {
      result.skipped.push_back(container.path);
    } else {
      known.push_back(std::move(container));
    }
  }
  if (archive) judge_archive(file, known, result.skipped);
  for (Container& container : known) result.containers.push_back({std::move(container), file.named && !archive, false});
  return result;
}

// The files that stand for trust, so that they are never taken for the chain of a bundle that lies beside them.
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

// The bundle of the one path and of the files that --chain and --key name; told, not guessed.
std::vector<Bundle> join_told(std::vector<FoundContainer> found, std::size_t own) {
  std::vector<FoundContainer> first;
  std::move(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(own), std::back_inserter(first));
  Bundles made = make_bundles(std::move(first));
  for (Bundle& bundle : made.bundles) {
    for (std::size_t i = own; i < found.size(); ++i) bundle.containers.push_back(found[i].container);
  }
  return std::move(made.bundles);
}

class BundleReader {
 public:
  BundleReader(const RunOptions& options, const ReadOptions& reading, CertificateCache& certificates, Report& report)
      : options_(options), reading_(reading), certificates_(certificates), report_(report) {}

  std::vector<Bundle> read(const InputFiles& found) {
    std::vector<InputFile> files = found.files;
    const std::size_t own = files.size();
    if (own == 1) {
      for (const auto* parts : {&options_.chain_files, &options_.key_files}) {
        for (const std::string& path : *parts) files.push_back({path, true});
      }
    }
    std::vector<ReadFile> read(files.size());
    in_parallel(files.size(), options_.jobs, [&](std::size_t i) { read[i] = read_all_of(files[i], reading_, certificates_); });
    const std::size_t own_containers = own == 1 && files.size() > 1 ? read.front().containers.size() : 0;
    std::vector<FoundContainer> containers = take(std::move(read));
    if (own_containers > 0) return join_told(std::move(containers), own_containers);
    Bundles made = make_bundles(std::move(containers));
    note_copies(made.copies);
    return std::move(made.bundles);
  }

 private:
  std::vector<FoundContainer> take(std::vector<ReadFile> read) {
    TrustPaths trust(options_);
    std::vector<FoundContainer> containers;
    for (ReadFile& file : read) {
      for (FoundContainer& found : file.containers) {
        report_.inputs.push_back(describe_input(found.container));
        found.apart = trust.hold(found.container.path);
        containers.push_back(std::move(found));
      }
      std::move(file.skipped.begin(), file.skipped.end(), std::back_inserter(report_.skipped));
    }
    return containers;
  }

  void note_copies(const std::vector<Bundles::Copy>& copies) {
    if (copies.empty()) return;
    InputIndex inputs(report_);
    for (const Bundles::Copy& copy : copies) {
      if (InputReport* input = inputs.find(copy.path)) input->part_of = copy.of;
    }
  }

  const RunOptions& options_;
  const ReadOptions& reading_;
  CertificateCache& certificates_;
  Report& report_;
};

}  // namespace

std::vector<Bundle> read_bundles(const RunOptions& options, const InputFiles& found, const ReadOptions& reading,
                                 CertificateCache& certificates, Report& report) {
  return BundleReader(options, reading, certificates, report).read(found);
}

}  // namespace chainlint::cli
