#include "pkcs12/pkcs12_mac.h"

#include <fmt/format.h>

#include "chainlint/asn1/oid.h"
#include "chainlint/formats/pkcs12_structure.h"
#include "pkcs12/pkcs12_bags.h"

namespace chainlint::formats {

void check_mac(asn1::Asn1Reader mac_data, ByteView content, PasswordSearch& passwords, ReadContext& context, Container& container,
               const Location& where) {
  const auto fail = [&](const std::string& code, const std::string& message) {
    passwords.forbid();
    note_password(container, PasswordUse::not_found);
    report_error(context, container, code, message, where);
  };
  pkcs12::MacData mac;
  if (const auto damage = pkcs12::read_mac_data(mac_data, context.options.limits, mac)) {
    passwords.forbid();
    note_password(container, PasswordUse::not_found);
    report_damage(*damage, true, context, container, where);
    return;
  }
  const auto protection = crypto::describe_mac(mac.parameters);
  if (!protection) return fail(protection.error().code, "MAC: " + protection.error().message);
  container.facts.mac = *protection;
  const auto verified = passwords.verify(mac.parameters, content);
  if (!verified && verified.error().code == "encryption-unsupported") {
    report_warning(
        context, container, "mac-unsupported",
        fmt::format("MAC was not verified: {} ({})", verified.error().message, asn1::oid_to_dotted(mac.parameters.digest_algorithm.oid)),
        where);
  } else if (!verified) {
    fail(verified.error().code, "MAC: " + verified.error().message);
  } else if (*verified) {
    container.facts.mac_verified = true;
    note_password(container, *passwords.mac_use());
  } else if (passwords.given()) {
    fail("password-wrong", "wrong password or damaged file (the MAC does not match)");
  } else {
    fail("password-required", kPasswordRequired);
  }
}

}  // namespace chainlint::formats
