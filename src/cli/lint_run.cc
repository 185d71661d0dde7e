#include "lint_run.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <thread>
#include <unordered_map>

#include "chainlint/base/text.h"
#include "input_files.h"
#include "version.h"

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

// The inputs of a report by their paths.
class InputIndex {
 public:
  explicit InputIndex(Report& report) : report_(report) {
    for (std::size_t i = 0; i < report.inputs.size(); ++i) index_.try_emplace(report.inputs[i].path, i);
  }

  InputReport* find(const std::string& path) {
    const auto found = index_.find(path);
    return found == index_.end() ? nullptr : &report_.inputs[found->second];
  }

 private:
  Report& report_;
  std::unordered_map<std::string, std::size_t> index_;
};

// A rule set that judges server chains has nothing to say about a bundle without a certificate, and silence would be a pass.
void require_certificates(const std::vector<Bundle>& bundles, Report& report) {
  InputIndex inputs(report);
  for (const Bundle& bundle : bundles) {
    const bool any = std::any_of(bundle.containers.begin(), bundle.containers.end(),
                                 [](const Container& c) { return c.count(EntryKind::certificate) > 0 || c.has_error(); });
    if (any || bundle.containers.front().format == Format::archive) continue;
    const Location where{.path = bundle.containers.front().path};
    InputReport* input = inputs.find(where.path);
    if (input == nullptr) continue;
    input->diagnostics.push_back({Severity::error, "no-certificate", "holds no certificate: there is no chain to judge", where});
    input->status = ReadStatus::partial;
  }
}

// Judges bundles. Used by all threads.
class Linter {
 public:
  Linter(const RunOptions& options, const RuleSet* rules, const ReadOptions& reading, const TrustMaterial& trust) : rules_(rules) {
    request_.anchors = &trust.anchors;
    request_.pool = &trust.pool;
    request_.at = options.at;
    request_.purpose = options.purpose;
    request_.hosts = options.hosts;
    request_.crls = trust.crls;
    request_.assume_server_chain = (rules != nullptr && rules->assume_server_chain) || !options.hosts.empty();
    request_.limits = reading.limits;
  }

  BundleReport judge(const Bundle& bundle) {
    const BundleAnalysis analysis = analyze(bundle, request_, verifier_);
    const FactContext context{bundle, analysis, request_, {}};
    return describe_bundle(context, rules_ == nullptr ? Evaluation{} : evaluate(*rules_, context));
  }

 private:
  const RuleSet* rules_;
  ChainRequest request_;
  SignatureVerifier verifier_;
};

// Calls `work(i)` for every i below `count`, on so many threads.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, Work work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < jobs && i < count; ++i) others.emplace_back(run);
  run();
  for (std::thread& thread : others) thread.join();
}

InputReport unreadable_path(const Diagnostic& diagnostic) {
  InputReport input;
  input.path = diagnostic.location.path;
  input.status = ReadStatus::unreadable;
  input.diagnostics.push_back(diagnostic);
  return input;
}

// A named folder in which nothing was recognised is an input that could not be read.
void note_empty_folders(const std::vector<std::string>& folders, Report& report) {
  for (const std::string& folder : folders) {
    const std::string prefix = folder.ends_with('/') ? folder : folder + "/";
    const bool any = std::any_of(report.inputs.begin(), report.inputs.end(),
                                 [&](const InputReport& input) { return input.path == folder || input.path.starts_with(prefix); });
    if (any) continue;
    const std::size_t others = static_cast<std::size_t>(
        std::count_if(report.skipped.begin(), report.skipped.end(), [&](const std::string& path) { return path.starts_with(prefix); }));
    report.inputs.push_back(
        unreadable_path({Severity::error, "folder-without-certificates",
                         others == 0 ? "holds no file" : "holds no file of a known kind (" + std::to_string(others) + " skipped)",
                         Location{.path = folder}}));
  }
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

class Run {
 public:
  Run(const RunOptions& options, const ReadOptions& reading, CertificateCache& certificates, Report& report)
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

Report run_lint(const RunOptions& options, const RuleSet* rules, const ReadOptions& reading, CertificateCache& certificates,
                const TrustMaterial& trust) {
  Report report;
  report.version = kVersion;
  report.at = options.at;
  const InputFiles found = find_files(options.paths, reading.limits);
  for (const Diagnostic& diagnostic : found.diagnostics) report.inputs.push_back(unreadable_path(diagnostic));
  report.skipped = found.skipped;
  std::vector<Bundle> bundles = Run(options, reading, certificates, report).read(found);
  if (rules != nullptr && rules->assume_server_chain) require_certificates(bundles, report);
  std::erase_if(bundles, [](const Bundle& bundle) {
    return std::all_of(bundle.containers.begin(), bundle.containers.end(), [](const Container& c) { return c.entries.empty(); });
  });
  Linter linter(options, rules, reading, trust);
  report.bundles.resize(bundles.size());
  in_parallel(bundles.size(), options.jobs, [&](std::size_t i) {
    report.bundles[i] = linter.judge(bundles[i]);
    bundles[i] = {};
  });
  note_empty_folders(found.folders, report);
  report.inputs.insert(report.inputs.end(), trust.damaged.begin(), trust.damaged.end());
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::cli
