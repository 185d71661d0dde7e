// Whether a client takes one certificate for the issuer of another before it has verified anything.
#pragma once

#include <optional>
#include <string>

#include "chainlint/chain/client.h"

namespace chainlint::chain {

// Issuer and subject are the same name, as this client compares names.
bool names_fit(const ClientModel& model, const x509::Certificate& child, const x509::Certificate& issuer);

// The key id, or issuer and serial number, that `child` gives for its issuer and `issuer` does not have, in words. Only those that are
// asked for are compared; Java compares the serial number without the issuer name.
std::optional<std::string> identifier_difference(const x509::Certificate& child, const x509::Certificate& issuer, bool key_id,
                                                 bool issuer_serial, bool issuer_name = true);

// names_fit(), and no difference that decides.
bool may_have_issued(const ClientModel& model, const x509::Certificate& child, const x509::Certificate& issuer);

bool same_certificate(const x509::Certificate& a, const x509::Certificate& b);

// The same subject and key: certificates between which a loop would not be noticed by their bytes.
bool same_entity(const x509::Certificate& a, const x509::Certificate& b);

}  // namespace chainlint::chain
