#include "pkcs12/pfx_certificates.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "chainlint/asn1/definite.h"
#include "chainlint/crypto/digest.h"

namespace chainlint::write {
namespace {

using namespace formats::pkcs12;

constexpr auto kCertificateBag = asn1::make_oid<1, 2, 840, 113549, 1, 12, 10, 1, 3>();

struct Place {
  std::size_t safe = 0;
  std::size_t bag = 0;
};

using Places = std::unordered_map<Digest256, Place, DigestHash>;

bool holds_certificate(const PfxBag& bag) { return !bag.certificate.empty() && !bag.trusted; }

// Attributes make a bag longer: names and key ids must not go with a duplicate.
Places find_certificates(const PfxFile& file) {
  Places places;
  for (std::size_t s = 0; s < file.safes.size(); ++s) {
    const auto& bags = file.safes[s].bags;
    for (std::size_t b = 0; b < bags.size(); ++b) {
      if (!holds_certificate(bags[b])) continue;
      const auto [known, added] = places.try_emplace(crypto::sha256(bags[b].certificate), Place{s, b});
      if (added) continue;
      const PfxBag& other = file.safes[known->second.safe].bags[known->second.bag];
      if (bags[b].encoded.size() > other.encoded.size()) known->second = {s, b};
    }
  }
  return places;
}

PfxBag plain_bag(ByteView der) {
  PfxBag bag;
  bag.type = BagType::certificate;
  bag.certificate = to_bytes(der);
  const std::uint32_t wrapped = asn1::tag::context_constructed(0);
  const SecretBytes value = asn1::der_element(wrapped, {asn1::der_element(asn1::tag::kOctetString, {der})});
  const SecretBytes certificate = asn1::der_element(asn1::tag::kSequence, {asn1::der_element(asn1::tag::kOid, {kX509Certificate}), value});
  bag.encoded = asn1::der_element(asn1::tag::kSequence,
                                  {asn1::der_element(asn1::tag::kOid, {kCertificateBag}), asn1::der_element(wrapped, {certificate})});
  return bag;
}

// Where new certificates go in a file that has none: with the other encrypted things if there are any.
std::size_t safe_for_first(PfxFile& file) {
  const auto has_certificate = [](const PfxSafe& safe) { return std::any_of(safe.bags.begin(), safe.bags.end(), holds_certificate); };
  auto found = std::find_if(file.safes.begin(), file.safes.end(), has_certificate);
  if (found == file.safes.end()) {
    found = std::find_if(file.safes.begin(), file.safes.end(), [](const PfxSafe& safe) { return safe.password.has_value(); });
  }
  if (found == file.safes.end() && file.safes.empty()) found = file.safes.insert(found, PfxSafe());
  return found == file.safes.end() ? 0 : static_cast<std::size_t>(found - file.safes.begin());
}

// The bags of a safe with these certificates in the places of the old ones; more than there were follow the last, or end the safe.
std::vector<PfxBag> refill(std::vector<PfxBag>& old, std::vector<PfxBag>& certificates) {
  const auto count = static_cast<std::size_t>(std::count_if(old.begin(), old.end(), holds_certificate));
  std::vector<PfxBag> bags;
  std::size_t seen = 0;
  std::size_t next = 0;
  for (PfxBag& bag : old) {
    if (!holds_certificate(bag)) {
      bags.push_back(std::move(bag));
      continue;
    }
    const std::size_t until = ++seen == count ? certificates.size() : std::min(next + 1, certificates.size());
    for (; next < until; ++next) bags.push_back(std::move(certificates[next]));
  }
  for (; next < certificates.size(); ++next) bags.push_back(std::move(certificates[next]));
  return bags;
}

bool same_bags(const std::vector<PfxBag>& a, const std::vector<PfxBag>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PfxBag& x, const PfxBag& y) { return x.encoded == y.encoded; });
}

}  // namespace

void place_certificates(const std::vector<x509::CertificatePtr>& certificates, PfxFile& file) {
  const Places places = find_certificates(file);
  std::size_t at = 0;
  const auto first = std::find_if(certificates.begin(), certificates.end(),
                                  [&](const x509::CertificatePtr& certificate) { return places.contains(certificate->sha256()); });
  if (first == certificates.end()) {
    at = safe_for_first(file);
  } else {
    at = places.at((*first)->sha256()).safe;
  }
  std::vector<std::vector<PfxBag>> assigned(std::max<std::size_t>(file.safes.size(), 1));
  for (const x509::CertificatePtr& certificate : certificates) {
    const auto place = places.find(certificate->sha256());
    if (place == places.end()) {
      assigned[at].push_back(plain_bag(certificate->der()));
      continue;
    }
    at = std::max(at, place->second.safe);
    assigned[at].push_back(file.safes[place->second.safe].bags[place->second.bag]);
  }
  for (std::size_t s = 0; s < file.safes.size(); ++s) {
    PfxSafe& safe = file.safes[s];
    std::vector<PfxBag> old = safe.bags;
    std::vector<PfxBag> bags = refill(old, assigned[s]);
    if (same_bags(bags, safe.bags)) continue;
    safe.bags = std::move(bags);
    safe.changed = true;
  }
}

}  // namespace chainlint::write
