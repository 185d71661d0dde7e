// The sections <ca>, <cert> and <key> of an OpenVPN configuration, in which PEM blocks stand inline.
#pragma once

#include <cstddef>
#include <set>
#include <string_view>

#include "chainlint/formats/container.h"

namespace chainlint::formats {

// Roots in <ca> verify the peer and are not sent; from intermediates there OpenVPN completes the chain of <cert>. Borrows the container.
class InlineSections {
 public:
  explicit InlineSections(Container& container) : container_(container), begin_(container.entries.size()) {}

  // The text between the block before and the next one.
  void pass(std::string_view text);

  // The entries from `first` on are those of the block that was read.
  void mark(std::size_t first);

  // Intermediates of <ca> follow what they complete; the roots there become a unit of their own.
  void divide();

 private:
  Container& container_;
  const std::size_t begin_;  // the entries before belong to another text
  bool in_ca_ = false;
  std::set<Digest256> intermediates_;  // in <ca>
};

}  // namespace chainlint::formats
