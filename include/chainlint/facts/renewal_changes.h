// What a renewal changes: the functions that compute the facts about a renewal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// The deployed bundle and the new one; both have a leaf. Borrows.
struct RenewalSides {
  const FactContext& before;
  const FactContext& after;
  const x509::Certificate& old_leaf;
  const x509::Certificate& new_leaf;
};

// Nothing where nothing is replaced, or one of the sides has no leaf.
std::optional<RenewalSides> sides_of(const FactContext& context);

bool same_certificate(const RenewalSides& sides);
bool same_serial(const RenewalSides& sides);  // the same issuer, too
bool key_reused(const RenewalSides& sides);
bool issuer_left_behind(const RenewalSides& sides);

// "nothing", "file", "chain" or "certificate": what differs at most.
std::string_view differs_in(const RenewalSides& sides);

// Whether the private key, an index into BundleAnalysis::keys, is the key of the deployed certificate and not of the new one. False where
// its public half is not known.
bool is_previous_key(const RenewalSides& sides, std::size_t key);

enum class Direction { lost, gained };

// Why the names of the leaves cannot be compared: a subjectAltName does not decode.
std::optional<std::string> hidden_names(const RenewalSides& sides);

// What one leaf has and the other does not, in the words of the facts. A wildcard covers names.
std::vector<std::string> changed_names(const RenewalSides& sides, Direction way);
std::vector<std::string> changed_addresses(const RenewalSides& sides, Direction way);
std::vector<std::string> changed_other_names(const RenewalSides& sides, Direction way);
std::vector<std::string> all_changed_names(const RenewalSides& sides, Direction way);  // of every type: "IP 192.0.2.1" for an address
std::vector<std::string> changed_key_usages(const RenewalSides& sides, Direction way);
std::vector<std::string> changed_policies(const RenewalSides& sides, Direction way);
std::vector<std::string> changed_extensions(const RenewalSides& sides, Direction way);

// The purposes that only one of the leaves, with its chain, allows.
std::vector<std::string> changed_usages(const RenewalSides& sides, Direction way);

// The names that only the deployed certificate lists and that a wildcard of the new one covers.
std::vector<std::string> covered_names(const RenewalSides& sides);

// The display name of the first certificate of the new chain that does not allow clientAuth.
std::optional<std::string> client_auth_refused_by(const RenewalSides& sides);

// Whether one leaf covers a name of the other, of any kind.
bool shares_names(const RenewalSides& sides);

// A later certificate of the run that covers the DNS names of the deployed leaf and is valid; nothing where there is none.
std::optional<chain::KnownCertificate> other_for_names(const RenewalSides& sides);

// The root of the path, in one line; nothing where the path is incomplete.
std::optional<std::string> root_text(const FactContext& context);

// Whether those roots have another name or key, and nothing that is sent leads to the previous one; nothing where one of them is missing.
std::optional<bool> root_changed(const RenewalSides& sides);

// The kind of file and what protects its keys and certificates, each once: "format: pkcs12", ...
std::vector<std::string> protection_of(const FactContext& context);

// "domain", "organization", "individual" or "extended", by the reserved policies of the CA/Browser Forum (TLS BR 7.1.6.1).
std::optional<std::string_view> validation_of(const x509::Certificate& certificate);

}  // namespace chainlint::facts
