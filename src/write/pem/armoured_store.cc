#include "pem/armoured_store.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/base64.h"
#include "chainlint/formats/pem_places.h"
#include "rewriters.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

// The one block of a text.
struct Armour {
  std::size_t begin = 0, end = 0;  // of the base64, from the first line after BEGIN to the line of END
  std::size_t columns = 64;
  std::string_view line_end;
  SecretBytes content;
  bool pkcs12 = false;
};

// A ContentInfo, or a SignedData that is alone: {OBJECT IDENTIFIER, [0]} or {INTEGER, SET, ...}.
bool is_pkcs7(ByteView content) {
  asn1::Asn1Reader reader(content, asn1::Encoding::ber);
  const auto outer = reader.expect(asn1::tag::kSequence, "ContentInfo is not a SEQUENCE");
  if (!outer) return false;
  asn1::Asn1Reader fields = reader.enter(*outer);
  const auto first = fields.next();
  if (!first) return false;
  return first->is(asn1::tag::kOid) ? fields.next_is(asn1::tag::context_constructed(0))
                                    : first->is(asn1::tag::kInteger) && fields.next_is(asn1::tag::kSet);
}

std::optional<Armour> find_armour(std::string_view text) {
  const auto places = formats::find_pem_places(text);
  if (places.size() != 1 || !places.front().whole) return {};
  const std::string_view block = text.substr(places.front().begin, places.front().end - places.front().begin);
  const std::size_t head = block.find_first_of("\r\n");
  const std::size_t tail = block.rfind("-----END");
  if (head == std::string_view::npos || tail == std::string_view::npos || tail <= head) return {};
  Armour armour;
  const std::size_t body = head + (block.substr(head, 2) == "\r\n" ? 2 : 1);
  if (body > tail) return {};
  armour.line_end = block.substr(head, body - head);
  armour.begin = places.front().begin + body;
  armour.end = places.front().begin + tail;
  const std::string_view base64 = block.substr(body, tail - body);
  const std::size_t columns = std::min(base64.find_first_of("\r\n"), base64.size());
  if (columns >= 4) armour.columns = columns - columns % 4;
  auto content = bytes_of_base64(base64);
  if (!content) return {};
  armour.content = std::move(*content);
  armour.pkcs12 = block.substr(0, head).find("PKCS12") != std::string_view::npos;
  if (!armour.pkcs12 && !is_pkcs7(armour.content)) return {};
  return armour;
}

}  // namespace

bool is_armoured_store(ByteView original) { return find_armour(as_text(original)).has_value(); }

Result<Bytes> rewrite_armoured_store(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                     const RewriteOptions& options) {
  const auto armour = find_armour(as_text(original));
  if (!armour) return store_damaged("the block contains no PKCS#7 and no PKCS#12 file");
  // No program imports a PFX with the lines of PEM around it.
  if (armour->pkcs12) return rewrite_pkcs12(read, armour->content, edit, options);
  auto written = rewrite_pkcs7(read, armour->content, edit, options);
  if (!written) return written;
  if (equal(*written, armour->content)) return to_bytes(original);
  const SecretBytes base64 = base64_text(*written, armour->columns, armour->line_end);
  wipe(written->data(), written->size());
  Bytes file = to_bytes(original.first(armour->begin));
  file.insert(file.end(), base64.begin(), base64.end());
  const ByteView rest = original.subspan(armour->end);
  file.insert(file.end(), rest.begin(), rest.end());
  return file;
}

}  // namespace chainlint::write
