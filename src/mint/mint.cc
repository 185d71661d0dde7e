#include "chainlint/mint/mint.h"

#include <fmt/format.h>

#include <algorithm>

#include "certificate_description.h"
#include "certificate_maker.h"
#include "chainlint/base/text.h"
#include "crl_maker.h"
#include "file_description.h"
#include "file_maker.h"

namespace chainlint::mint {
namespace {

// Far more than a description that people write; a bound on what one can cost.
constexpr std::size_t kMostThings = 10000;

// The members of `key` in all parts; a later one replaces an earlier one of its name in its place.
std::vector<NamedNode> collect(const std::vector<const yaml::Node*>& parts, std::string_view key, Problems& problems) {
  std::vector<NamedNode> nodes;
  for (const auto* part : parts) {
    const auto* section = part->find(key);
    if (!section) continue;
    if (section->kind != yaml::Kind::mapping) {
      report(problems, section->position, fmt::format("'{}' must be a mapping; this is {}", key, section->describe()));
      continue;
    }
    for (const auto& member : section->members) {
      auto same = std::find_if(nodes.begin(), nodes.end(), [&](const NamedNode& node) { return node.name == member.key; });
      if (same != nodes.end()) {
        same->node = &member.value;
      } else if (nodes.size() < kMostThings) {
        nodes.push_back({member.key, &member.value});
      } else {
        report(problems, member.key_position, fmt::format("more than {} members in '{}'", kMostThings, key));
        break;
      }
    }
  }
  return nodes;
}

std::vector<std::string> names_of(const std::vector<NamedNode>& nodes) {
  std::vector<std::string> names;
  for (const auto& node : nodes) names.push_back(node.name);
  return names;
}

// One description on its way to bytes.
class Minting {
 public:
  explicit Minting(const std::vector<const yaml::Node*>& parts)
      : certificates_(collect(parts, "certificates", problems_)),
        crls_(collect(parts, "crls", problems_)),
        files_(collect(parts, "files", problems_)),
        keys_(KeyTable::read(certificates_, problems_)) {}

  MintResult run() {
    read();
    if (problems_.empty()) make();
    std::stable_sort(problems_.begin(), problems_.end(), [](const yaml::Problem& a, const yaml::Problem& b) {
      return std::make_pair(a.position.line, a.position.column) < std::make_pair(b.position.line, b.position.column);
    });
    return {std::move(minted_), std::move(problems_)};
  }

 private:
  void read() {
    KnownNames known{names_of(certificates_), names_of(crls_), {}};
    for (const auto& node : certificates_) descriptions_.emplace(node.name, read_certificate(node, keys_, problems_));
    for (const auto& node : certificates_) {
      const auto& description = descriptions_.at(node.name);
      check_reference(description.issuer, description.issuer_position, known.certificates);
      if (description.signed_by != description.issuer) {
        check_reference(description.signed_by, description.signed_by_position, known.certificates);
      }
    }
    for (const auto& node : crls_) crl_descriptions_.push_back(read_crl(node, descriptions_, problems_));
    for (const auto& node : files_) {
      file_descriptions_.push_back(read_file(node, known, problems_));
      known.files.push_back(node.name);
    }
  }

  void check_reference(const std::string& name, yaml::Position position, const std::vector<std::string>& names) {
    if (!descriptions_.count(name)) report_unknown(problems_, position, "certificate", name, names);
  }

  // Keeps what was made, or says why nothing was.
  bool keep(Result<Bytes> made, Bytes& place, const yaml::Position& position, std::string_view what, const std::string& name) {
    if (made) {
      place = std::move(*made);
      return true;
    }
    report(problems_, position, fmt::format("{} '{}' cannot be made: {}", what, name, made.error().message));
    return false;
  }

  void make() {
    for (const auto& [name, description] : descriptions_) {
      keep(make_certificate(description, descriptions_), minted_.certificates[name], description.position, "certificate", name);
    }
    for (const auto& crl : crl_descriptions_) keep(make_crl(crl, descriptions_), minted_.crls[crl.name], crl.position, "CRL", crl.name);
    std::map<std::string, Bytes> made;
    const Materials materials{minted_.certificates, minted_.crls, keys_, descriptions_, made};
    for (const auto& file : file_descriptions_) {
      Bytes& content = made[file.name];
      if (keep(make_file(file, materials), content, file.position, "file", file.name)) {
        minted_.files.push_back({file.name, content, file.password});
      }
    }
  }

  Problems problems_;
  std::vector<NamedNode> certificates_, crls_, files_;
  KeyTable keys_;
  CertificateDescriptions descriptions_;
  std::vector<CrlDescription> crl_descriptions_;
  std::vector<FileDescription> file_descriptions_;
  Minted minted_;
};

}  // namespace

MintResult mint(const std::vector<const yaml::Node*>& parts) { return Minting(parts).run(); }

MintResult mint(const yaml::Node& root) { return mint(std::vector<const yaml::Node*>{&root}); }

}  // namespace chainlint::mint
