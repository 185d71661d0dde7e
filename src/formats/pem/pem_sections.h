// What a file with PEM blocks inline says about their use: the sections <ca>, <cert> and <key> of an OpenVPN configuration, and the names
// of settings, such as ssl.truststore.certificates of Kafka.
#pragma once

#include <cstddef>
#include <set>
#include <string_view>

#include "chainlint/formats/container.h"

namespace chainlint::formats {

// Roots in <ca> or in a setting for a CA verify the peer and are not sent; from intermediates there OpenVPN completes the chain of <cert>.
// Nothing in a setting for a trust store is sent. Borrows the container.
class InlineSections {
 public:
  explicit InlineSections(Container& container) : container_(container), begin_(container.entries.size()) {}

  // The text between the block before and the next one.
  void pass(std::string_view text);

  // The next block is the first of the value of this setting; empty: it belongs to none.
  void enter_value(std::string_view setting);

  // The entries from `first` on are those of the block that was read.
  void mark(std::size_t first);

  // Intermediates of a CA follow what they complete; what only verifies becomes a unit of its own.
  void divide();

 private:
  Container& container_;
  const std::size_t begin_;  // the entries before belong to another text
  bool in_ca_ = false, in_ca_value_ = false, in_truststore_ = false;
  std::set<Digest256> intermediates_;  // of a CA
};

}  // namespace chainlint::formats
