#include "case.h"

#include "unit/minted.h"

namespace chainlint::chain {

Case::Case(const std::string& certificates, const std::string& crls) {
  description_ = "certificates:\n" + certificates + "\n" + (crls.empty() ? "" : "crls:\n" + crls + "\n");
  request.at = *Instant::parse("2026-06-01");
  mint::Minted minted = minted_from(description_);
  minted_ = std::move(minted.certificates);
  crls_ = std::move(minted.crls);
}

x509::CertificatePtr Case::certificate(const std::string& name) {
  auto read = cache_.intern(minted_.at(name));
  if (!read) ADD_FAILURE() << name << ": " << read.error().what;
  return read ? *read : nullptr;
}

std::vector<x509::CertificatePtr> Case::certificates(const std::vector<std::string>& names) {
  std::vector<x509::CertificatePtr> read;
  for (const std::string& name : names) read.push_back(certificate(name));
  return read;
}

Case& Case::file(std::vector<std::string> items) {
  items_ = std::move(items);
  others_.clear();
  return *this;
}

Case& Case::beside(const std::string& path, const std::vector<std::string>& items) {
  others_.push_back(formats::Bundle{path, {container(path, items)}});
  return *this;
}

Case& Case::anchors(const std::vector<std::string>& names) {
  anchors_ = AnchorSet(certificates(names), AnchorOrigin::files);
  return *this;
}

Case& Case::pool(const std::vector<std::string>& names) {
  pool_ = AnchorSet(certificates(names), AnchorOrigin::files);
  request.pool = &pool_;
  return *this;
}

Case& Case::crl(const std::string& name) {
  auto read = x509::Crl::parse(crls_.at(name));
  if (read) {
    request.crls.push_back(*read);
  } else {
    ADD_FAILURE() << name << ": " << read.error().what;
  }
  return *this;
}

Case& Case::host(const std::string& name) {
  request.hosts.push_back(*x509::HostName::parse(name));
  return *this;
}

Case& Case::at(const std::string& time) {
  request.at = *Instant::parse(time);
  return *this;
}

formats::Container Case::container(const std::string& path, const std::vector<std::string>& items) {
  std::string list;
  for (const std::string& item : items) list += (list.empty() ? "" : ", ") + ("\"" + item + "\"");
  const mint::Minted minted = minted_from(description_ + "files: { " + path + ": { pem: [" + list + "] } }\n");
  return formats::read_container(path, minted.files.at(0).content, {}, cache_);
}

const BundleAnalysis& Case::run() {
  bundle_ = formats::Bundle{"site.pem", {}};
  if (!items_.empty()) bundle_.containers.push_back(container("site.pem", items_));
  std::vector<const formats::Bundle*> bundles{&bundle_};
  for (const formats::Bundle& other : others_) bundles.push_back(&other);
  run_ = RunIndex(bundles);
  request.run = &run_;
  request.anchors = &anchors_;
  analysis = analyze(bundle_, request, verifier_);
  return analysis;
}

std::string Case::name_of(const x509::Certificate& certificate) const {
  for (const auto& [name, der] : minted_) {
    if (equal(der, certificate.der())) return name;
  }
  return "?";
}

std::string Case::path() const {
  std::string text;
  if (!analysis.path) return "none";
  for (const PathStep& step : analysis.path->steps) text += (text.empty() ? "" : " ") + name_of(step.certificate);
  return text;
}

std::string Case::problems() const {
  std::string text;
  if (!analysis.path) return "no path";
  for (const PathStep& step : analysis.path->steps) {
    for (const ProblemDetail& problem : step.problems) {
      text += (text.empty() ? "" : ", ") + name_of(step.certificate) + ": " + std::string(to_string(problem.problem));
    }
  }
  return text;
}

std::string Case::details() const {
  std::string text;
  if (!analysis.path) return "no path";
  for (const PathStep& step : analysis.path->steps) {
    for (const ProblemDetail& problem : step.problems) text += (text.empty() ? "" : "\n") + problem.detail;
  }
  return text;
}

const Member& Case::member(const std::string& name) const {
  for (const Member& member : analysis.members) {
    if (name_of(*member.certificate) == name) return member;
  }
  ADD_FAILURE() << name << " is not in the bundle";
  static const Member kNone;
  return kNone;
}

}  // namespace chainlint::chain
