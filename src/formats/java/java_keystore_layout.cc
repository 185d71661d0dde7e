#include "chainlint/formats/java_keystore_layout.h"

#include <utility>

#include "chainlint/crypto/keystore_protection.h"
#include "java/data_input.h"
#include "java/java_object.h"

namespace chainlint::formats {
namespace {

using Kind = JavaKeystoreLayout::Kind;
using Item = JavaKeystoreLayout::Item;

bool follow_certificate(DataInput& in, std::uint32_t version, Item& item) {
  const std::size_t begin = in.offset();
  if (version == 2 && !in.text("certificate type")) return false;
  if (!in.counted("certificate")) return false;
  item.certificates.push_back({begin, in.offset()});
  return true;
}

bool follow_key(DataInput& in, std::uint32_t version, Item& item) {
  if (!in.counted("private key")) return false;
  item.chain = in.offset();
  const auto count = in.u32("chain");
  if (!count) return false;
  for (std::uint32_t i = 0; i < *count; ++i) {
    if (!follow_certificate(in, version, item)) return false;
  }
  return true;
}

bool follow_secret(DataInput& in) {
  const auto size = java_object_size(in.rest());
  return size && in.octets(*size, "secret key");
}

bool follow_item(DataInput& in, std::uint32_t version, Item& item) {
  item.begin = in.offset();
  const auto tag = in.u32("entry");
  const auto alias = tag ? in.text("alias") : std::nullopt;
  if (!alias || *tag < 1 || *tag > 3 || !in.u64("date")) return false;
  item.kind = static_cast<Kind>(*tag - 1);
  item.alias = *alias;
  const bool followed = item.kind == Kind::key       ? follow_key(in, version, item)
                        : item.kind == Kind::trusted ? follow_certificate(in, version, item)
                                                     : follow_secret(in);
  item.end = in.offset();
  return followed;
}

}  // namespace

std::optional<JavaKeystoreLayout> lay_out_java_keystore(ByteView data) {
  DataInput in(data);
  const auto magic = in.u32("magic");
  const auto version = in.u32("version");
  const auto count = in.u32("count");
  if (!magic || !count || *version < 1 || *version > 2) return {};
  JavaKeystoreLayout layout;
  layout.version = *version;
  for (std::uint32_t i = 0; i < *count; ++i) {
    Item item;
    if (!follow_item(in, *version, item)) return {};
    layout.items.push_back(std::move(item));
  }
  layout.end = in.offset();
  if (in.left() < crypto::kKeystoreDigestOctets) return {};
  return layout;
}

}  // namespace chainlint::formats
