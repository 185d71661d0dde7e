#include "chainlint/run/previous_material.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/formats/pin_list.h"
#include "chainlint/run/input_files.h"
#include "inputs/key_files.h"
#include "inputs/unread_input.h"

namespace chainlint::run {

namespace {

constexpr std::size_t kShownBundles = 5;

std::set<Bytes> public_keys_of(const std::vector<formats::FoundContainer>& found) {
  std::set<Bytes> keys;
  for (const formats::FoundContainer& file : found) {
    for (const formats::Entry& entry : file.container.entries) {
      if (entry.is_leaf()) keys.insert(entry.certificate->public_key().canonical());
    }
  }
  return keys;
}

std::shared_ptr<const chain::RunIndex> index_of(std::span<const formats::Bundle> bundles) {
  std::vector<const formats::Bundle*> all;
  for (const formats::Bundle& bundle : bundles) all.push_back(&bundle);
  return std::make_shared<const chain::RunIndex>(all);
}

std::string some_names(const std::vector<std::unique_ptr<facts::ComparedBundle>>& bundles) {
  std::vector<std::string> names;
  for (const auto& bundle : bundles) names.push_back(in_quotes(bundle->context().bundle.name));
  return join_and(std::move(names), kShownBundles);
}

}  // namespace

// Loads one after the other.
class PreviousLoader {
 public:
  PreviousLoader(const RunOptions& options, const formats::ReadOptions& reading, formats::CertificateCache& certificates,
                 const TrustMaterial& trust, UsageProblems& problems)
      : options_(options),
        reading_(reading),
        certificates_(certificates),
        problems_(problems),
        request_(request_for_compared(options, reading, trust)) {}

  std::unique_ptr<PreviousMaterial> load() {
    auto material = std::make_unique<PreviousMaterial>();
    material->previous_ = load_bundle("--previous", options_.previous, *material);
    material->rollback_ = load_bundle("--rollback", options_.rollback, *material);
    load_pins(*material);
    if (material->previous_) {
      material->renewal_.emplace(facts::Renewal{material->previous_->context(), material->has_pins_ ? &material->pins_ : nullptr});
    }
    return material;
  }

 private:
  // The bundle of the path; null where the option was not given or is a mistake.
  std::unique_ptr<facts::ComparedBundle> load_bundle(policy::OptionName option, const std::string& path, PreviousMaterial& material) {
    if (path.empty()) return nullptr;
    const std::size_t problems_before = problems_.size();
    std::vector<report::InputReport> damaged;
    std::vector<formats::Bundle> bundles = read(option, path, damaged);
    chain::ChainRequest request = request_;
    if (option == "--previous") {
      material.known_ = index_of(bundles);
      request.deployed = material.known_.get();
    }
    std::vector<std::unique_ptr<facts::ComparedBundle>> found = compared_bundles(std::move(bundles), request);
    if (options_.pairs_previous && option == "--previous") {
      for (const std::unique_ptr<facts::ComparedBundle>& bundle : found) material.bundles_.push_back(bundle->context().bundle);
    }
    if (found.size() == 1) {
      material.damaged_.insert(material.damaged_.end(), damaged.begin(), damaged.end());
      return std::move(found.front());
    }
    if (problems_.size() > problems_before) return nullptr;
    if (material.bundles_.size() > 1 && option == "--previous") {
      material.damaged_.insert(material.damaged_.end(), damaged.begin(), damaged.end());
      return nullptr;
    }
    const std::string named = " " + in_quotes(path);
    if (!found.empty()) {
      problems_.add(option, path,
                    named + " contains " + std::to_string(found.size()) + " bundles: " + some_names(found) + "; specify one of them",
                    "several-bundles");
      return nullptr;
    }
    material.unread_.add(option, path, named + " contains no leaf certificate that can be read" + reason(damaged), "no-leaf");
    if (damaged.empty()) {
      damaged.push_back(
          unread_input(path, "no-leaf", "contains no leaf certificate; " + std::string(option.name()) + " needs one to compare with"));
    }
    material.damaged_.insert(material.damaged_.end(), damaged.begin(), damaged.end());
    return nullptr;
  }

  static std::string reason(const std::vector<report::InputReport>& damaged) {
    for (const report::InputReport& input : damaged) {
      for (const Diagnostic& diagnostic : input.diagnostics) {
        if (diagnostic.severity == Severity::error) return ": " + to_string(diagnostic.location) + " " + diagnostic.message;
      }
    }
    return "";
  }

  std::vector<formats::Bundle> read(policy::OptionName option, const std::string& path, std::vector<report::InputReport>& damaged) {
    const InputFiles files = find_files({path}, reading_.limits);
    for (const Diagnostic& diagnostic : files.diagnostics) {
      problems_.add(option, path, " " + in_quotes(diagnostic.location.path) + " " + diagnostic.message, "file-unreadable");
    }
    std::vector<formats::FoundContainer> found;
    for (const InputFile& file : files.files) {
      const Result<Bytes> content = read_file(file.path, reading_.limits);
      if (!content) {
        damaged.push_back(unread_input(file.path, content.error().code, content.error().message));
        continue;
      }
      for (formats::Container& container : formats::read_containers(file.path, *content, reading_, certificates_)) {
        if (container.format == formats::Format::unknown && !file.named) continue;
        if (container.has_error()) damaged.push_back(report::describe_input(container));
        found.push_back({std::move(container), file.named, false});
      }
    }
    if (option == "--rollback" && files.folders.empty()) add_key(path, found);
    return formats::make_bundles(std::move(found)).bundles;
  }

  // What is to be restored may have its private key in a file of its own: one of --key, else one where servers keep keys. If none fits, the
  // locked ones are left to make_bundles(), which uses their names.
  void add_key(const std::string& path, std::vector<formats::FoundContainer>& found) {
    const auto has_key = [](const formats::FoundContainer& file) { return file.container.count(formats::EntryKind::private_key) > 0; };
    const std::set<Bytes> wanted = public_keys_of(found);
    if (wanted.empty() || std::any_of(found.begin(), found.end(), has_key)) return;
    std::vector<std::string> candidates = options_.key_files;
    for (std::string& file : files_with_keys(path)) candidates.push_back(std::move(file));
    std::vector<formats::FoundContainer> locked;
    for (const std::string& candidate : candidates) {
      const Result<Bytes> content = candidate == path || candidate == "-" ? Error{} : read_file(candidate, reading_.limits);
      if (!content) continue;
      formats::Container container = formats::read_container(candidate, *content, reading_, certificates_);
      if (container.count(formats::EntryKind::certificate) > 0) continue;
      bool fits = false, unknown = false;
      for (const formats::Entry& entry : container.entries) {
        if (entry.kind != formats::EntryKind::private_key) continue;
        const bool known = entry.key && !entry.key->public_canonical.empty();
        fits |= known && wanted.count(entry.key->public_canonical) != 0;
        unknown |= !known;
      }
      if (fits) {
        found.push_back({std::move(container), false, false});
        return;
      }
      if (unknown) locked.push_back({std::move(container), false, false});
    }
    std::move(locked.begin(), locked.end(), std::back_inserter(found));
  }

  // Those that have a leaf.
  std::vector<std::unique_ptr<facts::ComparedBundle>> compared_bundles(std::vector<formats::Bundle> bundles,
                                                                       const chain::ChainRequest& request) {
    std::vector<std::unique_ptr<facts::ComparedBundle>> with_leaf;
    const facts::ChangeWindow* window = options_.window ? &*options_.window : nullptr;
    for (formats::Bundle& bundle : bundles) {
      auto compared = std::make_unique<facts::ComparedBundle>(std::move(bundle), request, window, verifier_);
      if (compared->context().analysis.leaf) with_leaf.push_back(std::move(compared));
    }
    return with_leaf;
  }

  void load_pins(PreviousMaterial& material) {
    if (options_.pins.empty()) return;
    material.has_pins_ = true;
    const Result<Bytes> content = options_.judged_by->read(options_.pins, reading_.limits.file_bytes);
    if (!content) {
      problems_.add("--pins", options_.pins, " " + in_quotes(options_.pins) + " " + content.error().message);
      return;
    }
    formats::PinList list = formats::read_pin_list(options_.pins, *content);
    material.pins_ = std::move(list.pins);
    problems_.add_placed(list.problems, UsageProblem::Origin::file);
  }

  const RunOptions& options_;
  const formats::ReadOptions& reading_;
  formats::CertificateCache& certificates_;
  UsageProblems& problems_;
  chain::ChainRequest request_;
  crypto::SignatureVerifier verifier_;
};

chain::ChainRequest request_for_compared(const RunOptions& options, const formats::ReadOptions& reading, const TrustMaterial& trust) {
  chain::ChainRequest request;
  request.anchors = &trust.anchors;
  request.pool = &trust.pool;
  request.at = options.at;
  request.purposes = options.purposes;
  request.crls = trust.crls;
  request.crls_requested = !trust.crls.empty();
  request.limits = reading.limits;
  return request;
}

std::shared_ptr<const PreviousMaterial> PreviousMaterial::of_bundle(formats::Bundle bundle, const chain::ChainRequest& request,
                                                                    const facts::ChangeWindow* window, crypto::SignatureVerifier& verifier,
                                                                    const PreviousMaterial& of_run) {
  auto material = std::make_shared<PreviousMaterial>();
  material->known_ = of_run.bundles_.empty() ? index_of({&bundle, 1}) : of_run.known_;
  chain::ChainRequest own = request;
  own.deployed = material->known_.get();
  material->previous_ = std::make_unique<facts::ComparedBundle>(std::move(bundle), own, window, verifier);
  if (!material->previous_->context().analysis.leaf) return nullptr;
  material->renewal_.emplace(facts::Renewal{material->previous_->context(), of_run.has_pins_ ? &of_run.pins_ : nullptr, true});
  return material;
}

std::unique_ptr<PreviousMaterial> load_previous(const RunOptions& options, const formats::ReadOptions& reading,
                                                formats::CertificateCache& certificates, const TrustMaterial& trust,
                                                UsageProblems& problems) {
  return PreviousLoader(options, reading, certificates, trust, problems).load();
}

}  // namespace chainlint::run
