#include "accepted_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "chainlint/mint/mint.h"

namespace chainlint::chain {

namespace {

namespace fs = std::filesystem;

Bytes content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

std::vector<fs::path> files_below(const fs::path& folder, const std::string& ending) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(folder)) {
    if (file.path().string().ends_with(ending)) found.push_back(file.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

class Reader {
 public:
  void add(const std::string& name, const std::string& file, ByteView content, std::vector<x509::CertificatePtr> anchors, Instant at,
           std::vector<x509::HostName> hosts) {
    AcceptedCase made{name, {}, std::move(anchors), at, std::move(hosts)};
    for (formats::Container& container : formats::read_containers(file, content, options_, cache_)) {
      std::move(container.entries.begin(), container.entries.end(), std::back_inserter(made.entries));
    }
    std::string identity;
    for (const formats::Entry& entry : made.entries) {
      if (entry.certificate) identity += as_text(entry.certificate->sha256());
    }
    if (identity.empty() || !known_.insert(identity).second) return;
    Inquiry inquiry(made);
    const BundleAnalysis& analysis = inquiry.ask();
    if (analysis.path && analysis.path->valid()) cases_.push_back(std::move(made));
  }

  std::vector<x509::CertificatePtr> certificates_of(const std::string& file, ByteView content) {
    std::vector<x509::CertificatePtr> certificates;
    for (const formats::Container& container : formats::read_containers(file, content, options_, cache_)) {
      for (const formats::Entry& entry : container.entries) {
        if (entry.certificate) certificates.push_back(entry.certificate);
      }
    }
    return certificates;
  }

  x509::CertificatePtr certificate(const Bytes& der) { return cache_.intern(der).value(); }

  std::vector<AcceptedCase> take() { return std::move(cases_); }

 private:
  formats::ReadOptions options_{.passwords = {Password("fixture"), Password("secret")}};
  formats::CertificateCache cache_;
  std::set<std::string> known_;
  std::vector<AcceptedCase> cases_;
};

void add_fixtures(Reader& reader) {
  const fs::path made = fs::path(CHAINLINT_SOURCE_DIR) / "fixtures" / "made";
  for (const fs::path& anchors : files_below(made, "anchors.pem")) {
    const auto trusted = reader.certificates_of("anchors.pem", content_of(anchors));
    for (const fs::directory_entry& file : fs::directory_iterator(anchors.parent_path())) {
      const std::string name = file.path().lexically_relative(made).string();
      reader.add(name, name, content_of(file.path()), trusted, *Instant::parse("2026-11-01"), {});
    }
  }
}

std::vector<std::string> texts(const yaml::Node* node) {
  std::vector<std::string> found;
  if (node == nullptr) return found;
  if (node->kind == yaml::Kind::scalar) found.push_back(node->scalar);
  for (const yaml::Node& item : node->items) found.push_back(item.scalar);
  return found;
}

// One case of a rule test: what the file describes, what the case adds.
void add_rule_case(Reader& reader, const std::string& name, const yaml::Node& root, const yaml::Node& one) {
  const yaml::Node* options = one.find("options");
  const mint::MintResult result = mint::mint({&root, &one});
  if (options == nullptr || !result.problems.empty() || result.minted.files.empty()) return;
  std::vector<x509::CertificatePtr> anchors;
  for (const std::string& anchor : texts(options->find("anchors"))) {
    const auto found = result.minted.certificates.find(anchor);
    if (found != result.minted.certificates.end()) anchors.push_back(reader.certificate(found->second));
  }
  const yaml::Node* at = options->find("at");
  const auto time = at == nullptr ? std::nullopt : Instant::parse(at->scalar);
  std::vector<x509::HostName> hosts;
  for (const std::string& host : texts(options->find("hosts"))) hosts.push_back(x509::HostName::parse(host).value());
  const mint::File& file = result.minted.files.front();
  reader.add(name, file.name, file.content, std::move(anchors), time.value_or(*Instant::parse("2026-11-01")), std::move(hosts));
}

void add_rule_tests(Reader& reader) {
  const fs::path rules = fs::path(CHAINLINT_SOURCE_DIR) / "rules";
  for (const fs::path& path : files_below(rules, ".test.yaml")) {
    const Bytes content = content_of(path);
    const auto parsed = yaml::parse(yaml::SourceFile{path.string(), std::string(as_text(content))});
    const yaml::Node* cases = parsed.root ? parsed.root->find("cases") : nullptr;
    if (cases == nullptr) continue;
    for (const yaml::Node& one : cases->items) {
      const yaml::Node* name = one.find("name");
      add_rule_case(reader, path.stem().stem().string() + ": " + (name == nullptr ? "" : name->scalar), *parsed.root, one);
    }
  }
}

}  // namespace

const std::vector<AcceptedCase>& accepted_cases() {
  static const std::vector<AcceptedCase> cases = [] {
    Reader reader;
    add_fixtures(reader);
    add_rule_tests(reader);
    return reader.take();
  }();
  return cases;
}

const BundleAnalysis& Inquiry::ask(std::vector<formats::Entry> entries) {
  bundle_ = formats::Bundle{"case", {}};
  bundle_.containers.emplace_back();
  bundle_.containers.front().entries = std::move(entries);
  anchor_set_ = AnchorSet(anchors, AnchorOrigin::files);
  ChainRequest request;
  request.anchors = &anchor_set_;
  request.at = at;
  request.hosts = hosts;
  request.explain = explain;
  analysis_ = analyze(bundle_, request, verifier_);
  return analysis_;
}

}  // namespace chainlint::chain
