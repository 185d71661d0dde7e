#include "pkcs12_mac.h"

#include <fmt/format.h>

#include "chainlint/asn1/oid.h"
#include "pkcs12_bags.h"

namespace chainlint {
namespace {

// Keeps what the views of the parameters borrow.
struct MacData {
  MacParameters parameters;
  Bytes digest, salt;
};

std::optional<Asn1Error> read_mac(Asn1Reader fields, const Limits& limits, MacData& mac) {
  auto digest_info = fields.expect(tag::kSequence, "DigestInfo of the MAC is not a SEQUENCE");
  if (!digest_info) return digest_info.error();
  Asn1Reader digest_fields = fields.enter(*digest_info);
  auto algorithm = AlgorithmIdentifier::read(digest_fields, "digestAlgorithm of the MAC");
  if (!algorithm) return algorithm.error();
  mac.parameters.digest_algorithm = *algorithm;
  auto digest = digest_fields.next();
  if (!digest) return digest.error();
  auto digest_octets = read_octets(*digest, Encoding::ber, mac.digest, limits);
  if (!digest_octets) return digest_octets.error();
  mac.parameters.digest = *digest_octets;

  auto salt = fields.next();
  if (!salt) return salt.error();
  auto salt_octets = read_octets(*salt, Encoding::ber, mac.salt, limits);
  if (!salt_octets) return salt_octets.error();
  mac.parameters.salt = *salt_octets;
  if (fields.at_end()) return {};
  auto iterations = fields.expect(tag::kInteger, "iterations of the MAC are not an INTEGER");
  if (!iterations) return iterations.error();
  auto count = read_small_integer(*iterations, Encoding::ber);
  if (!count) return count.error();
  mac.parameters.iterations = static_cast<std::uint64_t>(*count);
  return {};
}

}  // namespace

void check_mac(Asn1Reader mac_data, ByteView content, PasswordSearch& passwords, ReadContext& context, Container& container,
               const Location& where) {
  const auto fail = [&](const std::string& code, const std::string& message) {
    passwords.forbid();
    note_password(container, PasswordUse::not_found);
    report_error(context, container, code, message, where);
  };
  MacData mac;
  if (const auto damage = read_mac(mac_data, context.options.limits, mac)) {
    passwords.forbid();
    note_password(container, PasswordUse::not_found);
    report_damage(*damage, true, context, container, where);
    return;
  }
  const auto protection = describe_mac(mac.parameters);
  if (!protection) return fail(protection.error().code, "MAC: " + protection.error().message);
  container.facts.mac = *protection;
  const auto verified = passwords.verify(mac.parameters, content);
  if (!verified && verified.error().code == "encryption-unsupported") {
    report_warning(
        context, container, "mac-unsupported",
        fmt::format("MAC was not verified: {} ({})", verified.error().message, oid_to_dotted(mac.parameters.digest_algorithm.oid)), where);
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

}  // namespace chainlint
