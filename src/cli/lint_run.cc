#include "lint_run.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "input_files.h"
#include "version.h"

namespace chainlint::cli {
namespace {

// What came of one deployment unit.
struct Outcome {
  std::vector<InputReport> inputs;
  std::optional<BundleReport> bundle;
  std::optional<std::string> skipped;  // a walked file of no known kind
};

Container read_input(const InputFile& file, const ReadOptions& reading, CertificateCache& certificates) {
  const Result<Bytes> content = read_file(file.path, reading.limits);
  if (content) return read_container(file.path, *content, reading, certificates);
  Container container;
  container.path = file.path;
  container.status = ReadStatus::unreadable;
  container.diagnostics.push_back({Severity::error, content.error().code, content.error().message, content.error().location});
  return container;
}

// A rule set that judges server chains has nothing to say about a bundle without a certificate, and silence would be a pass.
void require_certificate(Bundle& bundle) {
  const bool any = std::any_of(bundle.containers.begin(), bundle.containers.end(),
                               [](const Container& c) { return c.count(EntryKind::certificate) > 0 || c.has_error(); });
  if (any) return;
  Container& first = bundle.containers.front();
  first.diagnostics.push_back(
      {Severity::error, "no-certificate", "holds no certificate: there is no chain to judge", Location{.path = first.path}});
  first.status = ReadStatus::partial;
}

// The files that make up one bundle, the main one first.
using Unit = std::vector<InputFile>;

class Linter {
 public:
  Linter(const RunOptions& options, const RuleSet* rules, const ReadOptions& reading, CertificateCache& certificates,
         const TrustMaterial& trust)
      : rules_(rules), reading_(reading), certificates_(certificates) {
    request_.anchors = &trust.anchors;
    request_.pool = &trust.pool;
    request_.at = options.at;
    request_.purpose = options.purpose;
    request_.hosts = options.hosts;
    request_.crls = trust.crls;
    request_.assume_server_chain = (rules != nullptr && rules->assume_server_chain) || !options.hosts.empty();
    request_.limits = reading.limits;
  }

  Outcome lint(const Unit& unit) {
    Outcome outcome;
    Bundle bundle;
    bundle.name = unit.front().path;
    for (const InputFile& file : unit) {
      Container container = read_input(file, reading_, certificates_);
      if (container.format == Format::unknown && !file.named && container.entries.empty() && !container.has_diagnostic("file-unreadable") &&
          !container.has_diagnostic("file-too-large")) {
        outcome.skipped = file.path;
        return outcome;
      }
      bundle.containers.push_back(std::move(container));
    }
    if (rules_ != nullptr && rules_->assume_server_chain) require_certificate(bundle);
    for (const Container& container : bundle.containers) outcome.inputs.push_back(describe_input(container));
    const bool anything =
        std::any_of(bundle.containers.begin(), bundle.containers.end(), [](const Container& c) { return !c.entries.empty(); });
    if (anything) outcome.bundle = judge(bundle);
    return outcome;
  }

 private:
  BundleReport judge(const Bundle& bundle) {
    const BundleAnalysis analysis = analyze(bundle, request_, verifier_);
    const FactContext context{bundle, analysis, request_, {}};
    return describe_bundle(context, rules_ == nullptr ? Evaluation{} : evaluate(*rules_, context));
  }

  const RuleSet* rules_;
  const ReadOptions& reading_;
  CertificateCache& certificates_;
  ChainRequest request_;
  SignatureVerifier verifier_;
};

std::vector<Unit> make_units(const RunOptions& options, const std::vector<InputFile>& files) {
  std::vector<Unit> units;
  for (const InputFile& file : files) units.push_back({file});
  if (units.size() != 1) return units;
  for (const auto* parts : {&options.chain_files, &options.key_files}) {
    for (const std::string& path : *parts) units.front().push_back({path, true});
  }
  return units;
}

std::vector<Outcome> lint_all(Linter& linter, const std::vector<Unit>& units, unsigned jobs) {
  std::vector<Outcome> outcomes(units.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < units.size(); i = next++) outcomes[i] = linter.lint(units[i]);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < jobs && i < units.size(); ++i) others.emplace_back(work);
  work();
  for (std::thread& thread : others) thread.join();
  return outcomes;
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

}  // namespace

Report run_lint(const RunOptions& options, const RuleSet* rules, const ReadOptions& reading, CertificateCache& certificates,
                const TrustMaterial& trust) {
  Report report;
  report.version = kVersion;
  report.at = options.at;
  const InputFiles found = find_files(options.paths, reading.limits);
  Linter linter(options, rules, reading, certificates, trust);
  for (const Diagnostic& diagnostic : found.diagnostics) report.inputs.push_back(unreadable_path(diagnostic));
  for (Outcome& outcome : lint_all(linter, make_units(options, found.files), options.jobs)) {
    std::move(outcome.inputs.begin(), outcome.inputs.end(), std::back_inserter(report.inputs));
    if (outcome.bundle) report.bundles.push_back(std::move(*outcome.bundle));
    if (outcome.skipped) report.skipped.push_back(std::move(*outcome.skipped));
  }
  note_empty_folders(found.folders, report);
  report.inputs.insert(report.inputs.end(), trust.damaged.begin(), trust.damaged.end());
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::cli
