#include <map>
#include <string>
#include <unordered_set>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "timeline/timeline_moments.h"

namespace chainlint::renewal {
namespace {

chain::Role role_above(const x509::Certificate& certificate) {
  return x509::looks_self_signed(certificate) ? chain::Role::root : chain::Role::intermediate;
}

// A name and a key.
std::string entity(const x509::Certificate& certificate) {
  return certificate.subject().canonical() + std::string(as_text(certificate.public_key().der));
}

class Collector {
 public:
  explicit Collector(const facts::FactContext& context) : context_(context) {}

  std::vector<NearCertificate> collect() {
    const chain::BundleAnalysis& analysis = context_.analysis;
    for (const chain::Member& member : analysis.members) {
      add(member.certificate, member.role, member.related || member.path_index || member.role == chain::Role::leaf);
    }
    if (analysis.path) {
      for (const chain::PathStep& step : analysis.path->steps) add(step.certificate, role_above(*step.certificate), true);
    }
    if (context_.deployment != nullptr) {
      for (const chain::SentCertificate& sent : context_.deployment->sending.certificates) {
        add(sent.certificate, role_above(*sent.certificate), true);
      }
    }
    if (analysis.missing) {
      for (const x509::CertificatePtr& candidate : analysis.missing->in_pool) add_above(candidate);
    }
    index_stores();
    for (std::size_t i = 0; i < near_.size(); ++i) {
      const x509::CertificatePtr below = near_[i].certificate;
      if (near_[i].close || i >= own_) add_issuers(*below);
    }
    name_all();
    return std::move(near_);
  }

 private:
  void add(const x509::CertificatePtr& certificate, chain::Role role, bool close) {
    if (certificate != nullptr && seen_.insert(to_hex(certificate->sha256())).second) near_.push_back({certificate, role, close, ""});
    own_ = near_.size();
  }

  void add_above(const x509::CertificatePtr& certificate) {
    if (above_ >= TimelineLimits::kCertificatesAbove || certificate == nullptr || !seen_.insert(to_hex(certificate->sha256())).second) {
      return;
    }
    near_.push_back({certificate, role_above(*certificate), false, ""});
    ++above_;
  }

  void index_stores() {
    if (context_.deployment == nullptr || context_.deployment->stores == nullptr) return;
    for (const chain::StoredCertificate& stored : context_.deployment->stores->certificates) {
      if (stored.certificate != nullptr) stored_[stored.certificate->subject().canonical()].push_back(stored.certificate);
    }
  }

  void add_issuers(const x509::Certificate& certificate) {
    const std::string& issuer = certificate.issuer().canonical();
    if (const chain::AnchorSet* anchors = context_.request.anchors) {
      for (const x509::CertificatePtr& anchor : anchors->named(issuer)) add_above(anchor);
      if (const x509::CertificatePtr* same = anchors->same_entity(certificate)) add_above(*same);
    }
    const auto stored = stored_.find(issuer);
    if (stored == stored_.end()) return;
    for (const x509::CertificatePtr& candidate : stored->second) add_above(candidate);
  }

  void name_all() {
    std::unordered_set<std::string> roots;
    for (const NearCertificate& each : near_) {
      if (x509::looks_self_signed(*each.certificate)) roots.insert(entity(*each.certificate));
    }
    for (NearCertificate& each : near_) {
      const x509::Certificate& own = *each.certificate;
      const std::string name = in_quotes(x509::display_name(own));
      const bool crossed = each.role != chain::Role::leaf && !x509::looks_self_signed(own) && roots.contains(entity(own));
      each.words = crossed ? "cross-sign of " + name + " by " + in_quotes(own.issuer().display())
                           : std::string(chain::to_string(each.role)) + " " + name;
    }
  }

  const facts::FactContext& context_;
  std::vector<NearCertificate> near_;
  std::unordered_set<std::string> seen_;
  std::map<std::string, std::vector<x509::CertificatePtr>> stored_;  // of the exported stores, by canonical subject
  std::size_t own_ = 0;                                              // those before come from the bundle, the path and the target
  std::size_t above_ = 0;
};

}  // namespace

std::vector<NearCertificate> near_certificates(const facts::FactContext& context) { return Collector(context).collect(); }

}  // namespace chainlint::renewal
