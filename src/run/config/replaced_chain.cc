#include "config/replaced_chain.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "chainlint/base/text.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::run {
namespace {

using Certificates = std::vector<x509::CertificatePtr>;

bool contains_issuer(const Certificates& certificates, const x509::Certificate& child) {
  return std::any_of(certificates.begin(), certificates.end(), [&](const x509::CertificatePtr& each) {
    return !x509::looks_self_signed(*each) && each->subject().canonical() == child.issuer().canonical();
  });
}

}  // namespace

void replace_chain(const config::CertificateFiles& files, formats::Bundle& bundle) {
  Certificates dropped, sent;
  bool first = true;
  std::erase_if(bundle.containers.front().entries, [&](const formats::Entry& entry) {
    if (entry.certificate == nullptr || std::exchange(first, false)) return false;
    dropped.push_back(entry.certificate);
    return true;
  });
  if (dropped.empty()) return;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.certificate != nullptr) sent.push_back(entry.certificate);
    }
  }
  Diagnostic diagnostic{Severity::warning, "config-chain-replaced",
                        "chain file " + in_quotes(files.chain.path) + " replaces the chain in " + in_quotes(files.certificate.path),
                        files.chain.location};
  const auto child = std::find_if(sent.begin(), sent.end(), [&](const x509::CertificatePtr& each) {
    return contains_issuer(dropped, *each) && !contains_issuer(sent, *each);
  });
  if (child != sent.end()) {
    diagnostic.message += " and lacks " + in_quotes((*child)->issuer().display());
    diagnostic.advice = "Remove SSLCertificateChainFile from the configuration. Reload Apache httpd.";
  }
  bundle.containers.front().diagnostics.push_back(std::move(diagnostic));
}

}  // namespace chainlint::run
