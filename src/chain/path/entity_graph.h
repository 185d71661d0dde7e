// Who issued whom: entities (a name and a key) as nodes, certificates as edges from the issuing to the certified entity.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/chain/anchors.h"
#include "chainlint/chain/path.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

using CertId = std::size_t;
using EntityId = std::size_t;
using NameId = std::size_t;

// An entity whose key verifies a certificate, or might: `unsupported` and `mismatched` say that it cannot be known.
struct Issuer {
  EntityId entity = 0;
  crypto::SignatureVerdict verdict = crypto::SignatureVerdict::valid;
};

// The certificates of one bundle and, loaded name by name as they are needed, those of the anchors.
//
// Signatures are verified on demand, each at most once, and counted. A certificate is resolved to every entity of the issuer's name whose
// key verifies it: anyone can make a second key that verifies an ECDSA or RSA signature, and so hide the real issuer. Once half of the
// budget is spent, the first such key is enough. Ids of the bundle's certificates are their positions in `members`. Borrows all of its
// arguments.
class EntityGraph {
 public:
  EntityGraph(std::span<const x509::CertificatePtr> members, const AnchorSet* anchors, crypto::SignatureVerifier& verifier,
              const Limits& limits);

  std::size_t member_count() const { return members_; }
  std::size_t size() const { return certificates_.size(); }
  std::size_t entity_count() const { return entities_.size(); }
  std::size_t name_count() const { return names_.size(); }
  bool is_anchor(CertId id) const { return id >= members_; }
  const x509::Certificate& certificate(CertId id) const { return *certificates_[id].certificate; }
  const x509::CertificatePtr& pointer(CertId id) const { return certificates_[id].certificate; }

  EntityId entity(CertId id) const { return certificates_[id].entity; }
  NameId issuer_name(CertId id) const { return certificates_[id].issuer_name; }
  NameId name_of(EntityId id) const { return entities_[id].name; }
  const std::vector<CertId>& members_of(EntityId id) const { return entities_[id].members; }
  const std::vector<CertId>& anchors_of(EntityId id) const { return entities_[id].anchors; }

  // Entities of this name. Those of the anchors are there once the name was loaded.
  const std::vector<EntityId>& entities_named(NameId name) const { return names_[name].entities; }
  const std::vector<CertId>& members_issued_by(NameId name) const { return names_[name].issued; }

  // Adds the anchors of this name, the first time that it is called for it.
  void load_anchors(NameId name);

  // Whether the certificate verifies with its own key. Not counted; past `limits.signature_checks` such questions about one bundle, names
  // and key ids are believed.
  bool self_signed(CertId id);

  // Nothing once the budget is spent.
  std::optional<crypto::SignatureVerdict> verdict(CertId id, EntityId issuer);

  bool resolved(CertId id) const { return certificates_[id].resolved; }
  const std::vector<Issuer>& issuers(CertId id) const { return certificates_[id].issuers; }

  // Finds the issuing entities among `candidates`, tried in this order. False where the budget ran out before; what was verified is kept.
  bool resolve(CertId id, std::span<const EntityId> candidates);

  // How well the authority key identifier of `id` and an entity's certificates fit, at best.
  KeyIdMatch best_key_id(CertId id, EntityId entity) const;

  // An order of entities that hangs on nothing but their certificates.
  bool precedes(EntityId a, EntityId b) const { return entities_[a].order < entities_[b].order; }

  bool spent() const { return spent_; }

 private:
  struct Node {
    x509::CertificatePtr certificate;
    EntityId entity = 0;
    NameId issuer_name = 0;
    std::optional<bool> self_signed;
    bool resolved = false;
    std::vector<Issuer> issuers;
  };
  struct Entity {
    NameId name = 0;
    std::vector<CertId> members, anchors;
    Digest256 order{};
  };
  struct NamedGroup {
    std::string_view canonical;  // borrowed from a certificate that uses the name
    bool loaded = false;
    std::vector<EntityId> entities;
    std::vector<CertId> issued;
  };

  NameId intern(const std::string& canonical);
  void add(const x509::CertificatePtr& certificate, bool anchor);

  std::size_t members_ = 0;
  const AnchorSet* anchors_;
  crypto::SignatureVerifier& verifier_;
  std::size_t checks_left_, half_of_checks_;
  std::size_t self_checks_left_;
  bool spent_ = false;
  std::vector<Node> certificates_;
  std::vector<Entity> entities_;
  std::vector<NamedGroup> names_;
  std::unordered_map<std::string_view, NameId> name_ids_;
  std::unordered_map<std::string, EntityId> entity_ids_;
  std::unordered_map<std::uint64_t, crypto::SignatureVerdict> verdicts_;
};

}  // namespace chainlint::chain
