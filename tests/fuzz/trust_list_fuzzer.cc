// Microsoft's certificate trust lists: as a message, with the input for entries, and as an element of a store.
#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "container_invariants.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;

Bytes list_with(ByteView entries) {
  constexpr auto signed_data = asn1::make_oid<1, 2, 840, 113549, 1, 7, 2>();
  constexpr auto trust_list = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 1>();
  constexpr auto sha1 = asn1::make_oid<1, 3, 14, 3, 2, 26>();
  asn1::DerWriter list;
  list.sequence([&](asn1::DerWriter& fields) {
    fields.element(asn1::tag::kSequence, {}).time(Instant(1700000000));
    fields.sequence([&](asn1::DerWriter& algorithm) { algorithm.oid(sha1); }).element(asn1::tag::kSequence, entries);
  });
  asn1::DerWriter content;
  content.sequence([&](asn1::DerWriter& fields) {
    fields.integer(1).element(asn1::tag::kSet, {});
    fields.sequence([&](asn1::DerWriter& inner) { inner.oid(trust_list).element(asn1::tag::context_constructed(0), list.bytes()); });
    fields.element(asn1::tag::kSet, {});
  });
  asn1::DerWriter message;
  message.sequence([&](asn1::DerWriter& info) { info.oid(signed_data).element(asn1::tag::context_constructed(0), content.bytes()); });
  return message.take();
}

Bytes entry_with(ByteView attributes) {
  asn1::DerWriter entry;
  entry.sequence([&](asn1::DerWriter& fields) { fields.octet_string(Bytes(20, 7)).element(asn1::tag::kSet, attributes); });
  return entry.take();
}

}  // namespace

CHAINLINT_FUZZ_TARGET(trust_list) {
  const ByteView input(data, size);
  fuzz::check(input);
  fuzz::check(list_with(input));
  fuzz::check(list_with(entry_with(input)));
  const auto length = static_cast<std::uint32_t>(size);
  Bytes store = {0, 0, 0, 0, 'C', 'E', 'R', 'T', 34, 0, 0, 0, 1, 0, 0, 0};
  for (int shift = 0; shift < 32; shift += 8) store.push_back(static_cast<std::uint8_t>(length >> shift));
  store.insert(store.end(), data, data + size);
  fuzz::check(store);
  return 0;
}
