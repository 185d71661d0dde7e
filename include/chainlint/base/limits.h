// Every bound on hostile input, in one place. Passing one is a diagnostic or a finding of its own, never a silent cut.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chainlint {

struct Limits {
  // Files and containers.
  std::uint64_t file_bytes = 64ull << 20;
  std::size_t pem_block_bytes = 16u << 20;
  std::size_t certificate_bytes = 1u << 20;
  std::size_t certificates_per_file = 100000;
  std::size_t asn1_depth = 64;          // constructed elements inside each other
  std::size_t octet_string_depth = 16;  // constructed octet strings inside each other (BER)
  std::size_t asn1_elements = 1000000;  // in one container
  std::size_t pkcs12_bags = 10000;
  std::size_t safe_contents_depth = 10;
  std::size_t container_depth = 4;  // a PFX in a PEM block in ...
  std::size_t directory_depth = 32;

  // Archives. A member is held to `file_bytes`, these hold for a file with all the archives in it.
  std::uint64_t archive_bytes = 256ull << 20;  // unpacked
  std::size_t archive_members = 10000;
  std::uint64_t archive_ratio = 200;  // unpacked to packed
  std::size_t archive_depth = 2;      // an archive, and one inside it

  // Keystores, YAML and JSON.
  std::size_t document_depth = 500;  // values inside each other
  std::size_t document_values = 1000000;
  std::size_t documents = 10000;        // in one file
  std::size_t alias_bytes = 64u << 20;  // of text that YAML aliases repeat in one file
  std::size_t registry_value_bytes = 4u << 20;

  // Key derivation. Work is counted in iterations of the underlying hash; the sum runs over every password tried.
  std::uint64_t kdf_iterations = 10000000;
  std::uint64_t kdf_iterations_per_file = 30000000;
  std::uint64_t scrypt_bytes = 256ull << 20;
  std::size_t salt_bytes = 1024;
  std::size_t passwords = 64;

  // Public keys that are never used for a verification because it would take too long.
  std::size_t rsa_modulus_bits = 16384;
  std::size_t rsa_exponent_bits = 64;

  // The search for a path. Counts only, never the clock: the same input gives the same verdict everywhere.
  std::size_t signature_checks = 2000;
  std::size_t node_expansions = 5000;
  std::size_t complete_paths = 64;
  std::size_t path_length = 16;  // certificates, leaf and anchor included
  std::size_t name_constraint_checks = 250000;
};

}  // namespace chainlint
