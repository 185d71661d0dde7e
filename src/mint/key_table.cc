#include "key_table.h"

#include <fmt/format.h>

#include <mutex>
#include <optional>

#include "chainlint/asn1/reader.h"
#include "chainlint/crypto/digest.h"

namespace chainlint::mint {
namespace {

constexpr std::string_view kSameAs = "same-as:";

const std::vector<std::string>& key_kinds() {
  static const std::vector<std::string> kinds = {"p256", "p384", "p521", "ed25519", "rsa1024", "rsa2048", "rsa3072", "rsa4096"};
  return kinds;
}

struct KeyEntry {
  KeyChoice own;
  std::optional<std::string> same_as;
  yaml::Position position;
};

KeyEntry read_entry(const NamedNode& certificate, Problems& problems) {
  KeyEntry entry;
  entry.own.seed = certificate.name;
  const yaml::Node* key = certificate.node->find("key");
  if (!key) return entry;
  entry.position = key->position;
  if (key->kind == yaml::Kind::mapping) {
    Fields fields(*key, fmt::format("the key of certificate '{}'", certificate.name), {"kind", "seed", "same_as"}, problems);
    if (auto kind = fields.one_of("kind", key_kinds())) entry.own.kind = *kind;
    if (auto seed = fields.text("seed")) entry.own.seed = *seed;
    entry.same_as = fields.text("same_as");
    if (entry.same_as && (fields.has("kind") || fields.has("seed"))) {
      report(problems, key->position, "'same_as' cannot be combined with 'kind' or 'seed'");
    }
  } else if (key->kind == yaml::Kind::scalar && key->scalar.rfind(kSameAs, 0) == 0) {
    entry.same_as = key->scalar.substr(kSameAs.size());
  } else if (auto kind = read_word(*key, "key", key_kinds(), problems)) {
    entry.own.kind = *kind;
  }
  return entry;
}

}  // namespace

KeyTable KeyTable::read(const std::vector<NamedNode>& certificates, Problems& problems) {
  std::map<std::string, KeyEntry> entries;
  std::vector<std::string> names;
  for (const auto& certificate : certificates) {
    entries.emplace(certificate.name, read_entry(certificate, problems));
    names.push_back(certificate.name);
  }
  KeyTable table;
  for (const auto& [name, entry] : entries) {
    const KeyEntry* found = &entry;
    std::size_t steps = 0;
    while (found->same_as) {
      auto next = entries.find(*found->same_as);
      if (next == entries.end()) {
        if (found == &entry) report_unknown(problems, found->position, "certificate", *found->same_as, names);
        break;
      }
      if (++steps > entries.size()) {
        report(problems, entry.position, fmt::format("the key of certificate '{}' refers to itself", name));
        break;
      }
      found = &next->second;
    }
    table.choices_.emplace(name, found->own);
  }
  return table;
}

Result<crypto::SigningKey> signing_key(const KeyChoice& choice) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, crypto::SigningKey> made;
  const auto id = std::make_pair(choice.kind, choice.seed);
  {
    std::lock_guard lock(mutex);
    if (auto found = made.find(id); found != made.end()) return found->second;
  }
  auto key = crypto::SigningKey::from_seed(choice.kind, choice.seed);
  if (!key) return key;
  std::lock_guard lock(mutex);
  made.emplace(id, *key);
  return key;
}

Bytes key_identifier(const crypto::SigningKey& key) {
  auto info = asn1::read_single(key.public_key_info());
  if (!info) return {};
  asn1::Asn1Reader reader(info->content);
  auto algorithm = reader.next();
  auto bits = reader.expect(asn1::tag::kBitString, "subjectPublicKey");
  if (!algorithm || !bits) return {};
  auto octets = asn1::read_bit_octets(*bits);
  return octets ? crypto::sha1(*octets) : Bytes();
}

}  // namespace chainlint::mint
