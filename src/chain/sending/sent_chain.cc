#include "sending/sent_chain.h"

#include <string_view>
#include <unordered_map>

namespace chainlint::chain {
namespace {

// Climbs from the leaf; each certificate is entered once.
class Climb {
 public:
  Climb(const std::vector<SentCertificate>& sent, const ChainRequest& request, crypto::SignatureVerifier& verifier)
      : sent_(sent), anchors_(request.anchors), verifier_(verifier), checks_left_(request.limits.signature_checks), seen_(sent.size()) {
    for (std::size_t i = 0; i < sent.size(); ++i) by_subject_[sent[i].certificate->subject().canonical()].push_back(i);
  }

  bool run() {
    enter(0);
    while (!next_.empty()) {
      const x509::Certificate& child = *sent_[next_.back()].certificate;
      next_.pop_back();
      if (ends_at_anchor(child)) return true;
      const auto issuers = by_subject_.find(child.issuer().canonical());
      if (issuers == by_subject_.end()) continue;
      for (const std::size_t issuer : issuers->second) {
        if (!seen_[issuer] && signed_by(child, *sent_[issuer].certificate)) enter(issuer);
      }
    }
    return false;
  }

 private:
  void enter(std::size_t index) {
    seen_[index] = true;
    next_.push_back(index);
  }

  bool signed_by(const x509::Certificate& child, const x509::Certificate& issuer) {
    if (checks_left_ == 0) return false;
    --checks_left_;
    return verifier_.verify(child, issuer.public_key()) == crypto::SignatureVerdict::valid;
  }

  bool ends_at_anchor(const x509::Certificate& certificate) {
    if (anchors_ == nullptr) return false;
    if (anchors_->same_entity(certificate) != nullptr) return true;
    for (const x509::CertificatePtr& anchor : anchors_->named(certificate.issuer().canonical())) {
      if (signed_by(certificate, *anchor)) return true;
    }
    return false;
  }

  const std::vector<SentCertificate>& sent_;
  const AnchorSet* anchors_;
  crypto::SignatureVerifier& verifier_;
  std::size_t checks_left_;
  std::vector<bool> seen_;
  std::vector<std::size_t> next_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_subject_;
};

}  // namespace

std::vector<HeldCertificate> held_certificates(const SendingInput& input) {
  std::vector<std::size_t> member_of(input.analysis.entries.size());
  for (std::size_t member = 0; member < input.analysis.members.size(); ++member) {
    for (const std::size_t entry : input.analysis.members[member].entries) member_of[entry] = member;
  }
  std::vector<HeldCertificate> held;
  std::size_t index = 0;
  for (std::size_t container = 0; container < input.bundle.containers.size(); ++container) {
    for (const formats::Entry& entry : input.bundle.containers[container].entries) {
      if (entry.kind == formats::EntryKind::certificate && entry.certificate != nullptr) {
        held.push_back({&entry, member_of[index], container});
      }
      ++index;
    }
  }
  return held;
}

SentCertificate send(const HeldCertificate& held, std::string reason) {
  SentCertificate sent;
  sent.certificate = held.entry->certificate;
  sent.member = held.member;
  sent.location = held.entry->location;
  sent.reason = std::move(reason);
  return sent;
}

bool reaches_anchor(const std::vector<SentCertificate>& sent, const ChainRequest& request, crypto::SignatureVerifier& verifier) {
  return !sent.empty() && Climb(sent, request, verifier).run();
}

}  // namespace chainlint::chain
