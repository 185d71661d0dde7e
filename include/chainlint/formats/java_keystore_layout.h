// Where the entries of a Java keystore (JKS, JCEKS) are, for writing it back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

// Offsets into the file.
struct JavaKeystoreLayout {
  enum class Kind { key, trusted, secret };
  struct Certificate {
    std::size_t begin = 0, end = 0;  // with its type and length, as it is in a chain
  };
  struct Item {
    Kind kind = Kind::key;
    std::size_t begin = 0, end = 0;
    ByteView alias;                         // modified UTF-8; borrows
    std::size_t chain = 0;                  // of a key: where the length of its chain is
    std::vector<Certificate> certificates;  // the chain of a key, or the trusted certificate
  };
  std::uint32_t version = 0;  // 1: certificates have no type
  std::vector<Item> items;
  std::size_t end = 0;  // of the last item: the digest follows
};

// Bytes of the header: magic, version, count of the entries.
inline constexpr std::size_t kJavaKeystoreHeader = 12;

// Nothing where the entries cannot be followed to their end, or no digest is left after them. What is inside keys and certificates is not
// looked at.
std::optional<JavaKeystoreLayout> lay_out_java_keystore(ByteView data);

}  // namespace chainlint::formats
