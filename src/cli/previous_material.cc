#include "previous_material.h"

#include <algorithm>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/formats/pin_list.h"
#include "input_files.h"

namespace chainlint::cli {

namespace {

constexpr std::size_t kNamesTold = 5;

// "a, b and 3 more".
std::string some_names(const std::vector<std::unique_ptr<ComparedBundle>>& bundles) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < bundles.size() && i < kNamesTold; ++i) names.push_back(in_quotes(bundles[i]->context().bundle.name));
  if (bundles.size() > kNamesTold) names.push_back(std::to_string(bundles.size() - kNamesTold) + " more");
  return join_and(names);
}

}  // namespace

// Loads one after the other.
class PreviousLoader {
 public:
  PreviousLoader(const RunOptions& options, const ReadOptions& reading, CertificateCache& certificates, const TrustMaterial& trust,
                 std::vector<std::string>& problems)
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
      material->renewal_.emplace(Renewal{material->previous_->context(), material->has_pins_ ? &material->pins_ : nullptr});
    }
    return material;
  }

 private:
  // The bundle of the path; null where the option was not given or is a mistake.
  std::unique_ptr<ComparedBundle> load_bundle(const std::string& option, const std::string& path, PreviousMaterial& material) {
    if (path.empty()) return nullptr;
    const std::size_t problems_before = problems_.size();
    std::vector<InputReport> damaged;
    std::vector<std::unique_ptr<ComparedBundle>> found = judge(read(option, path, damaged));
    if (found.size() == 1) {
      material.damaged_.insert(material.damaged_.end(), damaged.begin(), damaged.end());
      return std::move(found.front());
    }
    if (problems_.size() > problems_before) return nullptr;
    const std::string named = option + " " + in_quotes(path);
    if (found.empty()) {
      problems_.push_back(named + " holds no leaf certificate that can be read" + reason(damaged));
    } else {
      problems_.push_back(named + " holds " + std::to_string(found.size()) + " bundles: " + some_names(found) + "; name one of them");
    }
    return nullptr;
  }

  static std::string reason(const std::vector<InputReport>& damaged) {
    for (const InputReport& input : damaged) {
      for (const Diagnostic& diagnostic : input.diagnostics) {
        if (diagnostic.severity == Severity::error) return ": " + to_string(diagnostic.location) + " " + diagnostic.message;
      }
    }
    return "";
  }

  std::vector<Bundle> read(const std::string& option, const std::string& path, std::vector<InputReport>& damaged) {
    const InputFiles files = find_files({path}, reading_.limits);
    for (const Diagnostic& diagnostic : files.diagnostics) {
      problems_.push_back(option + " " + in_quotes(diagnostic.location.path) + " " + diagnostic.message);
    }
    std::vector<FoundContainer> found;
    for (const InputFile& file : files.files) {
      const Result<Bytes> content = read_file(file.path, reading_.limits);
      if (!content) {
        problems_.push_back(option + " " + in_quotes(file.path) + " " + content.error().message);
        continue;
      }
      for (Container& container : read_containers(file.path, *content, reading_, certificates_)) {
        if (container.format == Format::unknown && !file.named) continue;
        if (container.has_error()) damaged.push_back(describe_input(container));
        found.push_back({std::move(container), file.named, false});
      }
    }
    return make_bundles(std::move(found)).bundles;
  }

  // Those that have a leaf.
  std::vector<std::unique_ptr<ComparedBundle>> judge(std::vector<Bundle> bundles) {
    std::vector<std::unique_ptr<ComparedBundle>> judged;
    const ChangeWindow* window = options_.window ? &*options_.window : nullptr;
    for (Bundle& bundle : bundles) {
      auto compared = std::make_unique<ComparedBundle>(std::move(bundle), request_, window, verifier_);
      if (compared->context().analysis.leaf) judged.push_back(std::move(compared));
    }
    return judged;
  }

  void load_pins(PreviousMaterial& material) {
    if (options_.pins.empty()) return;
    material.has_pins_ = true;
    const Result<Bytes> content = read_file(options_.pins, reading_.limits);
    if (!content) {
      problems_.push_back("--pins " + in_quotes(options_.pins) + " " + content.error().message);
      return;
    }
    PinList list = read_pin_list(options_.pins, *content);
    material.pins_ = std::move(list.pins);
    problems_.insert(problems_.end(), list.problems.begin(), list.problems.end());
  }

  const RunOptions& options_;
  const ReadOptions& reading_;
  CertificateCache& certificates_;
  std::vector<std::string>& problems_;
  ChainRequest request_;
  SignatureVerifier verifier_;
};

ChainRequest request_for_compared(const RunOptions& options, const ReadOptions& reading, const TrustMaterial& trust) {
  ChainRequest request;
  request.anchors = &trust.anchors;
  request.pool = &trust.pool;
  request.at = options.at;
  request.purpose = options.purpose;
  request.crls = trust.crls;
  request.limits = reading.limits;
  return request;
}

std::shared_ptr<const PreviousMaterial> PreviousMaterial::of_bundle(Bundle bundle, const ChainRequest& request, const ChangeWindow* window,
                                                                    SignatureVerifier& verifier, const PreviousMaterial& of_run) {
  auto material = std::make_shared<PreviousMaterial>();
  material->previous_ = std::make_unique<ComparedBundle>(std::move(bundle), request, window, verifier);
  if (!material->previous_->context().analysis.leaf) return nullptr;
  material->renewal_.emplace(Renewal{material->previous_->context(), of_run.has_pins_ ? &of_run.pins_ : nullptr, true});
  return material;
}

std::unique_ptr<PreviousMaterial> load_previous(const RunOptions& options, const ReadOptions& reading, CertificateCache& certificates,
                                                const TrustMaterial& trust, std::vector<std::string>& problems) {
  return PreviousLoader(options, reading, certificates, trust, problems).load();
}

}  // namespace chainlint::cli
