// What the ways of dividing a container have in common, one way in each file: stores of keys (pkcs12_units.cc), PEM files for two key
// algorithms (dual_groups.cc), stores of Windows (store_units.cc), manifests and JSON documents (unit_values.cc). Each sets Entry::unit.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bundling/units.h"

namespace chainlint::formats {

bool is_certificate(const Entry& entry);

// CA certificates, by the canonical names of their subjects: positions of entries.
using EntriesBySubject = std::unordered_map<std::string_view, std::vector<std::size_t>>;

// The CA certificates that lead up from an entry by names, each certificate once, the issuers of the entry itself first among those that
// `accept` takes.
std::vector<std::size_t> issuers_above(std::size_t entry, const std::vector<Entry>& entries, const EntriesBySubject& subjects,
                                       const std::function<bool(const Entry&)>& accept);

// The container without entries, diagnostics and hosts.
Container without_entries(const Container& container);

// Whether the place of every certificate says that it is not served.
bool is_trust_store(const Container& container);

// A unit for each key of a PKCS#12 file with several, with the chain of its certificate; what Java trusts and does not send is one of its
// own.
void divide_pkcs12(Container& container);

// The key algorithms of a PEM file with key, leaf and chain for each of several, which become units of these names; none for any other
// file.
std::vector<std::string> divide_dual_pem(std::vector<Entry>& entries);

// A unit for each certificate that Windows can bind, with the CA certificates above it; what is left of a store is one of its own.
void divide_store(Container& container);

// Leaves out the values of a unit that repeat others; the value with the leaf is first.
void arrange_values(std::vector<Entry>& entries);

}  // namespace chainlint::formats
