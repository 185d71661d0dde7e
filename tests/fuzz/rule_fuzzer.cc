// Feeds rule files to the loader. Whatever they contain: the loader names mistakes or gives a rule, and a rule that loads is evaluated and
// put into words without a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "chainlint/chain/analysis.h"
#include "chainlint/formats/reader.h"
#include "chainlint/rules/evaluate.h"
#include "chainlint/rules/library.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;

constexpr std::string_view kNotACertificate = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

// The id that the text gives, so that the name of the file fits it.
std::string path_for(const std::string& text) {
  const yaml::Parsed parsed = yaml::parse({"rule.yaml", text});
  const yaml::Node* id = parsed.root ? parsed.root->find("id") : nullptr;
  return (id == nullptr ? std::string("rule") : id->scalar) + ".yaml";
}

void evaluate_all(const rules::RuleLibrary& library) {
  static formats::CertificateCache certificates;
  static crypto::SignatureVerifier verifier;
  static const formats::Bundle bundle{"site.pem", {formats::read_container("site.pem", as_bytes(kNotACertificate), {}, certificates)}};
  static const chain::AnchorSet none;
  chain::ChainRequest request;
  request.anchors = &none;
  request.pool = &none;
  const chain::BundleAnalysis analysis = chain::analyze(bundle, request, verifier);
  rules::RuleSet set;
  for (const auto& rule : library.rules()) set.members.push_back({rule.get(), std::nullopt});
  for (const rules::Finding& finding : rules::evaluate(set, {bundle, analysis, request, ""}).findings) {
    if (finding.fingerprint.size() != 32) std::abort();
  }
}

}  // namespace

CHAINLINT_FUZZ_TARGET(rule) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load({{path_for(text), text}});
  if (loaded.problems.empty()) {
    if (loaded.library.rules().size() + loaded.library.sets().size() != 1) std::abort();
    evaluate_all(loaded.library);
  }
  return 0;
}
