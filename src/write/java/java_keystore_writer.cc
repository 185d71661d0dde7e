#include "java/java_keystore_writer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"

namespace chainlint::write {
namespace {

using Item = formats::JavaKeystoreLayout::Item;
using Kind = formats::JavaKeystoreLayout::Kind;

constexpr std::string_view kType = "X.509";

void append(Bytes& out, ByteView octets) { out.insert(out.end(), octets.begin(), octets.end()); }

void append_number(Bytes& out, std::uint64_t value, std::size_t octets) {
  for (std::size_t i = octets; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void append_text(Bytes& out, std::string_view text) {
  append_number(out, text.size(), 2);
  append(out, as_bytes(text));
}

void append_certificate(Bytes& out, std::uint32_t version, ByteView der) {
  if (version == 2) append_text(out, kType);
  append_number(out, der.size(), 4);
  append(out, der);
}

// The bytes of the certificate itself, behind its type and its length.
ByteView der_of(ByteView original, std::uint32_t version, const formats::JavaKeystoreLayout::Certificate& place) {
  const ByteView encoded = original.subspan(place.begin, place.end - place.begin);
  const std::size_t type = version == 2 ? 2 + (static_cast<std::size_t>(encoded[0]) << 8 | encoded[1]) : 0;
  return encoded.subspan(type + 4);
}

// Lower case, as keytool makes every alias, and of characters that are the same in every encoding.
std::string alias_for(const x509::Certificate& certificate, const std::set<std::string>& taken) {
  std::string alias;
  for (const char c : certificate.subject().common_name().value_or("")) {
    const bool plain = static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F;
    if (alias.size() < FixLimits::kAliasLength) alias += plain ? c : '-';
  }
  alias = to_lower_ascii(alias);
  if (alias.empty()) alias = to_hex(certificate.sha256());
  if (!taken.contains(alias)) return alias;
  alias += "-" + to_hex(certificate.sha256());
  return alias;
}

Bytes trusted_entry(const x509::Certificate& certificate, std::uint32_t version, std::set<std::string>& taken) {
  constexpr std::uint64_t kMilliseconds = 1000;
  const std::string alias = alias_for(certificate, taken);
  taken.insert(alias);
  const std::int64_t begins = certificate.not_before() ? std::max<std::int64_t>(certificate.not_before()->seconds(), 0) : 0;
  Bytes entry;
  append_number(entry, 2, 4);
  append_text(entry, alias);
  append_number(entry, static_cast<std::uint64_t>(begins) * kMilliseconds, 8);
  append_certificate(entry, version, certificate.der());
  return entry;
}

// The header with another count of entries.
Bytes header(ByteView original, std::size_t count) {
  Bytes out = to_bytes(original.first(formats::kJavaKeystoreHeader - 4));
  append_number(out, count, 4);
  return out;
}

// The entries of the trusted certificates, in their order.
std::vector<Bytes> trusted_entries(ByteView original, const formats::JavaKeystoreLayout& layout,
                                   const std::vector<x509::CertificatePtr>& certificates) {
  std::map<Digest256, const Item*> known;
  std::set<std::string> taken;
  for (const Item& item : layout.items) {
    taken.insert(to_lower_ascii(std::string(as_text(item.alias))));
    if (item.kind != Kind::trusted) continue;
    known.try_emplace(crypto::sha256(der_of(original, layout.version, item.certificates.front())), &item);
  }
  std::vector<Bytes> entries;
  for (const x509::CertificatePtr& certificate : certificates) {
    const auto found = known.find(certificate->sha256());
    if (found == known.end()) {
      entries.push_back(trusted_entry(*certificate, layout.version, taken));
    } else {
      entries.push_back(to_bytes(original.subspan(found->second->begin, found->second->end - found->second->begin)));
    }
  }
  return entries;
}

}  // namespace

Bytes with_chain(ByteView original, const formats::JavaKeystoreLayout& layout, std::size_t item,
                 const std::vector<x509::CertificatePtr>& chain) {
  const Item& entry = layout.items[item];
  Bytes out = to_bytes(original.first(entry.chain));
  append_number(out, chain.size(), 4);
  for (const x509::CertificatePtr& certificate : chain) {
    const auto same = std::find_if(entry.certificates.begin(), entry.certificates.end(),
                                   [&](const auto& place) { return equal(der_of(original, layout.version, place), certificate->der()); });
    if (same == entry.certificates.end()) {
      append_certificate(out, layout.version, certificate->der());
    } else {
      append(out, original.subspan(same->begin, same->end - same->begin));
    }
  }
  append(out, original.subspan(entry.end, layout.end - entry.end));
  return out;
}

Bytes with_trusted(ByteView original, const formats::JavaKeystoreLayout& layout, const std::vector<x509::CertificatePtr>& certificates) {
  const std::vector<Bytes> entries = trusted_entries(original, layout, certificates);
  const auto is_trusted = [](const Item& item) { return item.kind == Kind::trusted; };
  const auto places = static_cast<std::size_t>(std::count_if(layout.items.begin(), layout.items.end(), is_trusted));
  Bytes out = header(original, layout.items.size() - places + entries.size());
  std::size_t place = 0;
  std::size_t next = 0;
  for (const Item& item : layout.items) {
    if (!is_trusted(item)) {
      append(out, original.subspan(item.begin, item.end - item.begin));
      continue;
    }
    const std::size_t until = ++place == places ? entries.size() : std::min(next + 1, entries.size());
    for (; next < until; ++next) append(out, entries[next]);
  }
  for (; next < entries.size(); ++next) append(out, entries[next]);
  return out;
}

}  // namespace chainlint::write
