#include <algorithm>
#include <array>
#include <optional>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 3> kNames = {"identical", "equivalent", "differs"};
constexpr std::array<std::string_view, 3> kSignatureStates = {"valid", "invalid", "mismatched"};

const chain::Link& link_of(const FactContext& context, const Subject& subject) { return context.analysis.path->links[subject.index]; }

const x509::Certificate* certificate_at(const FactContext& context, std::size_t step) {
  const std::vector<chain::PathStep>& steps = context.analysis.path->steps;
  return step < steps.size() ? steps[step].certificate.get() : nullptr;
}

FactValue name(const FactContext& context, const Subject& subject) {
  const chain::Link& link = link_of(context, subject);
  return text(link.name_identical ? "identical" : link.name_equivalent ? "equivalent" : "differs");
}

FactValue signature(const FactContext& context, const Subject& subject) {
  const chain::Link& link = link_of(context, subject);
  if (link.signature == crypto::SignatureVerdict::unsupported) {
    const x509::Certificate* child = certificate_at(context, subject.index);
    const std::string algorithm = child == nullptr ? "its algorithm" : crypto::describe_signature(child->signature_algorithm()).name;
    return Unavailable{"the signature cannot be verified: " + algorithm + " with this key is not supported"};
  }
  return text(crypto::to_string(link.signature));
}

// Child and issuer of a link, where both are there.
struct Pair {
  const x509::Certificate* child;
  const x509::Certificate* issuer;
};

std::optional<Pair> pair_of(const FactContext& context, const Subject& subject) {
  const Pair pair{certificate_at(context, subject.index), certificate_at(context, subject.index + 1)};
  return pair.child == nullptr || pair.issuer == nullptr ? std::nullopt : std::optional(pair);
}

// The subjectPublicKey: what key ids are made of (RFC 5280 section 4.2.1.2).
ByteView key_octets(const x509::Certificate& certificate) { return certificate.public_key().key_octets; }

// What the key id in the child's AKI is, where it is none of any issuer. Empty where it may be one.
std::string key_id_defect(const Pair& pair) {
  const auto& authority = pair.child->extensions().authority_key_id;
  if (!authority || !authority->key_id) return "";
  const ByteView id = *authority->key_id;
  const std::string bytes = std::to_string(id.size()) + " bytes";
  const auto is_key_of = [&](const x509::Certificate& certificate) {
    return !id.empty() && (equal(id, certificate.public_key().der) || equal(id, key_octets(certificate)));
  };
  const auto is_hash_of = [&](const x509::Certificate& certificate) {
    const ByteView key = key_octets(certificate);
    return !key.empty() &&
           (equal(id, crypto::sha1(key)) || equal(id, crypto::sha256(key)) || equal(id, ByteView(crypto::sha256(key)).first(20)));
  };
  const auto& own = pair.child->extensions().subject_key_id;
  if (is_key_of(*pair.child)) return "it contains the certificate's own public key (" + bytes + "), not a key id";
  if (is_key_of(*pair.issuer)) return "it contains the issuer's whole public key (" + bytes + "), not a key id";
  if ((own && equal(id, *own)) || is_hash_of(*pair.child)) return "it contains the certificate's own key id";
  if (id.empty()) return "its key id is empty";
  constexpr std::size_t kLongestHash = 64;
  if (id.size() > kLongestHash) return "it contains " + bytes + ", not a key id";
  if (is_hash_of(*pair.issuer)) return "it contains another hash of the issuer's key than the issuer's SKI";
  return "";
}

// At most six bytes: those of two hashes differ in them.
std::string short_id(ByteView id) {
  constexpr std::size_t kShown = 6;
  return id.size() <= kShown + 2 ? to_colon_hex(id) : to_colon_hex(id.first(kShown)) + "...";
}

FactValue key_id_difference(const FactContext& context, const Subject& subject) {
  const std::optional<Pair> pair = pair_of(context, subject);
  if (!pair || link_of(context, subject).key_id != chain::KeyIdMatch::mismatch) return Absent{};
  if (std::string defect = key_id_defect(*pair); !defect.empty()) return defect;
  return "key id " + short_id(*pair->child->extensions().authority_key_id->key_id) + ", the issuer's is " +
         short_id(*pair->issuer->extensions().subject_key_id);
}

FactValue key_id_reissue(const FactContext& context, const Subject& subject) {
  const std::optional<Pair> pair = pair_of(context, subject);
  if (!pair || link_of(context, subject).key_id != chain::KeyIdMatch::mismatch) return Absent{};
  return !key_id_defect(*pair).empty();
}

const x509::Name* directory_of(const x509::AuthorityKeyId& authority) {
  const auto found = std::find_if(authority.issuer.begin(), authority.issuer.end(),
                                  [](const x509::GeneralName& name) { return name.kind == x509::GeneralNameKind::directory; });
  return found == authority.issuer.end() ? nullptr : &found->directory;
}

// What of issuer and serial number in the child's AKI no certificate of the issuer can have. Empty where one may.
std::string issuer_serial_defect(const Pair& pair) {
  const auto& authority = pair.child->extensions().authority_key_id;
  if (!authority || !authority->serial) return "";
  const x509::Name* directory = directory_of(*authority);
  if (directory == nullptr) return "it has a serial number without an issuer name";
  if (equal(*authority->serial, pair.child->serial()) && directory->canonical() == pair.child->issuer().canonical()) {
    return "it names the certificate itself";
  }
  if (directory->canonical() == pair.issuer->subject().canonical() && !pair.issuer->self_issued()) {
    return "it has the issuer's subject where the name of the issuer's issuer belongs";
  }
  return "";
}

FactValue issuer_serial_difference(const FactContext& context, const Subject& subject) {
  const std::optional<Pair> pair = pair_of(context, subject);
  if (!pair || link_of(context, subject).issuer_serial != chain::KeyIdMatch::mismatch) return Absent{};
  if (std::string defect = issuer_serial_defect(*pair); !defect.empty()) return defect;
  const x509::AuthorityKeyId& authority = *pair->child->extensions().authority_key_id;
  const x509::Name& directory = *directory_of(authority);
  if (directory.canonical() != pair->issuer->issuer().canonical()) {
    return "it names a certificate issued by " + in_quotes(directory.display()) + ", but the issuer's certificate was issued by " +
           in_quotes(pair->issuer->issuer().display());
  }
  return "serial " + short_id(*authority.serial) + ", the issuer's is " + short_id(pair->issuer->serial());
}

FactValue issuer_serial_reissue(const FactContext& context, const Subject& subject) {
  const std::optional<Pair> pair = pair_of(context, subject);
  if (!pair || link_of(context, subject).issuer_serial != chain::KeyIdMatch::mismatch) return Absent{};
  return !issuer_serial_defect(*pair).empty();
}

FactValue issuer_ends_before_child(const FactContext& context, const Subject& subject) {
  const x509::Certificate* child = certificate_at(context, subject.index);
  const x509::Certificate* issuer = certificate_at(context, subject.index + 1);
  if (child == nullptr || issuer == nullptr || !child->not_after() || !issuer->not_after()) return Absent{};
  return *issuer->not_after() < *child->not_after();
}

}  // namespace

FactTable link_fact_table() {
  const FactsAbout link(SubjectKind::link);
  return {
      link.text("name", kNames,
                "How the child's issuer name matches the issuer's subject: in every byte, only by RFC 5280 section 7.1, or not at all.",
                name),
      link.text("key_id", chain::kKeyIdMatchNames,
                "How the child's authority key id matches the issuer's subject key id; 'absent' where one of them is missing.",
                [](const FactContext& context, const Subject& subject) { return chain::to_string(link_of(context, subject).key_id); }),
      link.text(
          "issuer_serial", chain::kKeyIdMatchNames,
          "How issuer and serial number in the child's authority key id match the issuer certificate.",
          [](const FactContext& context, const Subject& subject) { return chain::to_string(link_of(context, subject).issuer_serial); }),
      link.text("key_id.difference", "How the child's authority key id differs from the issuer's subject key id; absent where they match.",
                key_id_difference),
      link.boolean(
          "key_id.needs_reissue",
          "The child's authority key id cannot be the key id of an issuer: a public key, the child's own key id; absent where it matches.",
          key_id_reissue),
      link.text("issuer_serial.difference",
                "How issuer and serial number in the child's authority key id differ from the issuer certificate; absent where they match.",
                issuer_serial_difference),
      link.boolean(
          "issuer_serial.needs_reissue",
          "No certificate of the issuer can have the issuer and serial number in the child's authority key id; absent where they match.",
          issuer_serial_reissue),
      link.text("signature", kSignatureStates,
                "Whether the child's signature is by the issuer's key; unavailable where this program cannot verify it.", signature),
      link.boolean("issuer_ends_before_child", "The issuer expires before the child.", issuer_ends_before_child),
  };
}

}  // namespace chainlint::facts
