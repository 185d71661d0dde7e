// From one subject to another, and from a certificate to its place in the bundle and on the path.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// The certificate subject that is step `step` of the chosen path.
Subject certificate_at_step(std::size_t step, const FactContext& context);

// The step of the chosen path with the certificate subject.
std::optional<std::size_t> step_of(const Subject& certificate, const FactContext& context);

// The leaf as a subject; nothing without one.
std::optional<Subject> leaf_subject(const FactContext& context);

// The certificate at which the path begins: the leaf, or the CA of an issuing CA; nothing without one.
std::optional<Subject> head_subject(const FactContext& context);

// The member behind a certificate subject; null for a step that came from the anchors.
const chain::Member* member_of(const Subject& certificate, const FactContext& context);

// The member that contains this very certificate, or null.
const chain::Member* member_with(const x509::Certificate& certificate, const FactContext& context);

// The container that an entry of the analysis is in; null for one that is in none.
const formats::Container* container_with(const formats::Entry* entry, const FactContext& context);

// Whether a file of the bundle has this path. Certificates of a file of CA certificates, from which the server completes the chain, are of
// none.
bool is_file_of_bundle(const std::string& path, const FactContext& context);

// The first certificate among the trusted entries of the bundle's keystore that passes the test; null without one. A test runs for each key
// entry or certificate of a file: no more than FactLimits::kTrustedEntries are looked at.
const formats::Entry* find_trusted_entry(const FactContext& context, const std::function<bool(const x509::Certificate&)>& test);

// "CN=Example CA 1,O=Example (key id 0A:FF, serial 12, valid to 2030-01-01)": which distinguishes CA certificates with one name.
std::string describe(const x509::Certificate& certificate);

// "b/mail.pem:25": the file and the line; the place in the container where there is no line.
std::string brief_place(const Location& location);

// "notAfter at byte 120: ...".
std::string describe(const x509::Defect& defect);

// Why the value of an extension is not known: "subjectAltName of CN=a does not decode: ..."; nothing where it decodes or is not there.
std::optional<std::string> undecodable(const x509::Certificate& certificate, std::string_view field);

}  // namespace chainlint::facts
