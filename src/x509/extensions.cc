#include "chainlint/x509/extensions.h"

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "extension_decoder.h"
#include "lenient_reader.h"

namespace chainlint::x509 {

namespace {

constexpr const char* kField = "extensions";

// The frame of one extension: OID, critical, value.
std::optional<asn1::Asn1Error> read_frame(LenientReader fields, Extension& extension, std::vector<Defect>& defects, bool& readable) {
  auto id = fields.next(kField);
  if (!id) return id.error();
  if (!id->is(asn1::tag::kOid)) return asn1::Asn1Error{"extnID is not an OBJECT IDENTIFIER", id->offset};
  extension.oid = id->content;
  const std::string name = asn1::oid_name(id->content);
  auto value = fields.next(name.c_str());
  if (!value) return value.error();
  if (value->is(asn1::tag::kBoolean)) {
    const asn1::Element critical = *value;
    auto flag = read_leniently(name.c_str(), defects, [&](asn1::Encoding encoding) { return asn1::read_boolean(critical, encoding); });
    if (!flag) return flag.error();
    extension.critical = *flag;
    if (!*flag) defects.push_back({name, critical.offset, "critical is encoded as FALSE, the default, which DER omits", false});
    value = fields.next(name.c_str());
    if (!value) return value.error();
  }
  readable = value->is(asn1::tag::kOctetString);
  if (!readable && !value->is(asn1::tag::kOctetString | 0x20)) return asn1::Asn1Error{"extnValue is not an OCTET STRING", value->offset};
  extension.value = value->content;
  extension.offset = value->content_offset;
  if (!fields.at_end()) defects.push_back({name, fields.offset(), "extension has more than its three fields", false});
  return std::nullopt;
}

void decode(const Extension& extension, bool readable, Extensions& to) {
  const KnownExtension* known = find_known_extension(extension.oid);
  if (known == nullptr) return;
  if (!readable) {
    to.undecodable.push_back(extension.oid);
    return;
  }
  const auto attempt = [&](asn1::Encoding encoding) {
    return known->decode({asn1::Asn1Reader(extension.value, encoding, extension.offset, 4), extension, known->field, to.defects}, to);
  };
  const std::size_t defects_before = to.defects.size();
  const auto strict = attempt(asn1::Encoding::der);
  if (!strict) return;
  to.defects.resize(defects_before);
  const auto loose = attempt(asn1::Encoding::ber);
  if (loose) {
    to.defects.resize(defects_before);
    to.undecodable.push_back(extension.oid);
  }
  to.defects.push_back(to_defect(known->field, loose ? *loose : *strict));
}

// Which of `all` repeat an earlier one. Sorted, since a hostile certificate has a hundred thousand.
std::vector<bool> find_repeated(const std::vector<Extension>& all) {
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::lexicographical_compare(all[a].oid.begin(), all[a].oid.end(), all[b].oid.begin(), all[b].oid.end());
  });
  std::vector<bool> repeated(all.size());
  for (std::size_t i = 1; i < order.size(); ++i) repeated[order[i]] = equal(all[order[i - 1]].oid, all[order[i]].oid);
  return repeated;
}

}  // namespace

const Extension* Extensions::find(ByteView oid) const {
  for (const Extension& extension : all) {
    if (equal(extension.oid, oid)) return &extension;
  }
  return nullptr;
}

std::string_view Extensions::issuer_url() const {
  for (const std::string& url : ca_issuers_urls) {
    const std::string scheme = to_lower_ascii(std::string_view(url).substr(0, url.find(':')));
    if (scheme == "http" || scheme == "https") return url;
  }
  return {};
}

Extensions Extensions::read(asn1::Asn1Reader reader) {
  Extensions extensions;
  std::vector<bool> readable;
  LenientReader list(reader, extensions.defects);
  if (list.at_end()) extensions.defects.push_back({kField, list.offset(), "no extension is listed", false});
  while (!list.at_end()) {
    auto element = list.next(kField);
    if (!element) {
      extensions.defects.push_back(to_defect(kField, element.error()));
      break;
    }
    Extension extension;
    bool is_readable = false;
    auto error = element->is(asn1::tag::kSequence) ? read_frame(list.enter(*element), extension, extensions.defects, is_readable)
                                                   : asn1::Asn1Error{"extension is not a SEQUENCE", element->offset};
    if (error) {
      extensions.defects.push_back(to_defect(kField, *error));
      continue;
    }
    extensions.all.push_back(extension);
    readable.push_back(is_readable);
  }
  const std::vector<bool> repeated = find_repeated(extensions.all);
  for (std::size_t i = 0; i < extensions.all.size(); ++i) {
    const Extension& extension = extensions.all[i];
    if (repeated[i]) {
      extensions.defects.push_back(
          {asn1::oid_name(extension.oid), extension.offset, "extension is present twice; the first one is used", false});
    } else {
      decode(extension, readable[i], extensions);
    }
  }
  return extensions;
}

std::vector<std::string> key_usage_names(std::uint32_t bits) {
  std::vector<std::string> names;
  for (std::size_t bit = 0; bit < kKeyUsageNames.size(); ++bit) {
    if ((bits >> bit & 1u) != 0) names.emplace_back(kKeyUsageNames[bit]);
  }
  return names;
}

bool is_processed_extension(ByteView oid) {
  const KnownExtension* known = find_known_extension(oid);
  return known != nullptr && known->processed;
}

}  // namespace chainlint::x509
