// Bundles that are minted, read as any file is, planned and written.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/formats/reader.h"
#include "chainlint/profiles/library.h"
#include "chainlint/write/fix_plan.h"
#include "unit/minted.h"

namespace chainlint::write {

inline constexpr const char* kFamily =
    "certificates:\n"
    "  root:   { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  policy: { subject: \"CN=Example Policy CA,O=Example\", issuer: root, ca: true }\n"
    "  inter:  { subject: \"CN=Example CA 1,O=Example\", issuer: policy, ca: true }\n"
    "  leaf:   { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n"
    "  second: { subject: \"CN=api.example.com\", issuer: inter, dns: [api.example.com] }\n"
    "  alien:  { subject: \"CN=Alien CA,O=Alien\", ca: true, issuer: alienroot }\n"
    "  alienroot: { subject: \"CN=Alien Root,O=Alien\", ca: true }\n";

// What a description mints.
class Family {
 public:
  explicit Family(const std::string& description = kFamily) {
    const mint::Minted minted = minted_from(description);
    certificates = certificates_of(minted);
    for (const mint::File& file : minted.files) files[file.name] = file.content;
  }

  std::vector<x509::CertificatePtr> list(const std::vector<std::string>& names) const {
    std::vector<x509::CertificatePtr> found;
    for (const std::string& name : names) found.push_back(certificates.at(name));
    return found;
  }

  // The names of certificates, for comparing.
  std::vector<std::string> names_of(const std::vector<x509::CertificatePtr>& list) const {
    std::vector<std::string> names;
    for (const x509::CertificatePtr& certificate : list) {
      const auto found = std::find_if(certificates.begin(), certificates.end(),
                                      [&](const auto& item) { return item.second->sha256() == certificate->sha256(); });
      names.push_back(found == certificates.end() ? "?" : found->first);
    }
    return names;
  }

  std::map<std::string, x509::CertificatePtr> certificates;
  std::map<std::string, Bytes> files;
};

inline formats::Container read_text(std::string_view text, const std::string& path = "site.pem") {
  static formats::CertificateCache cache;
  return formats::read_container(path, as_bytes(text), {}, cache);
}

inline std::vector<x509::CertificatePtr> certificates_in(const formats::Container& container) {
  std::vector<x509::CertificatePtr> found;
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate != nullptr) found.push_back(entry.certificate);
  }
  return found;
}

// A bundle of containers that contain nothing but the certificates named, planned.
class Planning {
 public:
  explicit Planning(const Family& family) : family_(family) { request_.at = *Instant::parse("2026-06-01"); }

  Planning& file(const std::string& path, const std::vector<std::string>& names, formats::Format format = formats::Format::pem) {
    formats::Container container;
    container.path = path;
    container.format = format;
    for (const std::string& name : names) {
      formats::Entry entry;
      entry.kind = formats::EntryKind::certificate;
      entry.certificate = family_.certificates.at(name);
      entry.location.path = path;
      entry.location.entry = static_cast<std::uint32_t>(container.entries.size() + 1);
      container.entries.push_back(std::move(entry));
    }
    bundle.name = bundle.containers.empty() ? path : bundle.name;
    bundle.containers.push_back(std::move(container));
    return *this;
  }

  Planning& anchors(const std::vector<std::string>& names) {
    anchors_ = chain::AnchorSet(family_.list(names), chain::AnchorOrigin::files);
    return *this;
  }

  Planning& pool(const std::vector<std::string>& names) {
    pool_ = chain::AnchorSet(family_.list(names), chain::AnchorOrigin::files);
    return *this;
  }

  Planning& target(const std::string& name) {
    target_ = name;
    return *this;
  }

  FixPlan plan(const std::vector<FixKind>& unsafe = {}) {
    request_.anchors = &anchors_;
    request_.pool = &pool_;
    request_.assume_server_chain = !target_.empty();
    const chain::BundleAnalysis analysis = chain::analyze(bundle, request_, verifier_);
    facts::FactContext context{bundle, analysis, request_, {}, nullptr};
    profiles::Deployment deployment;
    const profiles::ProfileLibrary library = profiles::load_profiles({}).library;
    if (!target_.empty()) {
      const Result<profiles::Target> found = profiles::find_target(library, target_);
      EXPECT_TRUE(found.ok()) << target_;
      if (found.ok()) deployment.target = *found;
      context.target = target_;
      context.deployment = &deployment;
    }
    return plan_fixes(context, unsafe);
  }

  // The certificates that the plan gives a file; those that it holds where the plan leaves it alone.
  std::vector<std::string> after(const FixPlan& plan, std::size_t container = 0) const {
    for (const FixPlan::FileEdit& edit : plan.edits) {
      if (edit.container == container) return family_.names_of(edit.edit.certificates);
    }
    return family_.names_of(certificates_in(bundle.containers[container]));
  }

  formats::Bundle bundle;

 private:
  const Family& family_;
  chain::AnchorSet anchors_, pool_;
  chain::ChainRequest request_;
  crypto::SignatureVerifier verifier_;
  std::string target_;
};

using Names = std::vector<std::string>;

inline bool mentions(const std::vector<RefusedFix>& refused, FixKind kind, const std::string& text) {
  return std::any_of(refused.begin(), refused.end(),
                     [&](const RefusedFix& each) { return each.kind == kind && each.message.find(text) != std::string::npos; });
}

}  // namespace chainlint::write
