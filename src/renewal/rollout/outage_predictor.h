// Whether clients are served between two steps of a rollout.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/chain/path.h"
#include "chainlint/chain/sending.h"
#include "chainlint/facts/subject.h"
#include "rollout/rollout_server.h"

namespace chainlint::renewal {

// Where the chain of a leaf ends when all that is known of is available.
struct ChainTop {
  std::optional<chain::Path> path;
  x509::CertificatePtr root;  // null where it is not available
  std::string name;           // of the root; empty where not even an issuer above the leaf is available
  std::string canonical;      // the same, to compare
};

// What is known of both sides. Borrows.
class OutagePredictor {
 public:
  OutagePredictor(const facts::FactContext& next, const RolloutServer& server, crypto::SignatureVerifier& verifier);

  const ChainTop& before() const { return before_; }
  const ChainTop& after() const { return after_; }
  // Whether the next chain ends at another root, and whether the anchors of the run have it.
  bool other_root() const;
  bool root_is_anchor() const;
  // Whether the user named the anchors.
  bool anchors_told() const;

  // Why clients that fetch no intermediates refuse what is sent; empty where they accept it. `root_told`: they were given the new root.
  std::string outage(const RolloutServer& server, const chain::Sending& sending, bool root_told);

 private:
  ChainTop top_of(const facts::FactContext& side);
  ChainTop top_through(const x509::CertificatePtr& leaf, const std::vector<x509::CertificatePtr>& authorities);
  bool needs_new_root(const std::vector<chain::SentCertificate>& sent, const chain::Path& path);
  bool known_intermediate(const x509::Certificate& child) const;
  bool may_be_below_root(const chain::Path& path) const;
  std::string refusal(const RolloutServer& server, const std::vector<chain::SentCertificate>& sent, bool root_told);
  std::string gap(const RolloutServer& server, const std::vector<chain::SentCertificate>& sent, const chain::Path& path) const;
  bool ends_like(const chain::Path& path, const ChainTop& top);

  const facts::FactContext& next_;
  crypto::SignatureVerifier& verifier_;
  std::vector<x509::CertificatePtr> known_;  // both leaves and every CA certificate of the bundles and stores
  ChainTop before_, after_;
};

}  // namespace chainlint::renewal
